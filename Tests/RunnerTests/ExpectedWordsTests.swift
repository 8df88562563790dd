import SessionLanguage
import Support
import Testing

/// A mistake in an expectation is found before the call is made, at a prompt too, where no file is looked through.
@Suite struct ExpectedWordsTests {
  @Test(arguments: [
    ("recv b 5 = -1 EAGIAN", "unknown errno: EAGIAN"), ("recv b 5 [b FOO]", "unknown state: FOO"),
    ("recv b 5 [nobody OPEN]", "unknown handle: nobody"), ("close b = 0 [b CLOSD]", "unknown state: CLOSD"),
    (#"recv b 5 = 5 "{nothing}""#, "unknown name: nothing"), ("recv b 5 = 5 from {nothing}", "unknown name: nothing"),
    ("? b.state == FOO", "unknown state: FOO"), ("? FOO != b.state", "unknown state: FOO"),
  ])
  func theCallIsNotMade(line: String, title: String) throws {
    let play = Play()
    for line in ["socketpair a b unix", "send a hello"] { try play.run(line) }
    let error = try #require(throws: Diagnostic.self) { try play.run(line) }
    #expect(error.title == title)
    #expect(try play.failures("recv b 5 = 5 \"hello\"\n? b.unread == 0") == [])
  }

  /// What the line makes may be expected, and what is gone, and a name that a waiting call keeps.
  @Test func whatTheLineMakesMayBeExpected() throws {
    let lines = """
      socket srv tcp = fd [srv CLOSED]
      bind srv 127.0.0.1:0 = 0 [srv BOUND]
      listen srv
      accept srv conn &
      socket cli tcp
      connect cli {srv} = 0 [cli ESTABLISHED]
      wait conn = fd [conn ESTABLISHED]
      socket udp = fd [s1 UNCONN]
      socket x tcp
      close x = 0 [x CLOSED]
      close s1 = 0 [x CLOSED]
      """
    #expect(try Play().failures(lines) == [])
  }
}
