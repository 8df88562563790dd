/// One of several equal parts of all files, such as `2/3`.
package struct Shard: Sendable, Equatable {
  /// Which it is, counted from 1.
  package let number: Int
  package let count: Int

  private static let mostParts = 10_000

  /// nil if `text` is not `K/N`, with K from 1 to N.
  package init?(text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], (1...Self.mostParts).contains(count),
      (1...count).contains(number)
    else { return nil }
    (self.number, self.count) = (number, count)
  }

  package var text: String { "\(number)/\(count)" }

  /// Its paths, in the order that they have. Which those are depends on the names alone.
  package func select(_ paths: [String]) -> [String] { places(in: paths).map { paths[$0] } }

  /// Their indices in `paths`.
  package func places(in paths: [String]) -> [Int] {
    let sorted = paths.enumerated().sorted { ($0.element, $0.offset) < ($1.element, $1.offset) }
    return sorted.enumerated().filter { $0.offset % count == number - 1 }.map(\.element.offset).sorted()
  }
}
