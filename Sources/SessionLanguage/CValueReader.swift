/// Reads the arguments of a call as C writes them, one after the other.
struct CValueReader {
  private(set) var lexer: Lexer
  /// How many brackets are open around the value.
  private var depth = 0
  /// Brackets inside each other, so that a line cannot exhaust the stack.
  private static let deepest = 16
  private static let closing = [UInt8(ascii: ","), UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}")]

  init(_ lexer: Lexer) { self.lexer = lexer }

  /// Reads values up to `close`, and consumes that. The opening bracket, at `start`, has been consumed.
  mutating func values(until close: UInt8, from start: Int) throws(Diagnostic) -> [CValue] {
    try fields(until: close, from: start, areNamed: false).map(\.value)
  }

  private mutating func fields(until close: UInt8, from start: Int, areNamed: Bool) throws(Diagnostic) -> [CValue.Field]
  {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw Diagnostic("the brackets are too deep", at: start..<start + 1, label: "at most \(Self.deepest)")
    }
    var fields: [CValue.Field] = []
    lexer.skipBlanks()
    while !lexer.take(close) {
      guard !lexer.isAtEnd else {
        let bracket = String(UnicodeScalar(close))
        let isFolded = lexer.line.last { !Lexer.isBlank($0) } == UInt8(ascii: ",")
        throw Diagnostic(
          "this bracket is not closed", at: start..<start + 1, label: "opened here",
          help: isFolded ? "a call, also one of several lines on a card, is one line" : "end it with \(bracket)"
        ).inKorean(
          "괄호가 닫히지 않았습니다", label: "여기서 열렸습니다",
          help: isFolded ? "카드에서 여러 줄인 호출도 한 줄로 적습니다" : "\(bracket) 괄호로 닫으세요")
      }
      let name = areNamed ? fieldName() : nil
      fields.append(CValue.Field(name: name, value: try value()))
      // What the kernel wrote over it is shown after an arrow.
      if lexer.current == UInt8(ascii: "=") { _ = raw() }
      if !lexer.take(UInt8(ascii: ",")), lexer.current != close {
        lexer.advance(to: min(lexer.position + 1, lexer.line.count))
      }
      lexer.skipBlanks()
    }
    return fields
  }

  /// The `sin_port` of `sin_port=htons(80)`, consumed with its `=`.
  private mutating func fieldName() -> String? {
    var ahead = lexer
    _ = ahead.take(UInt8(ascii: "."))
    let name = ahead.identifier()
    ahead.skipBlanks()
    guard !name.isEmpty, ahead.take(UInt8(ascii: "=")), ahead.current != UInt8(ascii: "="),
      ahead.current != UInt8(ascii: ">")
    else { return nil }
    ahead.skipBlanks()
    lexer = ahead
    return name
  }
}

// MARK: - One value

extension CValueReader {
  private mutating func value() throws(Diagnostic) -> CValue {
    while skipCast() {}
    // Python's f"hi {name}" has values in it, as a session's text may have, and all text is bytes here.
    if [UInt8(ascii: "b"), UInt8(ascii: "f")].contains(lexer.current), isQuote(at: lexer.position + 1) {
      lexer.advance(to: lexer.position + 1)
    }
    let start = lexer.position
    let kind = try kind()
    let end = lexer.position
    if case .string = kind { skipEncoding() }
    lexer.skipBlanks()
    let isWhole = lexer.isAtEnd || Self.closing.contains(lexer.current) || isAtArrow
    if isWhole { return CValue(span: start..<end, text: trimmed(start..<end), kind: kind) }
    // An expression such as sizeof(buf) - 1.
    _ = raw()
    return CValue(span: start..<lexer.position, text: trimmed(start..<lexer.position), kind: .word)
  }

  private mutating func kind() throws(Diagnostic) -> CValue.Kind {
    let start = lexer.position
    switch lexer.current {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return try string()
    case UInt8(ascii: "["), UInt8(ascii: "("):
      let close = lexer.current == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: ")")
      lexer.advance(to: start + 1)
      return .list(try values(until: close, from: start))
    case UInt8(ascii: "{") where !isReference:
      lexer.advance(to: start + 1)
      return .record(try fields(until: UInt8(ascii: "}"), from: start, areNamed: true))
    default: break
    }
    var ahead = self
    let name = ahead.lexer.identifier()
    if !name.isEmpty, ahead.lexer.take(UInt8(ascii: "(")) {
      let arguments = try ahead.values(until: UInt8(ascii: ")"), from: ahead.lexer.position - 1)
      lexer = ahead.lexer
      return .call(name, arguments)
    }
    _ = raw()
    return .word
  }

  /// Consumes Python's `.encode()` after a text: text is bytes here.
  private mutating func skipEncoding() {
    guard lexer.take(text: ".encode("), let close = lexer.line[lexer.position...].firstIndex(of: UInt8(ascii: ")"))
    else { return }
    lexer.advance(to: close + 1)
  }

  /// Text between quotes, and what is joined to it; three dots after it say that there is more.
  private mutating func string() throws(Diagnostic) -> CValue.Kind {
    var segments: [Word.Segment] = []
    let start = lexer.position
    var end = start
    while lexer.current == UInt8(ascii: "\"") || lexer.current == UInt8(ascii: "'") {
      segments += lexer.current == UInt8(ascii: "'") ? try singleQuoted() : try doubleQuoted()
      end = lexer.position
      lexer.skipBlanks()
    }
    let isCut = lexer.take(text: "...") || lexer.take(text: "…")
    if !isCut { lexer.advance(to: end) }
    return .string(Word(span: start..<end, segments: segments), isCut: isCut)
  }

  private mutating func doubleQuoted() throws(Diagnostic) -> [Word.Segment] {
    try lexer.word(until: Self.closing + [UInt8(ascii: "."), UInt8(ascii: ";"), 0xe2]).segments
  }

  /// Python's other quotes.
  private mutating func singleQuoted() throws(Diagnostic) -> [Word.Segment] {
    let start = lexer.position
    var end = start + 1
    while end < lexer.line.count, lexer.line[end] != UInt8(ascii: "'") {
      end += lexer.line[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard end < lexer.line.count else {
      throw Diagnostic(
        "this quote is not closed", at: start..<start + 1, label: "opened here", help: "end it with '"
      ).inKorean("따옴표가 닫히지 않았습니다", label: "여기서 열렸습니다", help: "' 따옴표로 닫으세요")
    }
    lexer.advance(to: end + 1)
    let (text, places) = doubleQuotes(start, end)
    var inner = Lexer(text)
    do throws(Diagnostic) { return try inner.word().segments } catch {
      var error = error
      error.span = error.span.map { span in
        let first = places[min(span.lowerBound, places.count - 1)]
        return first..<max(first, places[min(span.upperBound, places.count) - 1]) + 1
      }
      throw error
    }
  }

  /// The text between the single quotes at `start` and `end` between double ones, and where each of its bytes is in the line.
  private func doubleQuotes(_ start: Int, _ end: Int) -> (text: [UInt8], places: [Int]) {
    let (quote, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
    var text = [quote], places = [start], index = start + 1
    while index < end {
      let isEscape = lexer.line[index] == backslash && index + 1 < end
      let byte = isEscape ? lexer.line[index + 1] : lexer.line[index]
      // A single quote needs no backslash between double ones.
      let isEscaped = isEscape ? byte != UInt8(ascii: "'") : byte == quote
      text += isEscaped ? [backslash, byte] : [byte]
      places += isEscaped ? [index, isEscape ? index + 1 : index] : [index]
      index += isEscape ? 2 : 1
    }
    return (text + [quote], places + [end])
  }
}

// MARK: - Pieces

extension CValueReader {
  private func isQuote(at index: Int) -> Bool {
    index < lexer.line.count && (lexer.line[index] == UInt8(ascii: "\"") || lexer.line[index] == UInt8(ascii: "'"))
  }

  /// Whether a substitution such as `{srv}` begins here, and no struct.
  private var isReference: Bool {
    var ahead = lexer
    ahead.advance(to: ahead.position + 1)
    return !ahead.identifier().isEmpty && ahead.current == UInt8(ascii: "}")
  }

  private var isAtArrow: Bool {
    lexer.current == UInt8(ascii: "=") && lexer.position + 1 < lexer.line.count
      && lexer.line[lexer.position + 1] == UInt8(ascii: ">")
  }

  /// Consumes a cast such as `(struct sockaddr *)`.
  private mutating func skipCast() -> Bool {
    guard lexer.current == UInt8(ascii: "("), let end = lexer.line[lexer.position...].firstIndex(of: UInt8(ascii: ")"))
    else { return false }
    let inside = lexer.text(lexer.position + 1..<end)
    guard inside.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == " " || $0 == "*" }) else { return false }
    let first = inside.split(separator: " ").first.map(String.init) ?? ""
    guard inside.contains("*") || CTypes.words.contains(first) else { return false }
    lexer.advance(to: end + 1)
    lexer.skipBlanks()
    return true
  }

  /// Consumes whatever comes up to the end of the value, and returns it.
  private mutating func raw() -> String {
    let start = lexer.position
    var open = 0
    while !lexer.isAtEnd {
      let byte = lexer.current
      if open == 0, Self.closing.contains(byte) || isAtArrow && lexer.position > start { break }
      if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { open += 1 }
      if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { open -= 1 }
      lexer.advance(to: lexer.position + 1)
    }
    return trimmed(start..<lexer.position)
  }

  private func trimmed(_ span: Span) -> String {
    var span = span
    while let last = span.last, Lexer.isBlank(lexer.line[last]) { span = span.lowerBound..<last }
    return lexer.text(span)
  }
}

/// Words that a declaration of C begins with.
enum CTypes {
  static let words: Set<String> = [
    "int", "long", "short", "char", "unsigned", "signed", "const", "static", "void", "struct", "auto", "size_t",
    "ssize_t", "socklen_t", "SOCKET", "bool", "uint16_t", "uint32_t",
  ]
}

extension Lexer {
  /// Consumes a name of C or Python, with dots in it; empty where none begins.
  mutating func identifier() -> String {
    let start = position
    guard Name.isLetter(current) else { return "" }
    var end = start
    while end < line.count, Name.isPart(line[end]) && line[end] != UInt8(ascii: "-") || line[end] == UInt8(ascii: ".") {
      end += 1
    }
    advance(to: end)
    return text(start..<end)
  }

  /// Consumes `text` if it comes next.
  mutating func take(text: String) -> Bool {
    let end = position + text.utf8.count
    guard end <= line.count, line[position..<end].elementsEqual(text.utf8) else { return false }
    advance(to: end)
    return true
  }
}
