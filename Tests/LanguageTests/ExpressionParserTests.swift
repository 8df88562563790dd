import SessionLanguage
import Support
import Testing

@Suite struct ExpressionParserTests {
  private func expression(_ text: String) throws -> Expression {
    guard case .check(let expression) = try Parser.parse(Array("? \(text)".utf8)).body else {
      throw Diagnostic("no condition")
    }
    return expression
  }

  private func error(_ text: String) throws -> Diagnostic {
    try #require(throws: Diagnostic.self) { try expression(text) }
  }

  @Test(arguments: Expression.Relation.allCases)
  func everyRelationIsRead(relation: Expression.Relation) throws {
    for text in ["a.unread \(relation.rawValue) 5", "a.unread\(relation.rawValue)5"] {
      let comparison = try expression(text).comparisons[0]
      #expect(comparison.relation == relation)
      guard case .field(let field) = comparison.left.kind, case .word(let word) = comparison.right.kind else {
        return fail("wrong operands")
      }
      #expect((field.name, field.field, word.plain) == ("a", "unread", "5"))
    }
  }

  @Test func conditionsAreJoinedWithAnd() throws {
    let both = try expression("a.unread == 0 and b.state != LISTEN within 2s")
    #expect(both.comparisons.count == 2)
    #expect(both.within == 2000)
    #expect(both.comparisons[1].span == 20..<37)
  }

  @Test(arguments: ["1.5", "127.0.0.1:80", "LISTEN", "a", "\"a.b\"", "{a.port}", "a.b.c"])
  func whatIsNoFieldIsAWord(text: String) throws {
    guard case .word = try expression("\(text) == 1").comparisons[0].left.kind else { return fail("a field: \(text)") }
  }

  @Test(arguments: [
    ("a.b", "a comparison is missing"), ("a.b = 1", "a comparison is missing"),
    ("a.b ==", "a value is missing"),
    ("== 1", "a value is missing"), ("a.b == 1 2", "too many words"),
    ("a.b == 1 and", "a value is missing"),
    ("a.b == 1 within", "within takes a time"), ("a.b == {", "not a substitution"),
    ("a.b === 1", "a value is missing"),
  ])
  func whatIsNoConditionIsRefused(text: String, title: String) throws { #expect(try error(text).title == title) }
}
