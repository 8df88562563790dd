@testable import SessionLanguage
import Testing

/// Blocks of other languages, and what is said to be typed instead.
@Suite struct ForeignBlockTests {
  private func help(_ line: String) throws -> String? {
    let error = try #require(throws: Diagnostic.self) { try Parser.parse(Array(line.utf8)) }
    #expect(error.title.hasPrefix("unknown command: "), "\(error)")
    return error.help
  }

  @Test(arguments: [
    ("while b.unread > 0", "repeat until b.unread <= 0"), ("while (b.unread > 0) {", "repeat until b.unread <= 0"),
    ("until b.unread == 4", "repeat until b.unread == 4"), ("if k2.unread > 0", "? k2.unread > 0"),
    ("unless k2.unread == 0; then", "? k2.unread != 0"), ("repat 3", "repeat 3"), ("Repeat 3", "repeat 3"),
    ("repeat(3)", "repeat 3"), ("repeat3", "repeat 3"), ("repea 2 until b.unread == 0", "repeat 2 until b.unread == 0"),
    ("server> repaet 2 {", "repeat 2"), ("foreach x in 1 2 3", "repeat 3"), ("for i in range(5):", "repeat 5"),
    ("for i in range(3): send a q", "repeat 3"),
    ("for (i = 0; i < 10; i++) {", "repeat 10"), ("while (1) {", "repeat 3"), ("loop 4", "repeat 4"),
    ("do {", "repeat 3"),
    ("for (;;) send(cli, \"x\", 1, 0);", "repeat 3"),
  ])
  func theLineToTypeCanBeRead(_ line: String, _ typed: String) throws {
    let help = try help(line)
    #expect(help?.hasPrefix("type: \(typed),") == true, "\(String(describing: help))")
    #expect(throws: Never.self) { try Parser.parse(Array(typed.utf8)) }
  }

  @Test(arguments: ["try:", "except OSError as e:", "} catch (IOException e) {"])
  func aCallThatShouldFailSaysSo(_ line: String) throws {
    let help = try help(line)
    #expect(help?.contains("a call that should fail says so: connect cli 127.0.0.1:1 = -1 ECONNREFUSED") == true)
  }

  @Test func aConditionOfAnotherProgramIsNoCheck() throws {
    #expect(try help("if (n < 0) perror(\"recv\");") == "there is no if; ? conn.unread == 0 checks a value")
  }

  @Test(arguments: [
    "repeated 3", "replay 3", "recv a 3", "reset a", "record f", "fork", "forward", "ifconfig", "done", "list",
    "if (bind(s, \"127.0.0.1\", 80) < 0) {", "if ((s = socket(AF_INET, SOCK_STREAM, 0)) < 0) err_sys(\"s\");",
  ])
  func otherLinesAreNone(_ line: String) { #expect(throws: Never.self) { try Parser.parse(Array(line.utf8)) } }
}
