import Handles
import SessionLanguage
import Sockets

// How far sockets reach, and what a session file may therefore do without --allow.
extension SocketKind {
  /// Whether sockets of this kind only talk to the addresses that they are given. All others see or send whole packets,
  /// or, as netlink does, change the machine. A number that no table knows may be any of these: the kernel makes a packet
  /// socket of AF_INET with the type 10 (SOCK_PACKET), see packet(7).
  fileprivate var isAddressed: Bool {
    guard isSocket else { return true }
    guard isInternet || domain == .unix || domain == .vsock else { return false }
    // Those of AF_UNIX have no protocols: another number is an error.
    let isKnown = transport == .none || domain == .unix || domain.protocols?.names(transport.rawValue) == true
    return isKnown && (type == .stream || type == .datagram || type == .sequenced || type == .reliable)
  }
}

extension SocketKind {
  /// Whether its sockets belong to a network namespace, as those of AF_VSOCK do not: see network_namespaces(7).
  var isOfNetworkNamespace: Bool { [.ipv4, .ipv6, .packet, .netlink].contains(domain) }
}

extension SocketAddress {
  /// Whether it is one of a network namespace.
  var isOfNetworkNamespace: Bool {
    switch self {
    case .ipv4, .ipv6, .packet, .netlink: true
    case .unix, .vsock, .unspecified, .other: false
    }
  }

  /// Whether only this machine can send to a socket that is bound to it. AF_UNSPEC is taken for the wildcard, see bind(2).
  fileprivate var staysOnLoopback: Bool { isLoopback && !unmapped.isWildcard && self != .unspecified }
}

extension HandleTable {
  /// Refuses to open a socket of `kind`, named at `span`, where that is not allowed.
  func permitOpening(_ kind: SocketKind, at span: Span) throws(Diagnostic) {
    if !kind.isAddressed { try permit(.open(kind), at: span) }
  }

  /// Refuses to bind to `address`, at `span`, or to listen on it, if other machines could then send to the socket.
  func permitReceiving(on address: SocketAddress, of handle: Handle?, at span: Span) throws(Diagnostic) {
    let action = RestrictedAction.listen(address)
    guard !allows(action), let handle, handle.kind.isInternet, !address.staysOnLoopback,
      !isOfLoopback(handle)
    else { return }
    // In a network namespace of its own there is nobody else.
    if Interface.all().map(\.flags.first) == ["LOOPBACK"] { return }
    try permit(action, at: span)
  }

  /// Refuses to listen on an unbound socket: the kernel would bind it to the wildcard address.
  func permitListening(on handle: Handle?, at span: Span) throws(Diagnostic) {
    guard let handle, !grants(.network), !isIsolated, handle.kind.isInternet else { return }
    let local = kernel.endpoints(handle.descriptor, mayHavePeer: false).local
    try permitReceiving(on: local ?? .ipv4(0, port: 0), of: handle, at: span)
  }

  /// Refuses to send on `handle`, whose peer is not known: raw and ping sockets may have one without a port.
  func permitSendingUnseen(on handle: Handle, at span: Span) throws(Diagnostic) {
    try permitOpening(handle.kind, at: span)
    guard handle.kind.isPing, refreshedState(of: handle) == .established else { return }
    try permit(.reachUnknownPeer(of: handle.name), at: span)
  }

  private func refreshedState(of handle: Handle) -> SocketState {
    handle.isOpen ? kernel.observe(handle.descriptor, handle.kind).state : handle.snapshot.state
  }

  /// Refuses to set `option` to `value`, at `span`, where that would send packets for loopback elsewhere.
  func permitSetting(_ option: SocketOption, to value: [UInt8], on handle: Handle?, at span: Span) throws(Diagnostic) {
    let redirects =
      switch option.redirects {
      case .byAnyValue: !value.isEmpty
      case .whenOn: value.contains { $0 != 0 }
      // Without its device, a socket with a wildcard address would receive from all interfaces.
      case .byInterface:
        !Self.isLoopback(device: value) || Self.isNone(device: value) && handle.map { isOfLoopback($0) } != false
      case nil: false
      }
    if redirects { try permit(.redirectPackets(by: option.symbol), at: span) }
  }

  /// Whether SO_BINDTODEVICE keeps a socket on loopback.
  private func isOfLoopback(_ handle: Handle) -> Bool {
    value(.bindToDevice, of: handle).map { Self.isLoopback(device: $0) && !Self.isNone(device: $0) } ?? false
  }

  /// A name of an interface that is loopback's, or none.
  private static func isLoopback(device: [UInt8]) -> Bool {
    isNone(device: device) || String(decoding: device.prefix { $0 != 0 }, as: UTF8.self) == "lo"
  }

  private static func isNone(device: [UInt8]) -> Bool { (device.first ?? 0) == 0 }

  // MARK: Multicast

  /// Whether the kernel itself says that what `handle` sends to the multicast group `address` leaves through loopback.
  func staysOnLoopback(multicast address: SocketAddress, from handle: Handle) -> Bool {
    guard address.isMulticast, handle.isOpen, handle.kind.isInternet, handle.kind.type == .datagram else {
      return false
    }
    // Once connected, the route is the one that connect chose, whatever the options are now.
    if handle.endpoints.hasPeer,
      handle.endpoints.local?.isLoopback != true || handle.endpoints.local?.isWildcard == true
    {
      return false
    }
    guard let device = value(.bindToDevice, of: handle), Self.isLoopback(device: device) else { return false }
    switch address.unmapped {
    case .ipv4: return value(.multicastInterface, of: handle)?.first == 127
    case .ipv6(let high, _, _, let scope):
      // The kernel looks at the scope of groups of an interface or a link only. The loopback interface is always the
      // first.
      let isOfLink = [1, 2].contains(high >> 48 & 0xf)
      return isOfLink && scope != 0 ? scope == 1 : value(.multicastInterfaceIPv6, of: handle) == [1, 0, 0, 0]
    default: return false
    }
  }

  private func value(_ option: SocketOption, of handle: Handle) -> [UInt8]? { handle.value(of: option, kernel) }
}
