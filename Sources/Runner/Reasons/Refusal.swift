import Commands
import Sockets

// What the other end, somebody on the way, or this machine's own rules turned down. What cannot be known from here, such as a firewall,
// is named as one of the possibilities.
extension Reason.Context {
  var refused: String? {
    guard let address = call.address else { return refusedBefore }
    if let owner = table.bound(to: address), owner != id, table[owner].isOpen, isStream, table[owner].kind.type == .stream {
      let reset = isUNIX ? "" : ", so the kernel answered the SYN with RST"
      return "\(table[owner].name) is bound to \(address) and does not listen\(reset)"
    }
    if case .unix = address { return Holders.refusal(of: address, in: table) }
    guard address.isLoopback else {
      return "\(address) refused: " + (isStream ? "a RST came, or an ICMP message" : "an ICMP message came")
        + ", from it or from a firewall"
    }
    return "nothing listens on \(address)" + (isStream ? ", so its kernel answered the SYN with RST" : "")
  }

  /// Of a call that names no address.
  private var refusedBefore: String {
    if isUNIX { return "the socket that \(name) is connected to is closed" }
    return isStream
      ? "the handshake that an earlier connect of \(name) began was refused: a RST came, or an ICMP message"
      : "an ICMP port unreachable came for what was sent before"
  }

  /// Where the packets of the call went.
  var target: SocketAddress? { call.address ?? handle?.naming.peer ?? handle?.target }

  /// Whether it was to send to a broadcast address, which SO_BROADCAST forbids while it is off.
  var needsBroadcast: Bool {
    guard let id, handle?.kind.type == .datagram || handle?.kind.type == .raw, table.option("SO_BROADCAST", of: id) == 0,
      case .ipv4(let host, _)? = call.address?.unmapped
    else { return false }
    return host == .max || Interface.all().flatMap(\.addresses).contains { $0.broadcast == host }
  }

  var sendingForbidden: String? {
    guard call.isSending || call.name == "connect", handle?.kind.isInternet == true else { return nil }
    return "a rule of this machine forbids the packet: a firewall's (nft, iptables: output), or a BPF program's"
  }

  /// Who has the connection that connect would have made.
  var sameConnection: String? {
    guard let kind = handle?.kind, kind.isTCP, let address = call.address, let local = handle?.naming.local else { return nil }
    let wanted = Naming(local: local, peer: address.reachable).unmapped
    let found = table.kernel.machine(unix: false, internet: true).first { $0.family.hasPrefix("tcp") && $0.naming.unmapped == wanted }
    guard let found else { return nil }
    let owner = HandleFinder(table).find(found) ?? Processes.bySocket()[found.inode]?.first.map { "\($0)" }
    return "there is a connection from \(local) to \(address) already: \(owner.map { $0 + ", " } ?? "")\(found.state.name)"
  }

  /// Whether it was to join a multicast group, or to leave one.
  var isJoining: Bool {
    guard let option = call.optionToSet else { return false }
    return option.hasSuffix("_MEMBERSHIP") || option.hasSuffix("_GROUP")
  }
}

extension String {
  /// The broadcast address of an IPv4 interface address with its prefix, such as `10.0.0.1/8`.
  fileprivate var broadcast: UInt32? {
    let parts = split(separator: "/")
    let bytes = parts.first?.split(separator: ".").compactMap { UInt32($0) } ?? []
    guard parts.count == 2, bytes.count == 4, let prefix = UInt32(parts[1]), prefix < 31 else { return nil }
    return bytes.reduce(0) { $0 << 8 | $1 } | UInt32.max >> prefix
  }
}

extension Call {
  /// The symbol of the option that it reads or sets.
  private var option: String? {
    guard name.hasSuffix("sockopt"), arguments.count > 2, case .symbol(let option) = arguments[2] else { return nil }
    return option
  }

  /// The symbol of the option that it was to set.
  var optionToSet: String? { name == "setsockopt" ? option : nil }

  /// Whether it reads or sets one of these OPTIONS.
  func isAbout(_ options: [String]) -> Bool { option.map(options.contains) ?? false }
}
