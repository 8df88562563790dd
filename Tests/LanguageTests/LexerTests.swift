@testable import SessionLanguage
import Testing

@Suite struct LexerTests {
  private func words(_ line: String) throws -> [Word] {
    guard case .command(let command) = try Parser.parse(Array(line.utf8)).body else { return [] }
    return command.words
  }

  private func quoted(_ text: String) throws -> [UInt8] {
    let word = try words("send a \"\(text)\"")[2]
    guard case .quoted(let bytes)? = word.segments.first, word.segments.count == 1 else {
      throw Diagnostic("not one quoted segment")
    }
    return bytes
  }

  @Test func blanksAndTabsPartWords() throws {
    #expect(try words("  socket \t srv\ttcp  ").map(\.plain) == ["socket", "srv", "tcp"])
    #expect(try words("  socket \t srv\ttcp  ").map(\.span) == [2..<8, 11..<14, 15..<18])
  }

  @Test func aWordIsPutTogetherFromSegments() throws {
    let word = try words(#"bind a x{host}"y z":{srv.port}"#)[2]
    #expect(word.span == 7..<30)
    #expect(
      word.segments == [
        .text("x"), .reference(Reference(span: 8..<14, name: "host", field: nil)), .quoted(Array("y z".utf8)),
        .text(":"),
        .reference(Reference(span: 20..<30, name: "srv", field: "port")),
      ])
    #expect(word.plain == nil)
  }

  /// Blanks, quotes and braces are part of a pattern, as they are in an expectation.
  @Test(arguments: [
    ("/a b/", "a b"), ("/x{2,3}/", "x{2,3}"), (#"/"[0-9]+"/"#, #""[0-9]+""#), (#"/a\/b/"#, #"a\/b"#), ("/ = /", " = "),
  ]) func aPatternIsOneWord(text: String, pattern: String) throws {
    let line = try words("recvuntil conn \(text) 100")
    #expect(line.map(\.plain) == ["recvuntil", "conn", text, "100"])
    #expect(line[2].pattern == pattern)
  }

  @Test(arguments: ["/tmp/file", "/", "//", "/tmp", "/tmp/{a}", "a/b/", #""/x/""#]) func aPathIsNoPattern(text: String)
    throws
  {
    #expect(try words("record \(text) x").count == 3)
    #expect(try words("record \(text) x")[1].pattern == nil)
  }

  @Test(arguments: [
    (#"\n\r\t\0\a\b\f\v\e"#, [10, 13, 9, 0, 7, 8, 12, 11, 27]), (#"\\\"\'\{\}"#, [92, 34, 39, 123, 125]),
    (#"\x00\xff\x7F"#, [0, 255, 127]),
    (#"\1\12\177\377\08"#, [1, 10, 127, 255, 0, 56]), (#"\u{41}\u{d55c}"#, [65, 0xed, 0x95, 0x9c]),
    ("안", [0xec, 0x95, 0x88]),
    (#"\x414"#, [65, 52]), ("", []),
  ])
  func escapesAreThoseOfC(text: String, bytes: [UInt8]) throws { #expect(try quoted(text) == bytes) }

  @Test(arguments: [
    #"\q"#, #"\x1"#, #"\xg0"#, #"\x"#, #"\400"#, #"\9"#, #"\u41"#, #"\u{}"#, #"\u{d800}"#, #"\u{110000}"#, #"\u{41"#,
    #"\u{+41}"#,
    #"\u{zz}"#, #"\안"#,
  ])
  func anInvalidEscapeIsPointedAt(text: String) throws {
    let error = try #require(throws: Diagnostic.self) { try quoted(text) }
    #expect(error.title == "unknown escape")
    #expect(error.span?.lowerBound == 8)
    #expect(error.span.map { $0.upperBound <= 9 + text.utf8.count } == true)
  }

  @Test(arguments: [#"send a "abc"#, #"send a "abc\""#, #"send a ""#, #"send a x"{b}"#])
  func anUnclosedQuoteIsPointedAt(line: String) throws {
    let error = try #require(throws: Diagnostic.self) { try Parser.parse(Array(line.utf8)) }
    #expect(error.title == "this quote is not closed")
    #expect(error.span == error.span.map { $0.lowerBound..<$0.lowerBound + 1 })
    #expect(Array(line.utf8)[error.span!.lowerBound] == UInt8(ascii: "\""))
  }

  @Test func aBackslashAtTheEndOfTheLineIsNoEscape() throws {
    let error = try #require(throws: Diagnostic.self) { try Parser.parse(Array(#"send a "\"#.utf8)) }
    #expect(error.title == "unknown escape")
    #expect(error.span == 8..<9)
  }

  @Test(arguments: ["{", "{}", "{a", "{a.b.c}", "{a.}", "{.a}", "{1a}", "{a b}", "{a-}x{", "{ä}"])
  func aBraceOutsideQuotesMustBeASubstitution(word: String) throws {
    let error = try #require(throws: Diagnostic.self) { try Parser.parse(Array("bind a \(word)".utf8)) }
    #expect(error.title == "not a substitution")
  }

  @Test(arguments: [("{tv_sec=5,", "5s"), ("{l_onoff=1,", "on 5s"), ("{a", "{srv.port}"), ("{=", "{srv.port}")])
  func aStructureOfCIsWrittenByItsValues(word: String, part: String) throws {
    let error = try #require(throws: Diagnostic.self) { try Parser.parse(Array("setsockopt s O \(word)".utf8)) }
    #expect(error.title == "not a substitution" && error.help?.contains(part) == true)
  }

  @Test func bracesBetweenQuotesMayBeJSON() throws {
    #expect(try quoted(#"{\"a\": {}}"#) == Array(#"{"a": {}}"#.utf8))
    #expect(
      try words(#"send a "x{b}y""#)[2].segments == [
        .quoted([120]), .reference(Reference(span: 9..<12, name: "b", field: nil)), .quoted([121]),
      ])
    #expect(try quoted(#"\{b}"#) == Array("{b}".utf8))
  }
}
