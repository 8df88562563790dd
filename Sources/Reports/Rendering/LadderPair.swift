import Runner
import SessionLanguage
import Text

/// The segments that a line expects beside those that passed, as two ladders.
struct LadderPair {
  /// The columns of a ladder that has room: as many as its words take, but not fewer and not more than these.
  private static let usual = 28...58
  /// The columns of a ladder in a very narrow terminal.
  private static let least = 12
  /// The columns between both.
  private static let gap = 5
  /// The most rows.
  private static let most = 24

  private let expected, seen: [String]
  /// The row that differs.
  private let differs: Int?
  /// The columns of each ladder.
  private let width: Int

  /// - Parameter room: The columns for both; nil in a file.
  init(_ failure: SegmentFailure, room: Int? = nil) {
    let named = Set(failure.patterns.flatMap(\.fields))
    let fields = SegmentPattern.Field.allCases.filter(named.contains)
    (expected, seen) = (failure.patterns.map(\.text), failure.seen.map { $0.expectedText(with: fields) })
    differs = if case .failed(let index, _) = failure.verdict { index } else { nil }
    // An arrow has its words without the sign before them.
    let longest = (expected + seen).map { DisplayWidth.of($0) - 2 + Self.arrowColumns }.max() ?? 0
    let wanted = min(max(longest, Self.usual.lowerBound), Self.usual.upperBound)
    width = room.map { min(wanted, max(($0 - Self.gap) / 2, Self.least)) } ?? wanted
  }

  var note: Diagnostic.Note {
    let count = max(expected.count, seen.count)
    let rows = (0..<min(count, Self.most)).map { index in
      row(arrow(expected, index), index == differs ? "≠" : " ", arrow(seen, index))
    }
    let more = count > Self.most ? ["… \(count - Self.most) more"] : []
    return Diagnostic.Note("wire", ([row("expected", " ", "seen")] + rows + more).joined(separator: "\n"))
  }

  private func row(_ left: String, _ mark: String, _ right: String) -> String {
    "\(left)\(spaces(width - DisplayWidth.of(left)))   \(mark) \(right)".trimmingEnd
  }

  /// What an arrow takes beside its words: a space, two dashes and the tip.
  private static let arrowColumns = 4

  /// `> SYN` as an arrow from left to right, `< SYN,ACK` as one from right to left.
  private func arrow(_ texts: [String], _ index: Int) -> String {
    guard texts.indices.contains(index) else { return "" }
    let text = texts[index]
    guard text.hasPrefix("> ") || text.hasPrefix("< ") else { return cut(text, to: width) }
    let words = cut(String(text.dropFirst(2)), to: width - Self.arrowColumns)
    let line = String(repeating: "─", count: max(0, width - 2 - DisplayWidth.of(words)))
    return text.hasPrefix("> ") ? "\(words) \(line)▶" : "◀\(line) \(words)"
  }

  private func cut(_ text: String, to columns: Int) -> String {
    DisplayWidth.of(text) > columns ? DisplayWidth.prefix(of: text, columns: columns - 1) + "…" : text
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}

extension String {
  fileprivate var trimmingEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
