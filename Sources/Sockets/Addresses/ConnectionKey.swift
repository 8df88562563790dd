/// The two addresses of a connection as numbers: a dictionary key for handles. IPv4-mapped IPv6 addresses
/// (`::ffff:127.0.0.1`) become IPv4, so that both ends agree.
package struct ConnectionKey: Sendable, Hashable {
  private let local, peer: AddressKey

  /// nil if an address is missing, or is not of an internet family.
  ///
  /// - Parameter network: The network namespace of its socket. Each has a loopback of its own.
  package init?(_ endpoints: Endpoints, in network: Network = .own) {
    let inside = network == .own || endpoints.local?.isLoopback != true ? 0 : network.number
    guard let local = endpoints.local.flatMap({ AddressKey($0, inside) }),
      let peer = endpoints.peer.flatMap({ AddressKey($0, inside) })
    else { return nil }
    self.init(local: local, peer: peer)
  }

  private init(local: AddressKey, peer: AddressKey) {
    self.local = local
    self.peer = peer
  }

  /// The same connection as seen from its other end.
  package var mirrored: ConnectionKey { ConnectionKey(local: peer, peer: local) }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(local.digest &* 31 &+ peer.digest)
  }
}

private struct AddressKey: Sendable, Hashable {
  let high, low, rest: UInt64

  init?(_ address: SocketAddress, _ network: UInt8) {
    let network = UInt64(network) << 56
    switch address.unmapped {
    case .ipv4(let host, let port): (high, low, rest) = (0, 0xffff << 32 | UInt64(host), network | UInt64(port))
    case .ipv6(let high, let low, let port, let scope):
      (self.high, self.low, rest) = (high, low, network | UInt64(scope) << 16 | UInt64(port))
    case .netlink(let port, let groups): (high, low, rest) = (UInt64(groups), UInt64(port), 1 << 48)
    case .vsock(let context, let port): (high, low, rest) = (UInt64(context), UInt64(port), 2 << 48)
    case .unix, .packet, .unspecified, .other: return nil
    }
  }

  /// A hash of it.
  var digest: UInt64 { (high &* 31 &+ low) &* 31 &+ rest }
}
