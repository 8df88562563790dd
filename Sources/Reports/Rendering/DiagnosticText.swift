import Commands
import Runner
import SessionLanguage
import Text

/// Draws every error in the same form: what, where, the line with carets, and what helps.
package enum DiagnosticText {
  /// - Parameter width: The terminal's, in columns; nil in a file.
  package static func render(
    _ diagnostic: Diagnostic, at place: Place, line: ArraySlice<UInt8>, style: Style, width: Int? = nil
  ) -> String {
    let diagnostic = diagnostic.asTyped(Array(line))
    let line = diagnostic.line.map { $0[...] } ?? line
    let excerpt = Excerpt(line, diagnostic.span ?? Excerpt.whole(line))
    var text = TextBuffer()
    style.paint(.bad, &text) { $0.put("error") }
    text.put(text: ": \(title(diagnostic))")
    text.endLine()
    let isPlaced = !place.source.isEmpty
    let number = isPlaced ? "\(place.number)" : ""
    let margin = String(repeating: " ", count: number.count)
    if isPlaced {
      text.put(text: "\(margin)--> \(TerminalEscape.text(place.source)):\(place.number):\(excerpt.column)")
      text.endLine()
      text.put(text: "\(margin) |")
      text.endLine()
    }
    text.put(text: "\(number) | \(excerpt.text)")
    text.endLine()
    let carets = String(repeating: " ", count: excerpt.caretStart) + String(repeating: "^", count: excerpt.caretWidth)
    text.put(
      text: "\(margin) | \(carets)\(diagnostic.label.isEmpty ? "" : " ")\(TerminalEscape.text(short(diagnostic.label)))"
    )
    text.endLine()
    for note in diagnostic.notes { write(note, margin, width, &text) }
    return text.string
  }

  /// The first line of an error, without `error: `.
  static func title(_ diagnostic: Diagnostic) -> String { TerminalEscape.text(short(diagnostic.title)) }

  /// A requirement that is not met, in one line.
  static func sentence(_ unmet: Diagnostic) -> String {
    let text = unmet.label.isEmpty ? unmet.title : "\(unmet.title): \(unmet.label)"
    return TerminalEscape.prose(unmet.notes.first.map { "\(text); \($0.text)" } ?? text)
  }

  /// `text`, which may quote a word of any length, shortened.
  private static func short(_ text: String) -> String {
    text.utf8.count <= 240 ? text : String(text.prefix(200)) + "…"
  }

  /// The columns that the text of a note has in a terminal with `width` of them.
  static func noteColumns(of width: Int, at place: Place) -> Int {
    width - (place.source.isEmpty ? 0 : "\(place.number)".count) - 4 - noteWord
  }

  /// The columns of the word before a note; longer ones take more.
  private static let noteWord = 5

  private static func write(_ note: Diagnostic.Note, _ margin: String, _ width: Int?, _ text: inout TextBuffer) {
    let word = note.word + String(repeating: " ", count: max(0, noteWord - note.word.count))
    let beside = margin.count + 4 + word.count
    let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      let line = TerminalEscape.text(String(line))
      return width.map { WordWrap.prose(line, width: max(20, $0 - beside), indentation: 0) } ?? [line]
    }
    for (index, line) in lines.enumerated() {
      let start = index == 0 ? "\(margin) = \(word) " : String(repeating: " ", count: beside)
      text.put(text: start + line)
      text.endLine()
    }
  }
}

/// The part of a line that an error shows: shortened around the carets, with control characters escaped.
struct Excerpt {
  private(set) var text = ""
  private(set) var caretStart = 0
  private(set) var caretWidth = 1
  /// The column of the first caret in the whole line, in characters, from 1.
  private(set) var column = 1

  /// The most bytes shown on either side of the carets.
  private static let reach = 100

  init(_ line: ArraySlice<UInt8>, _ span: Span) {
    let line = Array(line)
    let low = min(span.lowerBound, line.count), high = min(max(span.upperBound, low), line.count, low + Self.reach)
    let start = low > Self.reach ? Self.boundary(line, low - Self.reach / 2) : 0
    let end = min(line.count, Self.boundary(line, high + Self.reach))
    let before = (start > 0 ? "…" : "") + TerminalEscape.text(line[start..<low])
    let marked = TerminalEscape.text(line[low..<high])
    text = before + marked + TerminalEscape.text(line[high..<end]) + (end < line.count ? "…" : "")
    caretStart = DisplayWidth.of(before)
    caretWidth = max(1, DisplayWidth.of(marked))
    column = String(decoding: line[..<low], as: UTF8.self).unicodeScalars.count + 1
  }

  /// The line without leading and trailing spaces.
  static func whole(_ line: ArraySlice<UInt8>) -> Span {
    let first = line.firstIndex { $0 != 0x20 && $0 != 0x09 } ?? line.startIndex
    let last = line.lastIndex { $0 != 0x20 && $0 != 0x09 } ?? line.startIndex
    return first - line.startIndex..<max(last + 1, first) - line.startIndex
  }

  /// The nearest start of a character at or before `index`.
  private static func boundary(_ line: [UInt8], _ index: Int) -> Int {
    var index = min(index, line.count)
    while index > 0, index < line.count, line[index] & 0xc0 == 0x80 { index -= 1 }
    return index
  }
}
