/// The two addresses of a socket. A class, because snapshots, changes and keys pass it on again and again, and two
/// addresses are slow to copy. The C functions are `getsockname` and `getpeername`.
package final class Endpoints: Sendable {
  package let local: SocketAddress?
  package let peer: SocketAddress?

  package init(local: SocketAddress? = nil, peer: SocketAddress? = nil) {
    self.local = local
    self.peer = peer
  }

  @inlinable package var hasLocal: Bool { if case nil = local { false } else { true } }
  @inlinable package var hasPeer: Bool { if case nil = peer { false } else { true } }

  /// The endpoints of a socket that is not bound and not connected.
  package static let none = Endpoints()

  /// The addresses with IPv4-mapped ones (`::ffff:127.0.0.1`) as IPv4, so that both ends agree.
  package var unmapped: Endpoints { Endpoints(local: local?.unmapped, peer: peer?.unmapped) }
}

extension Endpoints: Hashable {
  package static func == (left: Endpoints, right: Endpoints) -> Bool {
    left === right || left.local == right.local && left.peer == right.peer
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(local)
    hasher.combine(peer)
  }
}
