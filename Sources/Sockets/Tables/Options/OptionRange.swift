/// The numbers that setsockopt accepts for an option, if it does not accept all: a few ranges, the lowest first.
package struct OptionRange: Sendable, Equatable, ExpressibleByArrayLiteral {
  package let ranges: [ClosedRange<Int>]

  package init(arrayLiteral ranges: ClosedRange<Int>...) { self.ranges = ranges }

  /// The highest int: a range that ends there has no upper limit.
  package static let most = Int(Int32.max)

  package func contains(_ value: Int) -> Bool { ranges.contains { $0.contains(value) } }

  /// Such as `0, or 88 to 32767`.
  package var text: String { ranges.map(Self.text).joined(separator: ", or ") }

  private static func text(_ stretch: ClosedRange<Int>) -> String {
    if stretch.lowerBound == stretch.upperBound { return "\(stretch.lowerBound)" }
    return stretch.upperBound == most
      ? "\(stretch.lowerBound) or more" : "\(stretch.lowerBound) to \(stretch.upperBound)"
  }
}
