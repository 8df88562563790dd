import Commands
import Handles
import Sockets

/// That nobody took a connection from `handle` to `address`, or that it was turned down; of UNIX domain sockets, also a
/// datagram. What it says is true of the moment at which it is asked.
struct ConnectionRefusal {
  let address: SocketAddress
  let handle: Handle
  let observed: Observations
  /// When it was refused or not asked yet, in nanoseconds of the monotonic clock; nil for just now.
  let moment: Int64?

  init(_ address: SocketAddress, _ handle: Handle, _ observed: Observations, at moment: Int64? = nil) {
    (self.address, self.handle, self.observed, self.moment) = (address, handle, observed, moment)
  }

  /// Whether `owner`, who has the address now, may not have had it then: a call in the background returned some time ago.
  private func mayBeNew(_ owner: AddressOwner) -> Bool {
    guard let moment else { return false }
    let handle = owner.handleName.flatMap { observed.table.find($0) }
    guard let came = handle?.transitions.last?.moment else { return monotonicNanoseconds() - moment > 100_000_000 }
    return came > moment
  }

  private var isInOtherNetworkNamespace: Bool { handle.isOpen && observed.isInOtherNetworkNamespace(handle) }

  /// The network of the host that has the address.
  private var network: Network { observed.table.network(having: address, from: handle.network) }

  /// Whether nobody else can have turned it down than this machine's kernel.
  var isCertain: Bool { address.isLoopback || observed.hasAddress(address) }

  /// Who has the address.
  private var owners: [AddressOwner] { AddressOwners.of(address, handle.kind, except: handle, in: observed) }

  /// Why a call that has just returned was refused.
  var text: String {
    if isInOtherNetworkNamespace {
      return "nobody takes it at \(address) in the network namespace of \(handle.name), which cannot be seen from here"
    }
    if case .unix = address { return AddressOwners.refusal(of: address, handle.kind, in: observed) }
    guard handle.kind.isInternet else { return "nobody takes it at \(address)" }
    return observed.asking(network) { textOfInternet }
  }

  private var textOfInternet: String {
    let owners = owners
    if let listener = owners.first(where: { $0.socket.state == .listen }) { return refusal(by: listener) }
    if network != handle.network {
      let idle = owners.first { $0.socket.state == .bound }.map { "\($0.sentence) and does not listen" }
      return "\(address) refused: \(idle ?? "nothing listens there"), or its host forwarded the SYN (nat)"
    }
    guard isCertain else { return "\(address) refused: a RST came, or an ICMP message, from it or from a firewall" }
    if let idle = owners.first(where: { $0.socket.state == .bound }) {
      return mayBeNew(idle)
        ? "\(idle.sentence) now and does not listen; nothing did when the SYN came"
        : "\(idle.sentence) and does not listen, so the kernel answered the SYN with RST"
    }
    return "nothing listens on \(address), so the kernel answered the SYN with RST" + neighbours
  }

  /// What is at the address now, where it is not known what was there at the time; nil where that cannot be seen.
  var now: String? {
    guard !isInOtherNetworkNamespace, handle.kind.isInternet, isCertain else { return nil }
    return owners.first { $0.socket.state == .listen }.map { "\($0.sentence) now" }
      ?? "nothing listens on \(address) now"
  }

  /// A listener that has the address did not take it.
  private func refusal(by listener: AddressOwner) -> String {
    if let device = observed.device(of: listener.socket) { return listener.sentence(through: device) }
    return isCertain
      ? "\(listener.sentence) now, but did not when the SYN came, or a firewall sent the RST"
      : "\(address) refused: a RST came, or an ICMP message, from it or from a firewall"
  }

  /// A listener on the port that is not for the address; nil where it is not this machine's, or one is.
  var neighbour: ListedSocket? {
    guard !isInOtherNetworkNamespace, isCertain, network == handle.network,
      !owners.contains(where: { $0.socket.state == .listen })
    else { return nil }
    return observed.internetSockets("tcp listeners of port \(address.port)") {
      $0.family.hasPrefix("tcp") && $0.state == .listen && $0.endpoints.local?.port == address.port
    }.first
  }

  /// Who listens on the port at other addresses, or for the other family only.
  private var neighbours: String {
    guard let socket = neighbour, let local = socket.endpoints.local else { return "" }
    let owner = AddressOwner(socket, in: observed)
    if local.isWildcard, socket.isForIPv6Only == true {
      return "; \(owner.sentence) for IPv6 only (IPV6_V6ONLY)"
    }
    return "; \(owner.sentence), which is another address"
  }
}

// What the other end, somebody on the way, or this machine's own rules turned down. What cannot be known from here,
// such as a firewall, is named as one of the possibilities.
extension Reason.Context {
  var refused: String? {
    guard let handle else { return nil }
    if handle.kind.isInternet, !isStream { return refusedBefore(handle) }
    guard let address = call.address ?? (isUNIX ? nil : handle.endpoints.peer ?? handle.target) else {
      return isUNIX ? "the socket that \(name) is connected to is closed" : nil
    }
    return keptCause(handle) ?? ConnectionRefusal(address, handle, observed, at: refusalMoment(handle)).text
  }

  /// When it was refused at the latest: before the call, if that reports the end of an earlier handshake. A call in the
  /// background may return long after it.
  private func refusalMoment(_ handle: Handle) -> Int64 {
    let end = handle.transitions.last { $0.from == .synSent && [.closed, .bound].contains($0.to) }
    return min(began, end?.moment ?? began)
  }

  /// What was found out already: the call reports the end of an earlier handshake, or is collected once more.
  private func keptCause(_ handle: Handle) -> String? {
    guard let cause = handle.endCause, cause.isPending || moment <= cause.moment else { return nil }
    observed.note("this session, when the handshake of \(name) failed", cause.sentence, at: cause.moment)
    return cause.sentence
  }

  /// Of a datagram: the error is that of an earlier one, see udp(7), whatever address this call has. Only a socket that
  /// is connected gets it, or one with IP_RECVERR on; for the latter it is not known here where the datagram went.
  private func refusedBefore(_ handle: Handle) -> String {
    let came = "an ICMP port unreachable message came for what \(name) sent before"
    if let former = handle.formerPeer, former != handle.endpoints.peer {
      let since = former.isLoopback ? "" : handle.endpoints.peer.map { ", or since, to \($0)" } ?? ""
      return "\(came), when its peer was \(former)\(since)"
    }
    guard let peer = handle.endpoints.peer, !observed.isInOtherNetworkNamespace(handle) else { return came }
    guard peer.isLoopback else { return "\(came), from its peer \(peer) or from a firewall" }
    // Who has which address is not asked of raw sockets, pings and UDP-Lite.
    guard handle.kind.transport == .udp else { return came }
    guard
      let holder = AddressOwners.of(peer, handle.kind, except: handle, in: observed).first
    else {
      return "\(came): nothing is bound to its peer \(peer)"
    }
    // Loopback addresses are reached over loopback interfaces.
    if let device = observed.device(of: holder.socket), !device.flags.contains("LOOPBACK") {
      return "\(came): \(holder.sentence(through: device))"
    }
    return holder.socket.endpoints.peer == nil
      ? "\(came): \(holder.sentence) now; it was not when the datagram was sent, or the datagram went elsewhere" : came
  }

  /// Where the packets of the call went, or those of the handshake whose end it reports.
  var target: SocketAddress? { earlierTarget ?? call.address ?? handle?.endpoints.peer ?? handle?.target }

  /// Where the connect before this one led. The errno of its handshake is the answer to the next connect, whatever address
  /// that has.
  var earlierTarget: SocketAddress? {
    guard handle?.kind.isTCP == true, call.traits.contains(.connects), let asked = call.address?.reachable,
      let target = handle?.target, target != asked
    else { return nil }
    return target
  }

  /// Whether it was to send to a broadcast address, which SO_BROADCAST forbids while it is off.
  var needsBroadcast: Bool {
    guard let handle, handle.kind.type == .datagram || handle.kind.type == .raw,
      observed.option("SO_BROADCAST", of: handle) == 0,
      let address = call.address
    else { return false }
    return observed.isBroadcast(address)
  }

  var sendingForbidden: String? {
    guard isSending || call.name == "connect", handle?.kind.isInternet == true else { return nil }
    return "a rule of this machine forbids the packet: a firewall's (nft, iptables: output), or a BPF program's"
  }

  /// Who has the connection that connect would have made.
  var sameConnection: String? {
    guard let kind = handle?.kind, kind.isTCP, let address = call.address, let local = handle?.endpoints.local else {
      return nil
    }
    let wanted = Endpoints(local: local, peer: address.reachable).unmapped
    let found = observed.internetSockets("tcp connections from \(local) to \(address)") {
      $0.family.hasPrefix("tcp") && $0.endpoints.unmapped == wanted
    }
    guard let found = found.first else { return nil }
    let owner = observed.handle(of: found) ?? observed.owners(of: found).first.map { "\($0)" }
    return
      "there is a connection from \(local) to \(address) already: \(owner.map { $0 + ", " } ?? "")\(found.state.name)"
  }

  /// EADDRNOTAVAIL of an option of multicast groups, see ip_mc_source in net/ipv4/igmp.c.
  var notAMember: String {
    switch call.optionToSet {
    case "IP_ADD_SOURCE_MEMBERSHIP": "\(name) hears that source of the group on that interface already"
    case "IP_DROP_SOURCE_MEMBERSHIP": "\(name) does not hear that source of the group on that interface"
    default: "\(name) is not a member of that group on that interface"
    }
  }

  /// The control message that says through which interface a datagram is to leave.
  var packetInfo: String? { call.control.map(\.symbol).first { $0.hasSuffix("_PKTINFO") } }

  /// Whether it was to join a multicast group, or to leave one.
  var isJoining: Bool {
    guard let option = call.optionToSet else { return false }
    return option.hasSuffix("_MEMBERSHIP") || option.hasSuffix("_GROUP")
  }
}

extension Observations {
  /// Whether `address` is the broadcast address of a network that this machine is on.
  func isBroadcast(_ address: SocketAddress) -> Bool {
    guard case .ipv4(let host, _) = address.unmapped else { return false }
    return host == .max || interfaces.flatMap(\.addresses).contains { $0.network.broadcast == host }
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

  /// The control messages that it sends; of several messages those of the first, which an errno is about.
  var control: [ControlMessage] {
    for argument in arguments {
      if case .message(let message) = argument { return message.control }
      if case .messages(let messages) = argument { return messages.first?.control ?? [] }
    }
    return []
  }

  /// Whether it reads or sets one of these `options`.
  func isAbout(_ options: [String]) -> Bool { symbolOfOption.map(options.contains) ?? false }
}
