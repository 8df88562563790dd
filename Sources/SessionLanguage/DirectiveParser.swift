// The lines that begin with `@`.
extension Parser {
  mutating func directive() throws(Diagnostic) -> Directive {
    let name = try lexer.word()
    lexer.skipBlanks()
    switch name.plain {
    case "@timeout": return try timeout()
    case "@let": return try variable()
    case "@needs": return try needs(name)
    case "@isolated": return try alone(.isolated)
    case "@short-timers": return try alone(.shortTimers)
    case "@host": return try host(name)
    case "@points": return try points()
    case .some(Directive.inclusion): return try inclusion(name)
    default: throw .unknown("directive", name.plain ?? "", at: name.span, among: Directive.names)
    }
  }

  /// `directive`, which takes no words.
  private mutating func alone(_ directive: Directive) throws(Diagnostic) -> Directive {
    try expectEnd()
    return directive
  }

  private mutating func timeout() throws(Diagnostic) -> Directive {
    let time = try lexer.word()
    guard let milliseconds = time.plain.flatMap(TimeText.milliseconds), milliseconds > 0 else {
      throw Diagnostic(
        "@timeout takes a time", at: place(of: time), label: "not a time",
        help: "for example: @timeout 2s or @timeout 500ms"
      ).inKorean("@timeout 뒤에는 시간을 적습니다", label: "시간이 아닙니다", help: "예: @timeout 2s, @timeout 500ms")
    }
    return try alone(.timeout(milliseconds))
  }

  private mutating func needs(_ name: Word) throws(Diagnostic) -> Directive {
    let needs = try words()
    guard !needs.isEmpty else { throw .missing("the requirement", at: name.span, example: "@needs ipv6") }
    return .needs(needs)
  }

  private mutating func host(_ name: Word) throws(Diagnostic) -> Directive {
    let words = try words()
    guard words.count > 1 else {
      throw .missing("a name or an address", at: name.span, example: "@host server 10.0.0.2")
    }
    return .host(name: words[0], addresses: Array(words.dropFirst()))
  }

  private mutating func points() throws(Diagnostic) -> Directive {
    let word = try lexer.word()
    guard let points = word.plain.flatMap({ Int($0) }), (1...Directive.mostPoints).contains(points) else {
      throw Diagnostic(
        "@points takes a whole number", at: place(of: word), label: "not one from 1 to \(Directive.mostPoints)",
        help: "for example: @points 3, below the heading of the chapter that is worth it")
    }
    return try alone(.points(points))
  }

  private mutating func variable() throws(Diagnostic) -> Directive {
    let name = try lexer.word(until: [UInt8(ascii: "=")])
    lexer.skipBlanks()
    guard let text = name.plain, Name.isValid(text), lexer.take(UInt8(ascii: "=")) else {
      throw Diagnostic(
        "@let takes a name and a value", at: place(of: name), help: "for example: @let host = 127.0.0.1"
      ).inKorean("@let에는 이름과 값을 적습니다", help: "예: @let host = 127.0.0.1")
    }
    lexer.skipBlanks()
    guard !lexer.isAtEnd else {
      throw .missing("the value of @let \(text)", at: place(of: nil), example: "@let host = 127.0.0.1")
    }
    let value = try lexer.word()
    try expectEnd()
    return .variable(name: text, value: value)
  }

  private mutating func inclusion(_ name: Word) throws(Diagnostic) -> Directive {
    let word = try lexer.word()
    guard !word.span.isEmpty else {
      throw .missing("the path", at: name.span, example: "\(Directive.inclusion) setup.session")
    }
    guard let path = word.fixedText, !path.isEmpty, !path.utf8.contains(0) else {
      throw .invalid(
        "path", lexer.text(word.span), at: word.span, label: "the file is read before any line sets a variable")
    }
    try expectEnd()
    return .include(path: path, span: word.span)
  }

  private mutating func words() throws(Diagnostic) -> [Word] {
    var words: [Word] = []
    lexer.skipBlanks()
    while !lexer.isAtEnd {
      words.append(try lexer.word())
      lexer.skipBlanks()
    }
    return words
  }

  mutating func expectEnd() throws(Diagnostic) {
    lexer.skipBlanks()
    if !lexer.isAtEnd { throw .tooManyWords(at: lexer.position..<lexer.line.count) }
  }

  /// The place of `word`, or the end of the line if it is nil.
  private func place(of word: Word?) -> Span {
    if let span = word?.span, !span.isEmpty { return span }
    return lexer.position..<lexer.position + 1
  }
}
