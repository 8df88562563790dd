import Runner
import SessionLanguage
import Text

/// The segments that a line expects beside those that passed, as two ladders.
enum LadderPair {
  /// The columns of each ladder.
  private static let width = 30
  /// The most rows.
  private static let most = 24

  static func notes(_ failure: SegmentFailure) -> [Diagnostic.Note] {
    let expected = failure.patterns.map(\.text).map(arrow), seen = failure.seen.map(\.expectedText).map(arrow)
    let differs: Int? = if case .failed(let index, _) = failure.verdict { index } else { nil }
    let rows = (0..<max(expected.count, seen.count)).prefix(most).map { index -> String in
      let left = index < expected.count ? expected[index] : "", right = index < seen.count ? seen[index] : ""
      return padded(left) + (index == differs ? " ≠ " : "   ") + right
    }
    let rest = max(expected.count, seen.count) - most
    let more = rest > 0 ? ["… \(rest) more"] : []
    let head = padded("expected") + "   seen"
    return [Diagnostic.Note("wire", ([head] + rows + more).map { $0.trimmingEnd }.joined(separator: "\n"))]
  }

  /// `> SYN` as an arrow from left to right, `< SYN,ACK` as one from right to left.
  private static func arrow(_ text: String) -> String {
    let words = String(text.dropFirst(2))
    let line = String(repeating: "─", count: max(2, width - 4 - DisplayWidth.of(words)))
    if text.hasPrefix("> ") { return "\(words) \(line)▶" }
    return text.hasPrefix("< ") ? "◀\(line) \(words)" : text
  }

  private static func padded(_ text: String) -> String {
    text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
  }
}

extension String {
  fileprivate var trimmingEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
