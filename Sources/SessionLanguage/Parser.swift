import Text

/// Parses one line into a statement. Knows the syntax of lines, not the commands.
package struct Parser {
  var lexer: Lexer

  /// Parses `line`, which must not contain its line end.
  package static func parse(_ line: [UInt8]) throws(Diagnostic) -> Statement {
    try Readable.check(line)
    var parser = Parser(lexer: Lexer(line))
    return try parser.statement()
  }

  /// A lexer of `line`, after its role.
  static func lexer(afterRoleOf line: [UInt8]) -> Lexer {
    var parser = Parser(lexer: Lexer(line))
    parser.lexer.skipBlanks()
    _ = parser.role()
    return parser.lexer
  }

  private mutating func statement() throws(Diagnostic) -> Statement {
    lexer.skipBlanks()
    let role = role()
    let start = lexer.position
    return Statement(lexer.line, role: role, start: start, body: try body())
  }

  private mutating func body() throws(Diagnostic) -> Statement.Body {
    switch lexer.current {
    case 0: return .blank
    case UInt8(ascii: "#"): return note()
    case UInt8(ascii: "@"): return .directive(try directive())
    case UInt8(ascii: "?"):
      if isLoneQuestionMark { return try command() }
      lexer.advance(to: lexer.position + 1)
      return .check(try ExpressionParser.parse(&lexer))
    default:
      if let line = try keywordLine() { return line }
      if let block = ForeignBlock(lexer) { throw block.error }
      let before = lexer
      do throws(Diagnostic) { return try call() } catch { throw before.foreignLine ?? error }
    }
  }

  private mutating func call() throws(Diagnostic) -> Statement.Body {
    if let call = try CCallReader.read(lexer) { return .call(call) }
    return try command()
  }

  /// Whether the line is only a question mark, with which people ask many programs for help.
  private var isLoneQuestionMark: Bool { lexer.line[(lexer.position + 1)...].allSatisfy(Lexer.isBlank) }

  /// `server> ` before a line, or a bare `> ` as the prompt shows it.
  private mutating func role() -> String? {
    var end = lexer.position
    while end < lexer.line.count, Name.isPart(lexer.line[end]) { end += 1 }
    guard end < lexer.line.count, lexer.line[end] == UInt8(ascii: ">"),
      end + 1 == lexer.line.count || Lexer.isBlank(lexer.line[end + 1])
    else { return nil }
    let name = lexer.text(lexer.position..<end)
    guard name.isEmpty || Name.isValid(name) else { return nil }
    lexer.advance(to: end + 1)
    lexer.skipBlanks()
    return name.isEmpty ? nil : name
  }

  private mutating func note() -> Statement.Body {
    lexer.advance(to: lexer.position + 1)
    let isHeading = lexer.take(UInt8(ascii: "#"))
    let language = Language.allCases.first { lexer.isAt(word: $0.mark) && !$0.mark.isEmpty } ?? .english
    lexer.advance(to: lexer.position + language.mark.utf8.count)
    if lexer.current == 0x20 { lexer.advance(to: lexer.position + 1) }
    return isHeading ? .heading(lexer.rest(), language) : .prose(lexer.rest(), language)
  }
}

// MARK: - Commands

extension Parser {
  /// The one command that the language knows, because `=` is between its words: `let port = {srv.port}`.
  package static let assignment = "let"

  private mutating func command() throws(Diagnostic) -> Statement.Body {
    var words: [Word] = []
    var inBackground = false
    var isLet = false
    var end = lexer.position
    while !lexer.isAtEnd, !inBackground {
      if isLet, words.count == 2, lexer.take(word: "=") { continue }
      if !isLet, !words.isEmpty, atExpectation { break }
      if !isLet, lexer.take(word: "&") {
        inBackground = true
      } else {
        words.append(try lexer.word())
      }
      end = lexer.position
      isLet = words.count == 1 ? words[0].plain == Self.assignment : isLet
      lexer.skipBlanks()
    }
    guard !words.isEmpty else { throw .missing("the command before &", at: 0..<lexer.position, example: nil) }
    let commandEnd = trimmed(end)
    let (start, before) = (lexer.position, lexer)
    let expectation: Expectation?
    do throws(Diagnostic) { expectation = lexer.isAtEnd ? nil : try ExpectationParser.parse(&lexer) } catch {
      throw before.explaining(error, after: commandEnd, from: start, inBackground: inBackground)
    }
    return .command(CommandLine(words: words, inBackground: inBackground, expectation: expectation, end: commandEnd))
  }

  private func trimmed(_ end: Int) -> Int {
    var end = end
    while end > 0, Lexer.isBlank(lexer.line[end - 1]) { end -= 1 }
    return end
  }

  /// Whether `= …`, `[srv LISTEN]`, `{> SYN}`, `within 2s` or `(a remark)` begins here.
  private var atExpectation: Bool {
    var ahead = lexer
    return ahead.take(word: "=") || lexer.current == UInt8(ascii: "(") || ExpectationParser.atStates(lexer)
      || ExpectationParser.atLimit(lexer) || SegmentPatternParser.begins(lexer)
  }
}

// MARK: - Keywords

extension Parser {
  /// The line, where it begins with a word of the language itself.
  private mutating func keywordLine() throws(Diagnostic) -> Statement.Body? {
    let start = lexer.position
    for construct in BlockConstruct.all where lexer.take(word: construct.keyword) {
      return .opening(try opening(construct, at: start..<start + construct.keyword.utf8.count))
    }
    if lexer.take(word: Keyword.end) {
      try skipRemarks()
      try expectEnd()
      return .end
    }
    return try header()
  }

  private mutating func opening(_ construct: BlockConstruct, at keyword: Span) throws(Diagnostic) -> BlockOpening {
    guard let kind = try construct.parse(&lexer) else { throw construct.incomplete(at: keyword) }
    try skipRemarks()
    try expectEnd()
    return BlockOpening(construct: construct, kind: kind)
  }

  private func header() throws(Diagnostic) -> Statement.Body? {
    var ahead = self
    guard ahead.lexer.take(word: Keyword.program), ahead.lexer.current != UInt8(ascii: "("),
      let version = try? ahead.lexer.word(), !version.span.isEmpty
    else {
      return nil
    }
    try ahead.skipRemarks()
    guard ahead.lexer.isAtEnd else { return nil }
    guard version.plain == Keyword.version else {
      throw Diagnostic(
        "this session is for another version of sockplay", at: version.span,
        label: "this one reads version \(Keyword.version)")
    }
    return .header
  }

  private mutating func skipRemarks() throws(Diagnostic) {
    lexer.skipBlanks()
    while lexer.current == UInt8(ascii: "(") {
      try ExpectationParser.remark(&lexer)
      lexer.skipBlanks()
    }
  }
}

/// What a line may contain: UTF-8 without control characters.
enum Readable {
  static func check(_ line: [UInt8]) throws(Diagnostic) {
    var allASCII = true
    for (index, byte) in line.enumerated() {
      if byte >= 0x80 { allASCII = false }
      guard byte < 0x20 && byte != 0x09 || byte == 0x7f else { continue }
      let hex = "\\x" + byte.hexDigits
      throw Diagnostic(
        byte == 0 ? "there is a NUL byte in this line" : "there is a control byte in this line",
        at: index..<index + 1, label: "byte \(hex)",
        help: "this does not look like text; bytes to send are written \"\(hex)\"")
    }
    guard !allASCII else { return }
    guard String(validating: line, as: UTF8.self) == nil else { return try checkControls(line) }
    let valid = firstInvalid(line)
    throw Diagnostic(
      "this line is not UTF-8", at: valid..<valid + 1, label: "byte \\x" + line[valid].hexDigits,
      help: "save the file as UTF-8; bytes to send can be written \"\\x\(line[valid].hexDigits)\""
    ).inKorean(
      "UTF-8이 아닌 줄입니다", label: "바이트 \\x" + line[valid].hexDigits,
      help: "파일을 UTF-8로 저장하세요. 보낼 바이트는 \"\\x\(line[valid].hexDigits)\"처럼 적습니다")
  }

  /// U+0080 to U+009F (C1 controls), which terminals interpret like escape sequences.
  private static func checkControls(_ line: [UInt8]) throws(Diagnostic) {
    let found = line.indices.dropLast().first { line[$0] == 0xc2 && line[$0 + 1] < 0xa0 }
    guard let found else { return }
    let text = "\\xc2\\x" + line[found + 1].hexDigits
    throw Diagnostic(
      "there is a control character in this line", at: found..<found + 2, label: "bytes \(text)",
      help: "this does not look like text; bytes to send are written \"\(text)\"")
  }

  private static func firstInvalid(_ line: [UInt8]) -> Int {
    var iterator = line.makeIterator()
    var decoder = UTF8()
    var index = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { index += String(Character(scalar)).utf8.count }
    return min(index, line.count - 1)
  }
}
