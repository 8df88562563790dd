import SessionLanguage
import Support
import Testing

/// Quotes that a line does not have: nothing is sent, and the error says what to type, which is then sent.
@Suite struct MistakenQuotesTests {
  @Test(arguments: [
    ("b'one two'", "\"one two\""), ("`x`", "\"x\""), ("`one two`", "\"one two\""), ("«one two»", "\"one two\""),
    ("“x”;", "\"x\""), ("“one", "\"one\""), ("'{b.unread} bytes'", "\"{b.unread} bytes\""),
  ])
  func whatToTypeIsSaid(_ data: String, _ typed: String) throws {
    let play = try Play(["socketpair a b unix"])
    let error = try #require(throws: Diagnostic.self) { try play.run("send a \(data)") }
    #expect(error.help?.contains(" \(typed)") == true, "\(error)")
    #expect(play.table.find("b")?.snapshot.unread == 0)
    #expect(try play.failures("send a \(typed) = 1..16") == [])
  }

  @Test(arguments: [
    "don't", "x`y", "it's", "'x'", "a“b”", "`", "「책」을 읽었다", "«Bonjour», dit-il", "`a` and `b`", "«x y", "b'cause it's'",
    "L's rock'",
  ]) func otherMarksAreData(_ data: String) throws {
    let play = try Play(["socketpair a b unix"])
    #expect(try play.failures("send a \(data) = 1..32") == [])
  }

  /// A flag is no data.
  @Test func aFlagAloneIsNotSent() throws {
    let play = try Play(["socketpair a b unix"])
    let error = try #require(throws: Diagnostic.self) { try play.run("send a MSG_DONTWAIT|MSG_NOSIGNAL") }
    #expect(error.title == "DATA is missing")
    #expect(error.help?.hasPrefix("type, for example: send a \"hello\" MSG_DONTWAIT|MSG_NOSIGNAL;") == true)
    #expect(try play.failures("send a \"MSG_DONTWAIT\" = 12\nsend a DONTWAIT = 8") == [])
  }
}
