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
}
