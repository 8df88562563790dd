import Commands
import Sockets

/// That nobody took what HANDLE sent to ADDRESS, or that it was turned down.
struct Refusal {
  let address: SocketAddress
  let handle: Handle
  let table: Table

  init(_ address: SocketAddress, _ handle: Handle, _ table: Table) { (self.address, self.handle, self.table) = (address, handle, table) }

  private var isStream: Bool { handle.kind.type == .stream }
  private var isElsewhere: Bool { handle.isOpen && table.owner(of: handle.descriptor).map { table.isElsewhere($0) } == true }

  /// Whether nobody else can have turned it down than this machine's kernel.
  var isCertain: Bool { address.isLoopback }

  /// Who listens there now.
  private var listener: Holder? { Holders.of(address, handle.kind, except: nil, in: table).first { $0.socket.state == .listen } }

  var text: String {
    if isElsewhere { return "nobody takes it at \(address) in the network namespace of \(handle.name), which cannot be seen from here" }
    if let owner = table.bound(to: address), table[owner] !== handle, table[owner].isOpen, isStream, table[owner].kind.type == .stream {
      let reset = handle.kind.isInternet ? ", so the kernel answered the SYN with RST" : ""
      return "\(table[owner].name) is bound to \(address) and does not listen\(reset)"
    }
    if case .unix = address { return Holders.refusal(of: address, in: table) }
    if isStream {
      if isCertain, let listener { return "\(listener.sentence) now, but did not then, or a firewall sent the RST" }
      return isCertain
        ? "nothing listens on \(address), so its kernel answered the SYN with RST"
        : "\(address) refused: a RST came, or an ICMP message, from it or from a firewall"
    }
    return isCertain
      ? "nothing listens on \(address), so its kernel answered with ICMP port unreachable"
      : "\(address) refused: an ICMP message came, from it or from a firewall"
  }
}

// What the other end, somebody on the way, or this machine's own rules turned down. What cannot be known from here, such as a firewall,
// is named as one of the possibilities.
extension Reason.Context {
  var refused: String? {
    guard let handle else { return nil }
    guard let address = call.address ?? (isUNIX ? nil : handle.naming.peer ?? handle.target) else { return refusedBefore }
    return Refusal(address, handle, table).text
  }

  /// Of a call that names no address.
  private var refusedBefore: String {
    isUNIX ? "the socket that \(name) is connected to is closed" : "an ICMP port unreachable came for what was sent before"
  }

  /// Where the packets of the call went.
  var target: SocketAddress? { call.address ?? handle?.naming.peer ?? handle?.target }

  /// Whether it was to send to a broadcast address, which SO_BROADCAST forbids while it is off.
  var needsBroadcast: Bool {
    guard let id, handle?.kind.type == .datagram || handle?.kind.type == .raw, table.option("SO_BROADCAST", of: id) == 0,
      let address = call.address
    else { return false }
    return isBroadcast(address)
  }

  /// Whether ADDRESS stands for all machines of a network that this one is on.
  func isBroadcast(_ address: SocketAddress) -> Bool {
    guard case .ipv4(let host, _) = address.unmapped else { return false }
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
  var symbolOfOption: String? {
    guard name.hasSuffix("sockopt"), arguments.count > 2, case .symbol(let option) = arguments[2] else { return nil }
    return option
  }

  /// The symbol of the option that it was to set.
  var optionToSet: String? { name == "setsockopt" ? symbolOfOption : nil }

  /// Whether it reads or sets one of these OPTIONS.
  func isAbout(_ options: [String]) -> Bool { symbolOfOption.map(options.contains) ?? false }
}
