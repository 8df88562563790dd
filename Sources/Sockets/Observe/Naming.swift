/// The two addresses of a socket. An object, because looks, changes and keys hand it on again and again, and two addresses take long
/// to copy. The C functions are `getsockname` and `getpeername`.
public final class Naming: Sendable {
  public let local: SocketAddress?
  public let peer: SocketAddress?

  public init(local: SocketAddress? = nil, peer: SocketAddress? = nil) {
    self.local = local
    self.peer = peer
  }

  public var hasLocal: Bool { if case nil = local { false } else { true } }
  public var hasPeer: Bool { if case nil = peer { false } else { true } }

  /// What a socket has before it is bound or connected.
  public static let none = Naming()

  /// The addresses with IPv4 in IPv6 (`::ffff:127.0.0.1`) written as IPv4, so that both ends agree.
  public var unmapped: Naming { Naming(local: local?.unmapped, peer: peer?.unmapped) }
}

extension Naming: Hashable {
  public static func == (left: Naming, right: Naming) -> Bool {
    left === right || left.local == right.local && left.peer == right.peer
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(local)
    hasher.combine(peer)
  }
}
