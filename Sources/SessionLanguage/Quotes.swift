/// Double quotes that a word processor or an input method types instead of ASCII's.
package enum Quotes {
  package static let opening: Set<Character> = ["“", "„", "‟", "「", "『", "«"]
  package static let closing: Set<Character> = ["“", "”", "」", "』", "»"]
  /// All of them, with the full-width one.
  package static let all = opening.union(closing).union(["＂"])
}

extension StringProtocol where Self: RangeReplaceableCollection {
  /// The text as data, between quotes. Quotes in it are escaped; an escape or a value in braces keeps its meaning.
  package var inQuotes: String { "\"\(replacing("\"", with: "\\\""))\"" }
}
