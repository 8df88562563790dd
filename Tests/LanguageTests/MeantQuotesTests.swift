@testable import SessionLanguage
import Testing

/// What is said to be typed instead of other quotes than a line has.
@Suite struct MeantQuotesTests {
  @Test(arguments: [
    (#"send a '{"a":1}'"#, #"send a "{\"a\":1}""#), (#"send a {"a":1}"#, #"send a "{\"a\":1}""#),
    (#"send a \{"a":1}"#, #"send a "{\"a\":1}""#), (#"send a '\{"a":1}' = 7"#, #"send a "{\"a\":1}" = 7"#),
    (#"send a {"a": "x}y"} MSG_DONTWAIT"#, #"send a "{\"a\": \"x}y\"}" MSG_DONTWAIT"#),
    (#"send a [{"a":"\n"}]"#, #"send a "[{\"a\":\"\\n\"}]""#), ("send a '{x: 1}'", #"send a "{x: 1}""#),
    ("send cli \"x”", "send cli \"x\""), ("send cli “x\"", "send cli \"x\""),
    ("send cli «x\" = 1", "send cli \"x\" = 1"),
  ])
  func theLineToTypeCanBeRead(_ line: String, _ typed: String) throws {
    let error = try #require(throws: Diagnostic.self) { try Parser.parse(Array(line.utf8)) }
    #expect(error.help?.hasSuffix("type: \(typed)") == true, "\(error)")
    #expect(throws: Never.self) { try Parser.parse(Array(typed.utf8)) }
  }

  @Test(arguments: [
    "send a {srv port}", "send a {\"a", "send a \\", "send a {a\\", "send a \"“x”", "send a '{a", "send a \\{",
  ])
  func whatIsMeantOtherwiseIsNotSaidToBeText(_ line: String) {
    do { _ = try Parser.parse(Array(line.utf8)) } catch {
      #expect(error.help?.contains("type: ") == false, "\(error)")
    }
  }
}
