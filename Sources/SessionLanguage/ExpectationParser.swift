import Text

/// Reads what follows a command: `= 6 "ping\r\n" from {cli} [cli ESTABLISHED] within 2s (a remark)`.
enum ExpectationParser {
  static func parse(_ lexer: inout Lexer) throws(Diagnostic) -> Expectation {
    var expectation = ExpectationDraft()
    if take("=", &lexer, into: &expectation) { try outcome(&lexer, into: &expectation) }
    while !lexer.isAtEnd {
      if let group = group(lexer) {
        let start = lexer.position
        try group(&lexer, &expectation)
        expectation.add(start..<lexer.position, isGroup: true)
      } else {
        try clause(&lexer, into: &expectation)
      }
      lexer.skipBlanks()
    }
    return expectation.finished
  }

  /// Reads states, segments or a remark, in brackets of their own.
  private typealias Group = (inout Lexer, inout ExpectationDraft) throws(Diagnostic) -> Void

  /// What reads the group that begins here; nil if none does.
  private static func group(_ lexer: Lexer) -> Group? {
    switch lexer.current {
    case UInt8(ascii: "[") where !atAddress(lexer):
      { (lexer, draft) throws(Diagnostic) in try states(&lexer, into: &draft) }
    case UInt8(ascii: "{") where SegmentPatternParser.begins(lexer):
      { (lexer, draft) throws(Diagnostic) in try segments(&lexer, into: &draft) }
    case UInt8(ascii: "("): { (lexer, _) throws(Diagnostic) in try remark(&lexer) }
    default: nil
    }
  }

  /// Consumes `text` if it is the next word.
  private static func take(_ text: String, _ lexer: inout Lexer, into expectation: inout ExpectationDraft) -> Bool {
    let start = lexer.position
    guard lexer.take(word: text) else { return false }
    expectation.add(start..<start + text.utf8.count)
    return true
  }

  private static func segments(_ lexer: inout Lexer, into expectation: inout ExpectationDraft) throws(Diagnostic) {
    let start = lexer.position
    guard expectation.segments.isEmpty else {
      throw Diagnostic(
        "the segments are given twice", at: start..<start + 1, help: "write all of them between one { and }")
    }
    expectation.segments = try SegmentPatternParser.parse(&lexer)
    expectation.segmentsSpan = start..<lexer.position
  }

  /// `from ADDRESS`, `within TIME`, or an output of the command.
  private static func clause(_ lexer: inout Lexer, into expectation: inout ExpectationDraft) throws(Diagnostic) {
    if take("from", &lexer, into: &expectation) {
      let address = try lexer.word()
      guard !address.span.isEmpty else {
        throw Diagnostic(
          "from takes an address", at: lexer.position..<lexer.position + 1, help: "for example: from {cli}"
        ).inKorean("from 뒤에는 주소를 적습니다", help: "예: from {cli}")
      }
      expectation.from = address
      expectation.add(address.span)
    } else if take("within", &lexer, into: &expectation) {
      let start = lexer.position
      expectation.within = try time(&lexer)
      expectation.add(start..<lexer.position)
    } else if take("->", &lexer, into: &expectation) {
      try capture(&lexer, into: &expectation)
    } else {
      let word = try lexer.word()
      guard let outcome = expectation.outcome?.pattern, outcome.mayHave(word), !word.span.isEmpty, word.plain != "=",
        word.plain != "&"
      else {
        throw notAnExpectation(word)
      }
      if keyword(word.plain) != nil { throw notAnExpectation(word) }
      expectation.given.append(word)
      expectation.add(word.span)
    }
  }

  /// The variable of `-> {token}`.
  private static func capture(_ lexer: inout Lexer, into expectation: inout ExpectationDraft) throws(Diagnostic) {
    let word = try lexer.word()
    let place = word.span.isEmpty ? lexer.position..<lexer.position + 1 : word.span
    guard word.segments.count == 1, let variable = word.references.first, variable.field == nil else {
      throw Diagnostic(
        "-> takes a variable in braces", at: place, label: word.span.isEmpty ? "" : "not {NAME}",
        help: "for example: -> {token}; a name is \(Name.rule)"
      ).inKorean(
        "-> 뒤에는 중괄호 안에 변수 이름을 적습니다", label: word.span.isEmpty ? "" : "{NAME}이 아닙니다",
        help: "예: -> {token}. \(Name.koreanRule)")
    }
    guard expectation.capture == nil else {
      throw Diagnostic("only one variable can keep what came", at: place, label: "this is the second")
    }
    guard expectation.mayKeepData else {
      throw Diagnostic(
        "nothing comes that could be kept", at: place,
        help: "write it after a result that may have data: = 5 \"hello\" -> {\(variable.name)}")
    }
    expectation.capture = variable
    expectation.add(word.span)
  }

  /// Whether an address such as `[::1]:80` begins here, not states.
  private static func atAddress(_ lexer: Lexer) -> Bool {
    let rest = lexer.line[lexer.position...]
    guard let close = rest.firstIndex(of: UInt8(ascii: "]")), close + 1 < rest.endIndex else { return false }
    return rest[close + 1] == UInt8(ascii: ":") && !rest[..<close].contains(where: Lexer.isBlank)
  }

  /// Whether `within TIME` ends the line here.
  static func atLimit(_ lexer: Lexer) -> Bool {
    var ahead = lexer
    guard ahead.take(word: "within") else { return false }
    return ((try? ahead.word())?.plain).flatMap(TimeText.milliseconds) != nil
  }

  static func time(_ lexer: inout Lexer) throws(Diagnostic) -> Int {
    let word = try lexer.word()
    guard let milliseconds = word.plain.flatMap(TimeText.milliseconds) else {
      throw Diagnostic(
        "within takes a time", at: word.span, label: "not a time", help: "for example: within 200ms"
      ).inKorean("within 뒤에는 시간을 적습니다", label: "시간이 아닙니다", help: "예: within 200ms")
    }
    return milliseconds
  }

  static func remark(_ lexer: inout Lexer) throws(Diagnostic) {
    guard let close = closing(lexer) ?? lexer.line[lexer.position...].firstIndex(of: UInt8(ascii: ")")) else {
      throw Diagnostic(
        "this remark is not closed", at: lexer.position..<lexer.position + 1, label: "opened here",
        help: "end it with )"
      ).inKorean("괄호 안의 메모가 닫히지 않았습니다", label: "여기서 열렸습니다", help: ") 괄호로 닫으세요")
    }
    lexer.advance(to: close + 1)
  }

  /// Where the parenthesis that begins here ends; nil where there are more of one kind than of the other.
  private static func closing(_ lexer: Lexer) -> Int? {
    var depth = 0
    return lexer.line.indices.dropFirst(lexer.position).first { index in
      switch lexer.line[index] {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      default: break
      }
      return depth == 0
    }
  }
}

// MARK: - Results and data

extension ExpectationParser {
  private static func outcome(_ lexer: inout Lexer, into expectation: inout ExpectationDraft) throws(Diagnostic) {
    if atData(lexer) { return try allData(&lexer, into: &expectation) }
    let word = try lexer.word()
    guard let pattern = word.plain.flatMap(pattern) else { throw notAResult(word, lexer) }
    expectation.outcome = Expectation.Outcome(pattern: pattern, span: word.span)
    expectation.add(word.span)
    lexer.skipBlanks()
    if case .failure(_, let result) = pattern { errno(&lexer, result, into: &expectation) }
    if pattern == .number(0...0), take("EOF", &lexer, into: &expectation), let end = expectation.tokens.last?.span {
      expectation.outcome = Expectation.Outcome(pattern: .endOfFile, span: word.span.lowerBound..<end.upperBound)
    }
    if atData(lexer) { try allData(&lexer, into: &expectation) }
  }

  /// The data of one message, or of several.
  private static func allData(_ lexer: inout Lexer, into expectation: inout ExpectationDraft) throws(Diagnostic) {
    expectation.data = try data(&lexer, into: &expectation)
    while atData(lexer) { expectation.furtherData.append(try data(&lexer, into: &expectation)) }
  }

  static func pattern(_ text: String) -> Expectation.Pattern? {
    switch text {
    case "*": return .anything
    case "fd": return .descriptor
    case "EOF": return .endOfFile
    case "blocks": return .blocks
    case "timeout": return .timeout
    case "-1": return .failure(errno: nil)
    default: break
    }
    // Int would take a plus sign.
    if text.contains("+") { return nil }
    if let result = Int(text), result < -1 { return .failure(errno: nil, result: result) }
    let ends = text.replacing("..", with: " ").split(separator: " ", omittingEmptySubsequences: false).map { Int($0) }
    guard let low = ends.first ?? nil, low >= 0, let high = ends.last ?? nil, ends.count <= 2, low <= high else {
      return nil
    }
    return .number(low...high)
  }

  private static func errno(_ lexer: inout Lexer, _ result: Int, into expectation: inout ExpectationDraft) {
    let start = lexer.position
    var end = start
    while end < lexer.line.count, Name.isPart(lexer.line[end]) { end += 1 }
    guard lexer.current == UInt8(ascii: "E") || isNumber(lexer.line[start..<end]) else { return }
    lexer.advance(to: end)
    expectation.outcome = Expectation.Outcome(
      pattern: .failure(errno: lexer.text(start..<end), result: result), span: start..<end)
    expectation.add(start..<end)
    lexer.skipBlanks()
  }

  /// Whether `word` is an errno that Linux has no name for, by its number.
  private static func isNumber(_ word: ArraySlice<UInt8>) -> Bool {
    !word.isEmpty && word.allSatisfy(\.isDigit)
  }

  private static func atData(_ lexer: Lexer) -> Bool {
    let rest = lexer.line[lexer.position...]
    return ["\"", "/"].contains { rest.starts(with: $0.utf8) } || Literal.forms.contains { rest.starts(with: $0.utf8) }
  }

  private static func data(_ lexer: inout Lexer, into expectation: inout ExpectationDraft) throws(Diagnostic)
    -> DataPattern
  {
    let data = try data(&lexer)
    expectation.add(data.span)
    lexer.skipBlanks()
    return data
  }

  private static func data(_ lexer: inout Lexer) throws(Diagnostic) -> DataPattern {
    if lexer.current == UInt8(ascii: "/") { return try regex(&lexer) }
    var word = try lexer.word()
    let isPrefix = word.segments.count > 1 && word.segments.last == .text("...")
    if isPrefix { word.segments.removeLast() }
    if word.hasTextAfterQuotes {
      throw .quotesEndEarly(at: word.span, label: "only ... may follow them", koreanLabel: "따옴표 뒤에는 ...만 올 수 있습니다")
    }
    return DataPattern(span: word.span, kind: isPrefix ? .prefix(word) : .exactly(word))
  }

  private static func regex(_ lexer: inout Lexer) throws(Diagnostic) -> DataPattern {
    let start = lexer.position
    guard let end = lexer.endOfPattern else {
      throw Diagnostic(
        "this pattern is not closed", at: start..<start + 1, label: "opened here",
        help: "end it with /; a slash inside is \\/"
      ).inKorean("정규 표현식이 닫히지 않았습니다", label: "여기서 열렸습니다", help: "/로 닫으세요. 안에 있는 /는 \\/로 적습니다")
    }
    lexer.advance(to: end)
    let pattern = lexer.text(start + 1..<end - 1)
    try PatternLimits.check(pattern, at: start..<end)
    return DataPattern(span: start..<end, kind: .matching(pattern))
  }
}

// MARK: - States

extension ExpectationParser {
  /// Whether `[srv LISTEN, …]` begins here. An address such as `[::1]:80` has no space between its brackets.
  static func atStates(_ lexer: Lexer) -> Bool {
    guard lexer.current == UInt8(ascii: "["),
      let close = lexer.line[lexer.position...].firstIndex(of: UInt8(ascii: "]"))
    else {
      return false
    }
    return lexer.line[lexer.position..<close].contains(where: Lexer.isBlank)
  }

  private static func states(_ lexer: inout Lexer, into expectation: inout ExpectationDraft) throws(Diagnostic) {
    let open = lexer.position
    lexer.advance(to: open + 1)
    repeat {
      lexer.skipBlanks()
      let handle = try lexer.word(until: stops)
      lexer.skipBlanks()
      let state = try lexer.word(until: stops)
      guard !handle.span.isEmpty, let name = state.plain else {
        throw Diagnostic(
          "states are pairs of a handle and its state", at: open..<max(lexer.position, open + 1),
          help: "for example: [cli FIN_WAIT2, conn CLOSE_WAIT]"
        ).inKorean("상태는 핸들과 상태를 짝지어 적습니다", help: "예: [cli FIN_WAIT2, conn CLOSE_WAIT]")
      }
      expectation.states.append(
        StatePattern(span: handle.span.lowerBound..<state.span.upperBound, handle: handle, state: name))
      lexer.skipBlanks()
    } while lexer.take(UInt8(ascii: ","))
    guard lexer.take(UInt8(ascii: "]")) else {
      throw Diagnostic(
        "these states are not closed", at: open..<open + 1, label: "opened here", help: "end them with ]"
      ).inKorean("상태 목록이 닫히지 않았습니다", label: "여기서 열렸습니다", help: "]로 닫으세요")
    }
  }

  private static let stops = [UInt8(ascii: ","), UInt8(ascii: "]")]
}
