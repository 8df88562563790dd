import Glibc
import Runner
import Sockets
import Support
import Testing

/// recvuntil with a regular expression: it ends with the first match in what has come.
@Suite(.waits) struct RecvuntilTests {
  private func connected() throws -> Play {
    let play = Play()
    #expect(try play.failures(OpeningLines.connected.text) == [])
    return play
  }

  /// Wherever the stream is cut, the match is found as soon as all of it is there, and what follows it stays.
  @Test(arguments: ["[0-9]{2,};", "[0-9]{2,9};", "(?:[0-9]3|x)[0-9;]*4;", "234."])
  func aMatchIsFoundWhereverItIsCut(pattern: String) throws {
    let play = try connected()
    let whole = "id=1;id=234;rest"
    for cut in 1..<whole.count {
      let lines = """
        recvuntil conn /\(pattern)/ & = blocks
        send cli "\(whole.prefix(cut))"
        send cli "\(whole.dropFirst(cut))"
        wait conn = 12 "id=1;id=234;" match
        recvall conn 4 = 4 "rest" count
        """
      #expect(try play.failures(lines) == [], "cut at \(cut)")
    }
  }

  @Test func itEndsAsAMarkDoes() throws {
    let play = try connected()
    let lines = """
      send cli "one two"
      recvuntil conn /o.e t/ = 5 "one t" match
      recvuntil conn /z/ 2 = 2 "wo" full
      send cli hex:ff0a78
      recvuntil conn /\\n/ = 2 hex:ff0a match
      shutdown cli wr
      recvuntil conn /z/ = 1 "x" EOF
      recvuntil conn /z/ = 0 EOF
      """
    #expect(try play.failures(lines) == [])
  }

  /// Blanks, quotes and braces are part of it, and the card shows it as it was typed.
  @Test func thePatternIsAnArgumentOfTheCall() throws {
    let play = try connected()
    try play.run("send cli \"a b{2} \\\"c\"")
    let step = try play.run(#"recvuntil conn /b\{2\} "/ = 8 match"#)
    #expect(step.failure == nil)
    #expect(step.total?.call.arguments[1] == .symbol(#"/b\{2\} "/"#))
  }

  /// What the search has seen is still unread when its time is up. It would take a second or two.
  @Test func aSearchWithoutAnEndIsGivenUpAtTheDeadline() throws {
    let play = try connected()
    try play.run("send cli \"\(String(repeating: "a", count: 16))b\"")
    let step = try play.run("recvuntil conn /^(a+)+$/ = timeout within 100ms")
    #expect(step.failure == nil && step.outcome == .timedOut)
    #expect(step.total?.answer?.errno.symbol == "EINTR")
    #expect(try play.failures("? conn.unread == 17") == [])
  }

  @Test(arguments: ["/l(/", "/(((x{0,99}){0,99}){0,99}){0,99}/"]) func aBadPatternIsRefused(pattern: String) throws {
    let play = try connected()
    #expect(throws: (any Error).self) { try play.run("recvuntil conn \(pattern)") }
  }

  /// Data that come bit by bit are not searched from their beginning each time, where a match cannot begin there.
  @Test func muchThatComesBitByBit() throws {
    let play = try connected()
    try play.run("recvuntil conn /[0-9]{3};/ & = blocks")
    for _ in 0..<60 { try play.run("send cli fill:8000") }
    #expect(try play.failures("send cli \"123;\"\nwait conn = 480004 match within 60s") == [])
  }

  /// Between quotes it is a mark.
  @Test func slashesBetweenQuotesAreBytes() throws {
    let play = try connected()
    #expect(try play.failures("send cli \"a/./b\"\nrecvuntil conn \"/./\" = 4 \"a/./\" mark") == [])
  }
}
