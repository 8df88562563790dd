import Runner
import SessionLanguage
import Support
import Testing

/// Signs that a line does not have: nothing is called, and what is said to be typed works.
@Suite struct MistakenSignsTests {
  @Test(arguments: [
    ("recv b 10 -> {x}", "recv b 10 = * -> {x}"), ("nonblock a=on", "nonblock a on"),
    ("nonblock a true", "nonblock a on"),
    ("nonblock a NO", "nonblock a off"), ("setsockopt s SO_REUSEADDR=1", "setsockopt s SO_REUSEADDR 1"),
    ("set x 5", "let x 5"), ("set x = 5", "let x 5"), ("close {s}", "close s"), ("recv {b} 4", "recv b 4"),
    ("getaddrinfo localhost:80", "getaddrinfo localhost 80"), ("? s == CLOSED", "? s.state == CLOSED"),
    ("record > f.session", "record f.session"), ("record>>f.session", "record >> f.session"),
  ])
  func theLineToTypeIsSaid(_ line: String, _ typed: String) throws {
    let play = try Play(["socketpair a b unix", "send a 12345", "socket s tcp", "bind s 127.0.0.1:0"])
    let error = try #require(throws: Diagnostic.self) { try play.run(line) }
    #expect(error.help?.hasSuffix("type: \(typed)") == true, "\(error)")
    #expect(play.table.find("b")?.snapshot.unread == 5)
    #expect(throws: Never.self) { try Parser.parse(Array(typed.utf8)) }
  }

  @Test(arguments: [
    ("recv b && recv a", "type: recv b, then recv a"), ("close a; close b", "type: close a, then close b"),
    ("recv b &&", "for the background, type: recv b &"), ("send a fill:1k", "type fill:1K"),
    ("setsockopt s SO_REUSEADDR yes", "type on"),
  ])
  func whatToTypeIsSaid(_ line: String, _ help: String) throws {
    let play = try Play(["socketpair a b unix", "socket s tcp"])
    let error = try #require(throws: Diagnostic.self) { try play.run(line) }
    #expect(error.help == help, "\(error)")
  }

  /// A blank that is missing can stand in one place only.
  @Test func aMissingBlankIsNoMatter() throws {
    let play = try Play(["socketpair a b unix"])
    #expect(try play.failures("recv b& = blocks\nsend a\"one\" = 3\nwait b = 3 \"one\"\nsend a x& = 2") == [])
  }
}
