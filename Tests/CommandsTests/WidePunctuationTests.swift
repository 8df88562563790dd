import SessionLanguage
import Support
import Testing

@testable import Commands

/// Lines with punctuation that is not ASCII's: each says what to type.
@Suite struct WidePunctuationTests {
  @Test(arguments: [
    ("127.0.0.1：80", "127.0.0.1:80"), ("１２７.0.0.1:0", "127.0.0.1:0"), ("“a”", "\"a\""), ("server＞", "server>"),
    ("127。0", "127.0"),
  ])
  func itHasAnASCIIForm(_ text: String, _ plain: String) { #expect(WidePunctuation.ascii(text) == plain) }

  @Test(arguments: ["127.0.0.1:80", "안녕", "é", "…", ""]) func whatIsNoPunctuationStays(_ text: String) {
    #expect(WidePunctuation.ascii(text) == nil)
  }

  @Test(arguments: [
    ("bind s 127.0.0.1：0", "type: 127.0.0.1:0"), ("bind s “127.0.0.1:0”", "type: 127.0.0.1:0"),
    ("send s “안녕”", "type: \"안녕\""), ("send s 「안녕」", "type: \"안녕\""),
    ("send s ‘안녕’", "type: \"안녕\""), ("send s “안녕 밥”", "type: \"안녕 밥\""),
    ("send s “안녕”，", "type: \"안녕\""), ("send s «안녕»", "type: \"안녕\""),
  ])
  func theErrorSaysWhatToType(_ line: String, _ help: String) throws {
    let play = try Play(["socket s tcp"])
    let error = #expect(throws: Diagnostic.self) { try play.run(line) }
    #expect(error?.help == help, "\(String(describing: error))")
  }

  /// Within quotes they are data like any other.
  @Test func quotedTheyAreData() throws {
    let play = try Play(["socketpair a b unix"])
    #expect(try play.failures("send a \"“안녕”\" = 12\nsend a 안녕 = 6") == [])
  }
}
