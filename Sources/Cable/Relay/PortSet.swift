/// Ports of a relay, by their numbers from 0 to 63.
struct PortSet: Equatable, Sendable, Sequence {
  private var bits: UInt64

  static let most = 64

  /// The first `count`.
  init(first count: Int) { bits = count >= Self.most ? .max : 1 << UInt64(count) - 1 }

  init(_ ports: some Sequence<Int>) { bits = ports.reduce(0) { $0 | Self.bit($1) } }

  static func port(_ port: Int) -> PortSet { PortSet(CollectionOfOne(port)) }

  var isEmpty: Bool { bits == 0 }

  func contains(_ port: Int) -> Bool { bits & Self.bit(port) != 0 }

  mutating func remove(_ port: Int) { bits &= ~Self.bit(port) }

  func makeIterator() -> Iterator { Iterator(rest: bits) }

  struct Iterator: IteratorProtocol {
    fileprivate var rest: UInt64

    mutating func next() -> Int? {
      guard rest != 0 else { return nil }
      defer { rest &= rest - 1 }
      return rest.trailingZeroBitCount
    }
  }

  private static func bit(_ port: Int) -> UInt64 { 1 << UInt64(port) }
}

/// The address of an interface on a link, from six bytes.
struct HardwareAddress: Hashable, Sendable {
  private let number: UInt64

  init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == 6 else { return nil }
    number = bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Whether it is that of a group, or of all: the lowest bit of its first byte.
  var isOfMany: Bool { number >> 40 & 1 == 1 }
}
