/// Reads a condition, up to the end of its line: `conn.unread == 0 and cli.state == ESTABLISHED within 2s`.
enum ExpressionParser {
  static func parse(_ lexer: inout Lexer) throws(Diagnostic) -> Expression {
    var expression = Expression(comparisons: [])
    repeat {
      lexer.skipBlanks()
      expression.comparisons.append(try comparison(&lexer))
      lexer.skipBlanks()
    } while lexer.take(word: "and")
    if lexer.take(word: "within") { expression.within = try ExpectationParser.time(&lexer) }
    lexer.skipBlanks()
    if !lexer.isAtEnd {
      throw .tooManyWords(
        at: lexer.position..<lexer.line.count, label: "not part of the condition", help: "join conditions with and")
    }
    return expression
  }

  private static let relations = Expression.Relation.allCases.map(\.rawValue).joined(separator: " ")

  private static func comparison(_ lexer: inout Lexer) throws(Diagnostic) -> Expression.Comparison {
    let left = try operand(&lexer)
    lexer.skipBlanks()
    let rest = lexer.line[lexer.position...]
    guard let relation = Expression.Relation.allCases.first(where: { rest.starts(with: $0.rawValue.utf8) }) else {
      throw Diagnostic(
        "a comparison is missing", at: lexer.position..<lexer.position + 1, label: "one of " + relations,
        help: "for example: ? conn.unread == 0"
      ).inKorean("비교 연산자가 없습니다", label: "다음 가운데 하나: " + relations, help: "예: ? conn.unread == 0")
    }
    lexer.advance(to: lexer.position + relation.rawValue.utf8.count)
    lexer.skipBlanks()
    return Expression.Comparison(left: left, relation: relation, right: try operand(&lexer))
  }

  private static func operand(_ lexer: inout Lexer) throws(Diagnostic) -> Expression.Operand {
    let word = try lexer.word(until: "=!<>".utf8.map { $0 })
    guard !word.span.isEmpty else {
      throw Diagnostic(
        "a value is missing", at: lexer.position..<lexer.position + 1, label: "a field, a number, a text or a state",
        help: "for example: ? conn.unread == 0"
      ).inKorean("값이 없습니다", label: "필드, 숫자, 글자, 상태 가운데 하나", help: "예: ? conn.unread == 0")
    }
    if let reference = field(word) { return Expression.Operand(span: word.span, kind: .field(reference)) }
    return Expression.Operand(span: word.span, kind: .word(word))
  }

  /// `word` as `handle.field`; nil for a number such as 1.5, or an address such as 127.0.0.1:80.
  private static func field(_ word: Word) -> Reference? {
    guard let parts = word.plain?.split(separator: ".", omittingEmptySubsequences: false).map(String.init),
      parts.count == 2,
      parts.allSatisfy(Name.isValid)
    else { return nil }
    return Reference(span: word.span, name: parts[0], field: parts[1])
  }
}
