import SessionLanguage
import Support
import Testing

@Suite struct ParserTests {
  private func parse(_ line: String) throws -> Statement { try Parser.parse(Array(line.utf8)) }
  private func error(_ line: String) throws -> Diagnostic { try #require(throws: Diagnostic.self) { try parse(line) } }
  private func command(_ line: String) throws -> CommandLine {
    guard case .command(let command) = try parse(line).body else { throw Diagnostic("no command: \(line)") }
    return command
  }

  @Test func aRoleStandsBeforeTheCommand() throws {
    let statement = try parse("server> listen srv 5")
    #expect(statement.role == "server")
    #expect(try command("server> listen srv 5").words.map(\.plain) == ["listen", "srv", "5"])
  }

  @Test(
    arguments: [("> close a", nil), ("a-1_> close a", "a-1_"), ("  srv>\tclose a", "srv"), ("srv>", "srv")]
      as [(String, String?)])
  func aPromptMayStandBeforeALine(line: String, role: String?) throws { #expect(try parse(line).role == role) }

  @Test(arguments: ["1srv> close a", "srv>close a", "a b> close"])
  func whatIsNoPromptIsAWord(line: String) throws {
    #expect(try parse(line).role == nil)
    #expect(try command(line).words.count == line.split(separator: " ").count)
  }

  @Test(arguments: ["", "   ", "\t"])
  func aLineMayBeBlank(line: String) throws {
    guard case .blank = try parse(line).body else { return fail("not blank: \(line)") }
  }

  @Test(arguments: [
    ("# a  b ", false, "a  b "), ("#", false, ""), ("## Title", true, "Title"), ("##", true, ""),
    ("### x", true, "# x"),
    ("  #x", false, "x"),
  ])
  func notesKeepTheirText(line: String, isHeading: Bool, text: String) throws {
    switch try parse(line).body {
    case .heading(let got, .english): #expect(isHeading && got == text)
    case .prose(let got, .english): #expect(!isHeading && got == text)
    default: Issue.record("no note: \(line)")
    }
  }

  @Test(arguments: [
    ("#ko 소켓", "소켓"), ("#ko", ""), ("#ko   세 칸", "  세 칸"), ("##ko 제목", "제목"), ("# ko 아님", nil), ("#korean", nil),
    ("###ko", nil),
  ])
  func aNoteMayBeInKorean(line: String, text: String?) throws {
    switch try parse(line).body {
    case .heading(let got, .korean), .prose(let got, .korean): #expect(got == text)
    default: #expect(text == nil)
    }
  }

  @Test func anAmpersandPutsTheCallInTheBackground() throws {
    #expect(try command("accept srv conn &").inBackground)
    #expect(try command("accept srv conn & = blocks").expectation?.outcome?.pattern == .blocks)
    #expect(try !command("send a b&c").inBackground)
    #expect(try error("&").title == "the command before & is missing")
    #expect(try error("accept srv & conn").title == "not an expectation")
  }

  @Test func theCommandEndsBeforeWhatIsExpectedOfIt() throws {
    #expect(try command("close a   = 0").end == 7)
    #expect(try command("close a").end == 7)
    #expect(try command("close a  [a CLOSED]").end == 7)
    #expect(try command("close a  (a remark)").end == 7)
    #expect(try command("accept a b &  = blocks").end == 12)
  }

  @Test func anAddressInBracketsIsNoState() throws {
    #expect(try command("bind a [::1]:80").words[2].plain == "[::1]:80")
    #expect(try command("bind a [::1]:80 = 0 [a BOUND]").expectation?.states.map(\.state) == ["BOUND"])
  }

  @Test func letMayBeWrittenWithAnEqualsSign() throws {
    #expect(try command("let port = {srv.port}").words.count == 3)
    #expect(try command("let port {srv.port}").words.count == 3)
    #expect(try command("let a = \"= 5\"").words.count == 3)
  }

  @Test func theHeaderNamesTheVersion() throws {
    guard case .header = try parse("sockplay 1").body else { return fail("no header") }
    #expect(try error("sockplay 2").title == "this session is for another version of sockplay")
    #expect(try error("sockplay 2").span == 9..<10)
  }

  @Test func repetitionsHaveACountAndAnEnd() throws {
    guard case .opening(let opening) = try parse("repeat {n}").body, case .repetition(let count) = opening.kind else {
      return fail("no repetition")
    }
    #expect(count.references.map(\.name) == ["n"] && opening.references == count.references)
    #expect(opening.construct.keyword == "repeat")
    guard case .end = try parse("  end").body else { return fail("no end") }
    #expect(try error("> repeat").title == "the count is missing" && error("> repeat").span == 2..<8)
    #expect(try error("repeat 1 2").title == "too many words" && error("repeat 1 2").span == 9..<10)
  }

  @Test(arguments: [("repeat until a.unread == 0 and a.port > 1 within 2s", nil), ("repeat {n} until {x} == 1", "n")])
  func aRepetitionMayEndWithACondition(line: String, most: String?) throws {
    guard case .opening(let opening) = try parse(line).body, case .conditional(let count, let condition) = opening.kind
    else { return fail("no condition") }
    #expect(count?.references.first?.name == most && opening.construct.keyword == "repeat")
    #expect(opening.references == (count?.references ?? []) + condition.references)
    #expect(try error("repeat until").title == "a value is missing")
    #expect(try error("repeat 3 until a.unread").title == "a comparison is missing")
    #expect(try error("repeat 3 until a.unread == 0 x").span == 29..<30)
  }

  @Test func anIncludedFileHasAFixedPath() throws {
    for (line, expected) in [("@include x.session", "x.session"), (#"  @include "a b" "#, "a b")] {
      guard case .directive(.include(let path, let span)) = try parse(line).body else { return fail("no inclusion") }
      #expect(path == expected && line.utf8.count >= span.upperBound)
    }
    #expect(try error("@include").title == "the path is missing")
    #expect(try error("@include {x}.session").title == "invalid path: {x}.session")
    #expect(try error(#"@include "a\0b""#).span == 9..<15)
    #expect(try error("@include a b").title == "too many words")
  }

  @Test(arguments: ["repeat 3 (turns)", "end (of it) (and more)", "sockplay 1 (a remark)", "role> end"])
  func aRemarkMayStandAfterAKeyword(line: String) throws {
    if case .command = try parse(line).body { fail("a command") }
  }

  @Test func nothingElseMayStandThere() throws {
    #expect(try error("repeat 3 = 0").title == "too many words")
    #expect(try error("end = 0").title == "too many words")
    #expect(try error("end repeat").span == 4..<10)
    #expect(try error("end (open").title == "this remark is not closed")
    for line in ["repeated 3", "ends", "sockplay", "sockplay 1 2", "sockplay replay x"] {
      guard case .command = try parse(line).body else { return fail("\(line) is no command") }
    }
  }

  // MARK: Directives

  @Test(arguments: [("2s", 2000), ("500ms", 500), ("1.5s", 1500), ("1m", 60000), ("3", 3000)])
  func timeoutTakesATime(text: String, milliseconds: Int) throws {
    guard case .directive(.timeout(let got)) = try parse("@timeout \(text)").body else { return fail("no timeout") }
    #expect(got == milliseconds)
  }

  @Test(arguments: [
    "@timeout", "@timeout 0", "@timeout x", "@timeout 2h", "@timeout 25000m", "@timeout \"2s\"", "@timeout -1s",
  ])
  func timeoutRefusesWhatIsNoTime(line: String) throws { #expect(try error(line).title == "@timeout takes a time") }

  @Test func letDirectiveTakesANameAndAValue() throws {
    guard case .directive(.variable("host", let value)) = try parse("@let host = 127.0.0.1").body else {
      return fail("no variable")
    }
    #expect(value.plain == "127.0.0.1")
    guard case .directive(.variable("x", let quoted)) = try parse(#"@let x="a b""#).body else {
      return fail("no variable")
    }
    #expect(quoted.segments == [.quoted(Array("a b".utf8))])
    for line in ["@let", "@let 1a = 2", "@let a", "@let a b"] {
      #expect(try error(line).title == "@let takes a name and a value")
    }
    #expect(try error("@let a =").title == "the value of @let a is missing")
    #expect(try error("@let a = b c").title == "too many words")
  }

  @Test func needsTakesAtLeastOneNeed() throws {
    guard case .directive(.needs(let needs)) = try parse("@needs ipv6 root").body else { return fail("no needs") }
    #expect(needs.map(\.plain) == ["ipv6", "root"])
    #expect(try error("@needs").title == "the requirement is missing")
  }

  @Test func anUnknownDirectiveIsNamedAndTheNearestOffered() throws {
    let error = try error("@timeuot 2s")
    #expect(error.title == "unknown directive: @timeuot")
    #expect(error.label == "did you mean @timeout?")
    #expect(error.span == 0..<8)
  }

  // MARK: What a line may consist of

  @Test(arguments: [0, 1, 7, 8, 0x0b, 0x0d, 0x1b, 0x1f, 0x7f] as [UInt8])
  func aControlByteIsRefusedWhereItStands(byte: UInt8) throws {
    let line = Array("send a x".utf8) + [byte] + Array("y".utf8)
    let error = try #require(throws: Diagnostic.self) { try Parser.parse(line) }
    #expect(error.title == (byte == 0 ? "there is a NUL byte in this line" : "there is a control byte in this line"))
    #expect(error.span == 8..<9)
  }

  @Test(arguments: ["# \u{9b}31m", "# \u{85}", "send a \u{80}"])
  func controlCharactersBeyondASCIIAreRefusedAsWell(line: String) throws {
    #expect(try error(line).title == "there is a control character in this line")
  }

  @Test(
    arguments: [[0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82]] as [[UInt8]])
  func invalidUTF8IsRefusedWhereItStands(bytes: [UInt8]) throws {
    let error = try #require(throws: Diagnostic.self) { try Parser.parse(Array("# 안 ".utf8) + bytes) }
    #expect(error.title == "this line is not UTF-8")
    #expect(error.span == 6..<7)
  }

  @Test func aLineOfAMegabyteIsRead() throws {
    let text = String(repeating: "x", count: 1 << 20)
    #expect(try command("send a \"\(text)\"").words[2].segments == [.quoted(Array(text.utf8))])
    #expect(try command("send" + String(repeating: " a", count: 1 << 19)).words.count == 1 + 1 << 19)
    #expect(try error("send a \"\(text)").title == "this quote is not closed")
  }
}
