/// Reads one line from left to right.
struct Lexer {
  let line: [UInt8]
  private(set) var position = 0

  init(_ line: [UInt8]) { self.line = line }

  var isAtEnd: Bool { position >= line.count }

  /// The byte at the current position; 0 at the end (a line never contains a NUL).
  var current: UInt8 { isAtEnd ? 0 : line[position] }

  mutating func skipBlanks() {
    while position < line.count, line[position] == 0x20 || line[position] == 0x09 { position += 1 }
  }

  /// Consumes `text` if it is the next word.
  mutating func take(word text: String) -> Bool {
    guard isAt(word: text) else { return false }
    position += text.utf8.count
    skipBlanks()
    return true
  }

  /// Whether the next word is `text`.
  func isAt(word text: String) -> Bool {
    let end = position + text.utf8.count
    guard end <= line.count, end == line.count || Self.isBlank(line[end]) else { return false }
    return line[position..<end].elementsEqual(text.utf8)
  }

  /// Consumes the next byte if it is `byte`.
  mutating func take(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    position += 1
    return true
  }

  mutating func advance(to end: Int) { position = end }

  /// Consumes the rest of the line and returns it as text.
  mutating func rest() -> String {
    defer { position = line.count }
    return text(position..<line.count)
  }

  func text(_ span: Span) -> String { String(decoding: line[span], as: UTF8.self) }

  static let blank = UInt8(ascii: " ")

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

// MARK: - Words

extension Lexer {
  /// Reads the next word; the position must be at its first byte. Any byte of `stops` ends it.
  mutating func word(until stops: [UInt8] = []) throws(Diagnostic) -> Word {
    let start = position
    if let pattern = pattern() { return pattern }
    var segments: [Word.Segment] = []
    while !isAtEnd, !Self.isBlank(current), !stops.contains(current) {
      switch current {
      case UInt8(ascii: "\""): try quoted(into: &segments)
      case UInt8(ascii: "{"): segments.append(.reference(try reference(in: start)))
      default: segments.append(.text(bare(until: stops)))
      }
    }
    return Word(span: start..<position, segments: segments)
  }

  /// Reads `/regex/`, in which blanks, quotes and braces are part of the pattern. A path does not end in a slash that is
  /// its second one.
  private mutating func pattern() -> Word? {
    guard current == UInt8(ascii: "/"), let end = endOfPattern, end > position + 2,
      end == line.count || Self.isBlank(line[end])
    else { return nil }
    defer { position = end }
    return Word(span: position..<end, segments: [.text(text(position..<end))])
  }

  /// Where the pattern ends whose first slash is at the current position; nil if nothing closes it.
  var endOfPattern: Int? {
    var end = position + 1
    while end < line.count, line[end] != UInt8(ascii: "/") { end += line[end] == UInt8(ascii: "\\") ? 2 : 1 }
    return end < line.count ? end + 1 : nil
  }

  private mutating func bare(until stops: [UInt8]) -> String {
    let start = position
    while !isAtEnd, !Self.isBlank(current), !stops.contains(current), current != UInt8(ascii: "\""),
      current != UInt8(ascii: "{")
    {
      position += 1
    }
    return text(start..<position)
  }

  /// - Parameter start: Where its word begins.
  private mutating func reference(in start: Int) throws(Diagnostic) -> Reference {
    guard let reference = peekReference() else {
      if !atStructure, let typed = quotingText(from: start) {
        throw Diagnostic(
          "not a substitution", at: position..<position + 1, label: "text with braces needs quotes",
          help: "type: \(typed)"
        ).inKorean("치환할 수 없습니다", label: "중괄호가 든 글은 따옴표 안에 적습니다", help: "이렇게 적으세요: \(typed)")
      }
      throw Diagnostic(
        "not a substitution", at: position..<min(position + 1, line.count), label: "a name must follow, then }",
        help: atStructure
          ? "a structure of C is written by its values: a time as 5s or 200ms, SO_LINGER as on 5s"
          : "write {srv}, {srv.port} or {host}; for the brace itself write \\{ between quotes"
      ).inKorean(
        "치환할 수 없습니다", label: "이름이 오고 }로 닫아야 합니다",
        help: atStructure
          ? "C의 구조체는 값만 씁니다. 시간은 5s나 200ms, SO_LINGER는 on 5s처럼 씁니다"
          : "{srv}, {srv.port}, {host}처럼 쓰세요. 중괄호 자체는 따옴표 안에 \\{로 씁니다")
    }
    position = reference.span.upperBound
    return reference
  }

  /// Whether a structure of C begins at the current position, such as `{tv_sec=5`.
  private var atStructure: Bool {
    var end = position + 1
    while end < line.count, Name.isPart(line[end]) { end += 1 }
    return end > position + 1 && end < line.count && line[end] == UInt8(ascii: "=")
  }

  /// The `{name}` or `{name.field}` at the current position, which does not move; nil if there is none.
  private func peekReference() -> Reference? {
    var end = position + 1
    while end < line.count, Name.isPart(line[end]) || line[end] == UInt8(ascii: ".") { end += 1 }
    guard end < line.count, line[end] == UInt8(ascii: "}") else { return nil }
    let parts = text(position + 1..<end).split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= 2, parts.allSatisfy(Name.isValid) else { return nil }
    return Reference(span: position..<end + 1, name: parts[0], field: parts.count == 2 ? parts[1] : nil)
  }

  /// Reads from one quote to the next. Between quotes a brace is only special if it begins a valid substitution, so
  /// that JSON and the like can be typed as they are.
  private mutating func quoted(into segments: inout [Word.Segment]) throws(Diagnostic) {
    let start = position
    var bytes: [UInt8] = []
    position += 1
    while true {
      guard !isAtEnd else {
        let typed = withPlainQuotes
        throw Diagnostic(
          "this quote is not closed", at: start..<start + 1, label: "opened here",
          help: typed.map { "the other quote is not ASCII; type: \($0)" } ?? "end it with \""
        ).inKorean(
          "따옴표가 닫히지 않았습니다", label: "여기서 열렸습니다",
          help: typed.map { "다른 쪽은 ASCII 따옴표가 아닙니다. 이렇게 적으세요: \($0)" } ?? "\"로 닫으세요")
      }
      switch current {
      case UInt8(ascii: "\""):
        position += 1
        segments.append(.quoted(bytes))
        return
      case UInt8(ascii: "\\"): try escape(into: &bytes)
      case UInt8(ascii: "{"):
        if let reference = peekReference() {
          segments.append(.quoted(bytes))
          bytes = []
          segments.append(.reference(reference))
          position = reference.span.upperBound
        } else {
          bytes.append(current)
          position += 1
        }
      default:
        bytes.append(current)
        position += 1
      }
    }
  }
}

// MARK: - Escapes

extension Lexer {
  private mutating func escape(into bytes: inout [UInt8]) throws(Diagnostic) {
    let start = position
    position += 1
    let letter = current
    switch letter {
    case UInt8(ascii: "x"):
      position += 1
      bytes.append(try number(from: start, radix: 16, digits: 2...2))
    case UInt8(ascii: "0")...UInt8(ascii: "3"):
      bytes.append(try number(from: start, radix: 8, digits: 1...3))
    case UInt8(ascii: "u"):
      position += 1
      try unicode(from: start, into: &bytes)
    default:
      guard let byte = Literal.letters.first(where: { $0.letter == letter })?.byte else { throw badEscape(from: start) }
      position += 1
      bytes.append(byte)
    }
  }

  private mutating func number(from start: Int, radix: Int, digits: ClosedRange<Int>) throws(Diagnostic) -> UInt8 {
    let first = position
    while position < line.count, position - first < digits.upperBound, digit(line[position], radix) { position += 1 }
    guard digits.contains(position - first), let value = UInt8(text(first..<position), radix: radix) else {
      throw badEscape(from: start)
    }
    return value
  }

  private mutating func unicode(from start: Int, into bytes: inout [UInt8]) throws(Diagnostic) {
    guard take(UInt8(ascii: "{")), let close = line[position...].firstIndex(of: UInt8(ascii: "}")),
      line[position..<close].allSatisfy({ digit($0, 16) }), let value = UInt32(text(position..<close), radix: 16),
      let scalar = Unicode.Scalar(value)
    else { throw badEscape(from: start) }
    position = close + 1
    bytes.append(contentsOf: String(Character(scalar)).utf8)
  }

  private func digit(_ byte: UInt8, _ radix: Int) -> Bool {
    Int(String(UnicodeScalar(byte)), radix: radix) != nil
  }

  private func badEscape(from start: Int) -> Diagnostic {
    var end = min(max(position, start + 1) + 1, line.count)
    while end < line.count, line[end] & 0xc0 == 0x80 { end += 1 }
    return Diagnostic(
      "unknown escape", at: start..<end,
      help: #"the escapes are \n \r \t \0 \a \b \f \v \e \\ \" \{ \xNN (two digits), \NNN (octal) and \u{N}"#
    ).inKorean(
      "모르는 이스케이프입니다",
      help: #"쓸 수 있는 것: \n \r \t \0 \a \b \f \v \e \\ \" \{ \xNN(두 자리) \NNN(8진수) \u{N}"#)
  }
}
