import Packets
import Sockets

extension SocketAddress {
  /// The address of one end of a packet.
  init(_ end: PacketEnd) {
    switch end.address {
    case .v4(let host): self = .ipv4(host, port: end.port ?? 0)
    case .v6(let high, let low): self = .ipv6(high, low, port: end.port ?? 0, scope: 0)
    }
  }

  /// It as the address of a packet that is sent to it: IPv4 where it is mapped, loopback where it is the wildcard, without
  /// a scope.
  var onTheWire: SocketAddress {
    guard case .ipv6(let high, let low, let port, _) = reachable.unmapped else { return reachable.unmapped }
    return .ipv6(high, low, port: port, scope: 0)
  }
}
