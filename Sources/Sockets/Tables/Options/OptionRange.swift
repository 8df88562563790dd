/// The numbers that setsockopt takes for an option, where it does not take all: a few stretches, the lowest first.
public struct OptionRange: Sendable, Equatable, ExpressibleByArrayLiteral {
  public let stretches: [ClosedRange<Int>]

  public init(arrayLiteral stretches: ClosedRange<Int>...) { self.stretches = stretches }

  /// The highest int: where a stretch ends there, nothing is too much.
  public static let most = Int(Int32.max)

  public func contains(_ value: Int) -> Bool { stretches.contains { $0.contains(value) } }

  /// Such as `0, or 88 to 32767`.
  public var text: String { stretches.map(Self.text).joined(separator: ", or ") }

  private static func text(_ stretch: ClosedRange<Int>) -> String {
    if stretch.lowerBound == stretch.upperBound { return "\(stretch.lowerBound)" }
    return stretch.upperBound == most ? "\(stretch.lowerBound) or more" : "\(stretch.lowerBound) to \(stretch.upperBound)"
  }
}
