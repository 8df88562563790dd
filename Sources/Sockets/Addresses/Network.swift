/// A network namespace of a session: the one that its process is in, or that of one of its hosts.
package struct Network: Hashable, Sendable {
  package let number: UInt8

  package init(number: UInt8) { self.number = number }

  /// The one that the process is in.
  package static let own = Network(number: 0)
  /// How many there may be.
  package static let most = 64
}
