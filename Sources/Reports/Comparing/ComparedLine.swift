import SessionLanguage
import Sockets
import Text

/// A line of a session as it is compared with another: what it does, and what comes of it. How it is laid out is no
/// difference, and neither are prose, headings and remarks.
struct ComparedLine {
  /// Counted from 1.
  let number: Int
  /// The role and the command with its words, or the whole of a line that is no command.
  let command: String
  let parts: Parts
  let states: [(handle: String, state: String)]

  /// What is expected, part by part, as written.
  struct Parts: Equatable {
    var result = "", data = "", given = "", sender = "", states = "", segments = "", rest = ""

    /// What it has of each kind, with the name of the kind.
    var named: [(name: String, korean: String, text: String)] {
      [
        ("result", "결과", result), ("data", "데이터", data), ("output", "출력", given), ("sender", "보낸 쪽", sender),
        ("states", "상태", states), ("segments", "세그먼트", segments), ("", "", rest),
      ]
    }
  }

  /// The line as it is shown, without what is not compared: so it fits a terminal.
  var text: String {
    let words = [parts.result, parts.data, parts.given, parts.sender].filter { !$0.isEmpty }
    let result = words.isEmpty ? [] : ["="] + words
    let states = parts.states.isEmpty ? [] : ["[\(parts.states)]"]
    let expected = (result + states + [parts.segments, parts.rest]).filter { !$0.isEmpty }
    guard !expected.isEmpty else { return command }
    let gap = max(1, Self.column - DisplayWidth.of(command))
    return command + String(repeating: " ", count: gap) + expected.joined(separator: " ")
  }

  /// Where what is expected begins.
  private static let column = 36

  /// All in one, for comparing: what may be written in several ways is written in one.
  let whole: String

  /// nil for a line that does nothing.
  init?(_ statement: Statement, number: Int) {
    switch statement.body {
    case .blank, .header, .heading, .prose: return nil
    default: break
    }
    self.number = number
    let role = statement.role.map { "\($0)> " } ?? ""
    let line = statement.line
    func words(_ span: Span) -> String { String(decoding: line[span], as: UTF8.self) }
    guard let typed = statement.command else {
      (command, parts, states) = (String(decoding: LineLayout.text(of: statement), as: UTF8.self), Parts(), [])
      whole = command
      return
    }
    let text = typed.words.map { words($0.span) }.joined(separator: " ")
    command = role + text + (typed.inBackground ? " &" : "")
    guard let expected = typed.expectation else {
      (parts, states) = (Parts(), [])
      whole = command
      return
    }
    states = expected.states.map { (words($0.handle.span), $0.state.uppercased()) }
    var parts = Parts()
    parts.result = expected.outcomeSpan.map(words) ?? ""
    parts.data = ([expected.data].compactMap { $0 } + expected.furtherData).map { words($0.span) }.joined(
      separator: " ")
    parts.given = expected.given.map { words($0.span) }.joined(separator: " ")
    parts.sender = expected.senderSpan.map(words) ?? ""
    parts.states = states.map { "\($0.handle) \($0.state)" }.joined(separator: ", ")
    parts.segments = expected.segmentsSpan.map(words) ?? ""
    parts.rest = [expected.within.map { "within \($0)ms" }, expected.captureSpan.map(words)].compactMap { $0 }.joined(
      separator: " ")
    self.parts = parts
    parts.data = ([expected.data].compactMap(\.self) + expected.furtherData).map { Self.plain($0) ?? words($0.span) }
      .joined(separator: " ")
    parts.given = expected.given.map { Self.sorted(words($0.span)) }.joined(separator: " ")
    parts.states = states.map { "\($0.handle) \(SocketState(name: $0.state)?.name ?? $0.state)" }.sorted().joined()
    whole = command + parts.named.map { "\u{0}" + $0.text }.joined()
  }

  /// Data as they are compared, whether they are written in quotes or as hex digits; nil where they depend on names.
  private static func plain(_ data: DataPattern) -> String? {
    let word: Word, end: String
    switch data.kind {
    case .exactly(let whole): (word, end) = (whole, "")
    case .prefix(let beginning): (word, end) = (beginning, "...")
    case .matching: return nil
    }
    guard word.segments.count == 1 else { return nil }
    switch word.segments[0] {
    case .quoted(let bytes): return Literal.text(bytes) + end
    case .text(let text) where text.hasPrefix("hex:"):
      return [UInt8](hexDigits: text.utf8.dropFirst(4)).map { Literal.text($0) + end }
    default: return nil
    }
  }

  /// An output, its flags in one order.
  private static func sorted(_ word: String) -> String {
    guard !word.contains("\""), let colon = word.firstIndex(of: ":") else { return word }
    return word[...colon] + word[word.index(after: colon)...].split(separator: "|").sorted().joined(separator: "|")
  }

  /// All lines of `file` that do something.
  static func all(of file: SessionFile) -> [ComparedLine] {
    (0..<file.count).compactMap { ComparedLine(file.statement($0), number: $0 + 1) }
  }
}
