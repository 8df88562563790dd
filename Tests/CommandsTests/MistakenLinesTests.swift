import Runner
import SessionLanguage
import Support
import Testing

/// Lines that say something else than they mean, as a session answers them: nothing is called, and the error says what
/// to type.
@Suite struct MistakenLinesTests {
  private func error(_ line: String) throws -> Diagnostic {
    let play = try Play(["socketpair a b unix", "socket s tcp"])
    let error = try #require(throws: Diagnostic.self) { try play.run(line) }
    #expect(play.table.find("b")?.snapshot.unread == 0)
    return error
  }

  @Test(arguments: [
    (#"send a "{"x":1}""#, #"write \" for a quote inside quotes: "{\"x\":1}""#),
    ("send a hello; recv b 10", "type: send a hello, then recv b 10"),
    ("close 999", "descriptor 999 is written fd:999; a port is given to bind or connect: bind srv 127.0.0.1:999"),
    ("close 0", "descriptor 0 is written fd:0"),
    ("bind s 127.0.0.1:http", "getaddrinfo 127.0.0.1 http shows the number of a service"),
    ("setsockopt s SO_RCVBUF 64KB", "type 64K"),
    ("setsockopt s SO_REUSEADDR = 1", "type: setsockopt s SO_REUSEADDR 1"),
    ("sendmsg a x SCM_RIGHTS s", "write the value after a colon, in the same word: SCM_RIGHTS:s"),
    ("poll 1 a", "for a time, write 1 at the end"),
  ])
  func whatToTypeIsSaid(_ line: String, _ help: String) throws { #expect(try error(line).help == help) }

  /// The line that is shown is the one in which the caret's place is.
  @Test func anErrorBehindAnotherEditShowsTheEditedLine() throws {
    let error = try error("se a x DONTWAIT")
    #expect(error.line.map { String(decoding: $0, as: UTF8.self) } == "send a x DONTWAIT")
    #expect(error.span == 9..<17)
  }

  @Test func aDescriptorOfAHandleIsNamed() throws {
    let play = try Play(["socket s tcp"])
    let number = try #require(play.table.find("s")?.descriptor)
    let error = try #require(throws: Diagnostic.self) { try play.run("close \(number)") }
    #expect(error.help == "descriptor \(number) is s's: write s, or fd:\(number)")
  }

  @Test func whatStandsBetweenQuotesIsSent() throws {
    let play = try Play(["socketpair a b unix"])
    for text in ["MSG_OOB x", "x len:5", "hello; recv b 10", "< FILE", "“a”", "hex 0d0a", "127.0.0.1:9"] {
      #expect(try play.failures("send a \"\(text)\" = \(text.utf8.count)\nrecv b 64 = \(text.utf8.count)") == [])
    }
  }

  @Test func helpUnderstandsACallAndANumber() throws {
    #expect(try Play().run("help send()").listing == Play().run("help send").listing)
    #expect(try Play().run("help 98").listing == Play().run("help EADDRINUSE").listing)
  }
}
