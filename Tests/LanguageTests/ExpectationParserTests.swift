import SessionLanguage
import Support
import Testing

@Suite struct ExpectationParserTests {
  private func expectation(_ text: String) throws -> SessionLanguage.Expectation {
    guard case .command(let command) = try Parser.parse(Array("recv a 64 \(text)".utf8)).body,
      let expectation = command.expectation
    else {
      throw Diagnostic("no expectation: \(text)")
    }
    return expectation
  }

  private func error(_ text: String) throws -> Diagnostic {
    try #require(throws: Diagnostic.self) { try expectation(text) }
  }

  @Test(arguments: [
    "= /a(b)/ -> {x}", "= 5 \"hello\" -> {x} from {cli}", "= * -> {x} [a CLOSED]", "= * EOF -> {x} within 2s (r)",
    "= 5 from {cli} -> {x}",
  ]) func whatCameIsKept(text: String) throws {
    let expectation = try expectation(text)
    #expect(expectation.capture?.name == "x")
    let span = try #require(expectation.captureSpan)
    #expect(String(decoding: Array("recv a 64 \(text)".utf8)[span], as: UTF8.self) == "-> {x}")
  }

  @Test(arguments: [
    ("= 5 -> x", "-> takes a variable in braces", 17), ("= 5 ->", "-> takes a variable in braces", 16),
    ("= 5 -> {x.port}", "-> takes a variable in braces", 17), ("= 5 -> {9}", "not a substitution", 17),
    ("= 5 -> a{x}", "-> takes a variable in braces", 17),
    ("= 5 -> {x} -> {y}", "only one variable can keep what came", 24),
    ("= -1 EAGAIN -> {x}", "nothing comes that could be kept", 25),
    ("= blocks -> {x}", "nothing comes that could be kept", 22),
    ("= EOF -> {x}", "nothing comes that could be kept", 19),
    ("[a CLOSED] -> {x}", "nothing comes that could be kept", 24),
  ]) func whatCannotBeKeptIsRefused(text: String, title: String, column: Int) throws {
    let error = try error(text)
    #expect(error.title == title && error.span?.lowerBound == column)
  }

  @Test(arguments: ["= 1 (a (b) c)", "= 1 (a (b)", "= 1 ((a))"]) func aRemarkMayHaveParentheses(text: String) throws {
    #expect(try expectation(text).given.isEmpty)
  }

  @Test(arguments: ["= 1 \"a\"..", "= 1 \"a\"b", "= \"a\"….", "= 2 \"a\" \"b\"c..."])
  func quotesEndAText(text: String) throws {
    #expect(try error(text).title == "the quotes end before the text does")
  }

  @Test(
    arguments: [
      ("= 0", .number(0...0)), ("= 6", .number(6...6)), ("= 1..4096", .number(1...4096)), ("= fd", .descriptor),
      ("= *", .anything),
      ("= blocks", .blocks), ("= timeout", .timeout), ("= EOF", .endOfFile), ("= 0 EOF", .endOfFile),
      ("= -1", .failure(errno: nil)),
      ("= -1 EINVAL", .failure(errno: "EINVAL")), ("= -1 (remark)", .failure(errno: nil)),
      ("= -2", .failure(errno: nil, result: -2)),
      ("= -2 EAI_NONAME", .failure(errno: "EAI_NONAME", result: -2)), ("= -1 EPIPE SIGPIPE", .failure(errno: "EPIPE")),
      ("= -1 512", .failure(errno: "512")), ("= -1 512 SIGPIPE", .failure(errno: "512")),
    ] as [(String, SessionLanguage.Expectation.Pattern)])
  func resultsAreRead(text: String, pattern: SessionLanguage.Expectation.Pattern) throws {
    #expect(try expectation(text).outcome?.pattern == pattern)
  }

  /// A control message comes with the end of a stream as well.
  @Test func outputsMayFollowTheEnd() throws {
    #expect(try expectation("= 0 EOF SCM_CREDENTIALS:*").given.map(\.plain) == ["SCM_CREDENTIALS:*"])
  }

  @Test(
    arguments: [
      "= ", "=", "= x", "= -x", "= 1..", "= ..2", "= 1..2..3", "= 5..1", "= 0x10", "= 99999999999999999999", "= {n}",
      "= +5", "= 1..+5",
      "= --5", "= 1_000", "= ٣",
    ])
  func whatIsNoResultIsRefused(text: String) throws { #expect(try error(text).title == "not a result") }

  @Test(arguments: ["= -1 einval", "= EOF 5", "= 5 = 6", "= blocks 5", "= timeout srv:POLLIN"])
  func whatFollowsAResultMustBeKnown(text: String) throws { #expect(try error(text).title == "not an expectation") }

  @Test func wordsInOtherLettersAreSpelled() throws {
    #expect(try error("= 0 eof").help == "it is written EOF")
    #expect(try error("= eof").help == "it is written EOF")
    #expect(try error("= Blocks").help == "it is written blocks")
  }

  @Test func anErrnoInLowerCaseIsSpelled() throws {
    #expect(try error("= -1 einval").help == "names of errnos are upper-case: EINVAL")
  }

  @Test func wordsBesidesTheResultAreRead() throws {
    let read = try expectation(#"= 2 "hi" srv:POLLIN c:POLLIN|POLLHUP {x} from {cli} within 2s"#)
    #expect(read.given.count == 3)
    #expect(read.given.prefix(2).map(\.plain) == ["srv:POLLIN", "c:POLLIN|POLLHUP"])
    #expect(read.from != nil && read.within == 2000)
  }

  @Test func aTimeAloneIsAnExpectation() throws {
    #expect(try expectation("within 20ms").within == 20)
    guard case .command(let plain) = try Parser.parse(Array("send a within".utf8)).body else {
      return fail("no command")
    }
    #expect(plain.words.count == 3 && plain.expectation == nil)
  }

  @Test func aResultKeepsItsPlace() throws {
    #expect(try expectation("= -1 EINVAL").outcome?.span == 15..<21)
    #expect(try expectation("= 0 EOF").outcome?.span == 12..<17)
    #expect(try expectation("= 42").outcome?.span == 12..<14)
  }

  @Test func dataAreExactOrAPrefixOrAPattern() throws {
    guard case .exactly(let word)? = try expectation(#"= 4 "ping""#).data?.kind else { return fail("not exact") }
    #expect(word.segments == [.quoted(Array("ping".utf8))])
    guard case .prefix(let prefix)? = try expectation(#"= 4 "pi"..."#).data?.kind else { return fail("no prefix") }
    #expect(prefix.segments == [.quoted(Array("pi".utf8))])
    guard case .matching(let pattern)? = try expectation(#"= 4 /p[i\/]n+/"#).data?.kind else {
      return fail("no pattern")
    }
    #expect(pattern == #"p[i\/]n+"#)
    for text in ["hex:0d0a", "@file", "fill:8K", "rep:3:\"ab\""] {
      guard case .exactly? = try expectation("= 4 \(text)").data?.kind else { return fail("not exact: \(text)") }
    }
    #expect(try expectation(#"= "ping""#).outcome == nil)
    #expect(try expectation(#"= "ping""#).data != nil)
  }

  @Test func aBadPatternIsPointedAt() throws {
    #expect(try error("= 4 /ab").title == "this pattern is not closed")
    #expect(try error(#"= 4 /ab\/"#).title == "this pattern is not closed")
    #expect(try error("= 4 /(/").title == "not a regular expression")
    #expect(try error("= 4 /(/").span == 14..<17)
    #expect(try error("= 4 /[a/").title == "not a regular expression")
  }

  @Test func statesArePairs() throws {
    let states = try expectation("= 0 [cli FIN_WAIT2, {x}  close-wait]").states
    #expect(states.map(\.state) == ["FIN_WAIT2", "close-wait"])
    #expect(states.map(\.handle.plain) == ["cli", nil])
    #expect(states[0].span == 15..<28)
    #expect(try expectation("[a\tCLOSED]").states.count == 1)
    for text in ["= 0 []", "= 0 [a]", "= 0 [a ]", "= 0 [a CLOSED, ]", "= 0 [, a CLOSED]", "= 0 [a \"CLOSED\"]"] {
      #expect(try error(text).title == "states are pairs of a handle and its state")
    }
    for text in ["= 0 [a CLOSED", "= 0 [a CLOSED b LISTEN]"] {
      #expect(try error(text).title == "these states are not closed")
    }
  }

  @Test func clausesFollowInAnyOrder() throws {
    let all = try expectation(#"= 5 "time?" from {cli} within 1.5s (as told [x y]) [a BOUND]"#)
    #expect(all.from?.references.map(\.name) == ["cli"])
    #expect(all.within == 1500)
    #expect(all.states.map(\.state) == ["BOUND"])
    #expect(try error("= 5 within").title == "within takes a time")
    #expect(try error("= 5 within soon").title == "within takes a time")
    #expect(try error("= 5 (open").title == "this remark is not closed")
    #expect(try error("= 5 from").title == "from takes an address")
  }
}
