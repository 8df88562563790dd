import Testing

@testable import SessionLanguage

/// What a regular expression may ask for.
@Suite struct PatternLimitsTests {
  @Test(arguments: [
    "", "po+ng", "x{0,99}y{5}", "(x{9}){9}", "[a-z]{1,9}", #"\{{2}\(+"#, "(a|b)*", "x{,5}", "[]]", "a{b", "((a)(b))",
    #"\["#,
    String(repeating: "[a]", count: 100), String(repeating: "(a)", count: 100), "[(]{9999}", "x{9}{9}",
  ])
  func anOrdinaryPatternKeepsThem(pattern: String) { #expect(PatternLimits.problem(pattern) == nil) }

  @Test(arguments: [
    String(repeating: "[", count: 51), String(repeating: "(", count: 51) + String(repeating: ")", count: 51),
    String(repeating: "(", count: 26) + String(repeating: "[", count: 26),
  ])
  func aPatternMayNotBeNestedTooDeep(pattern: String) {
    #expect(PatternLimits.problem(pattern)?.contains("nested") == true)
  }

  @Test(arguments: [
    "(((x{0,99}){0,99}){0,99})", "((x{9}y){99}z){99}", "x{10001}", "x{5,10001}", "x{99999999999999999}{99999999}",
    "(a|b{101}){101}", "(a{101}b){101}", "x{101}{101}",
  ])
  func repetitionsInsideEachOtherHaveALimit(pattern: String) {
    #expect(PatternLimits.problem(pattern)?.contains("repetitions") == true)
  }

  @Test func aPatternHasAMostLength() {
    #expect(PatternLimits.problem(String(repeating: "x", count: 4096)) == nil)
    #expect(PatternLimits.problem(String(repeating: "x", count: 4097)) != nil)
  }

  /// It is refused where it stands, before the library reads it, which would overflow the stack.
  @Test func theErrorPointsToThePattern() {
    let line = "recv b 10 = /" + String(repeating: "[", count: 2000) + "/"
    #expect(
      throws: Diagnostic(
        "this pattern asks for too much", at: 12..<line.utf8.count, label: "groups and classes may be nested 50 deep")
    ) {
      try Parser.parse(Array(line.utf8))
    }
  }
}
