import Runner
import Support
import Testing

/// A datagram that is longer than the buffer: what is lost is told, and nothing else.
@Suite(.waits) struct CutDatagramTests {
  private func told(_ lines: [String], _ last: String, kinds: [String] = ["socketpair a b unix-dgram"]) throws
    -> [String]
  {
    try Play(kinds + lines).run(last).listing
  }

  private static let nine = "  the datagram had 9 bytes: the last 4 did not fit and are lost"

  @Test(arguments: ["recv b 5", "recvfrom b 5", "read b 5", "readv b 2 3", "recv b 5 MSG_TRUNC"])
  func aCallThatWasTooShortForItSaysHowMuchIsLost(line: String) throws {
    #expect(try told(["send a \"Hello Bob\""], line) == [Self.nine])
  }

  @Test(arguments: ["recv b 9", "recv b", "recv b 5 MSG_PEEK", "recvmsg b 9"])
  func nothingIsSaidWhereNothingIsLost(line: String) throws {
    #expect(try told(["send a \"Hello Bob\""], line) == [])
  }

  @Test func ofUDPTheSame() throws {
    let kinds = ["socket b udp", "bind b 127.0.0.1:0", "socket a udp", "connect a {b}"]
    #expect(try told(["send a \"Hello Bob\""], "recv b 5", kinds: kinds) == [Self.nine])
    #expect(try told(["send a one", "send a \"Hello Bob\""], "recv b 3", kinds: kinds) == [])
    let one = try told(["send a a", "send a \"Hello Bob\"", "recv b 9"], "recv b 8", kinds: kinds)
    #expect(one == ["  the datagram had 9 bytes: the last 1 did not fit and is lost"])
  }

  @Test func aMessageSaysItWithAFlag() throws {
    let lost = "  the datagram had more than 2 bytes: the rest is lost (MSG_TRUNC)"
    #expect(try told(["send a \"Hello Bob\""], "recvmsg b 2") == [lost])
    let lines = ["send a ab", "send a \"Hello Bob\""]
    #expect(try told(lines, "recvmmsg b 2 2") == ["  message 2 had more than 2 bytes: the rest is lost (MSG_TRUNC)"])
    #expect(
      try told(["send a \"Hello Bob\""], "recvmsg b 2", kinds: ["socketpair a b unix-seqpacket"])
        == ["  the message had more than 2 bytes: the rest is lost (MSG_TRUNC)"])
  }

  @Test func severalMessagesThatAreCutAreAllNamed() throws {
    let lines = ["send a abc", "send a \"Hello Bob\"", "send a ab"]
    #expect(
      try told(lines, "recvmmsg b 3 2") == ["  messages 1 and 2 had more than 2 bytes: the rest is lost (MSG_TRUNC)"])
  }

  @Test(arguments: ["recv b 0", "recvfrom b 0"]) func aCallThatAsksForNothingLosesAll(line: String) throws {
    let all = "  the datagram had 9 bytes: the last 9 did not fit and are lost"
    #expect(try told(["send a \"Hello Bob\""], line).contains(all))
    #expect(try told(["send a \"Hello Bob\"", "shutdown b rd", "recv b"], line).contains(all) == false)
  }

  /// The kernel does not ask the socket for nothing.
  @Test(arguments: ["read b 0", "readv b 0"], ["unix-dgram", "unix-seqpacket"])
  func readThatAsksForNothingLosesNothing(line: String, kind: String) throws {
    let play = try Play(["socketpair a b \(kind)", "send a abc"])
    #expect(try play.run(line).listing == [])
    #expect(try play.failures("recv b 10 = 3 \"abc\"") == [])
    #expect(try play.failures("send a abc") == [])
    let short = try #require(try play.run("\(line) = 3 \"abc\"").failure?.short)
    #expect(short.late == 3 && short.bound == .length(0, call: String(line.prefix { $0 != " " })))
  }

  @Test func aMessageIsLostToACallThatAsksForNothing() throws {
    let kinds = ["socketpair a b unix-seqpacket"]
    #expect(
      try told(["send a abc"], "recv b 0", kinds: kinds) == ["  recv asked for nothing: what the message had is lost"])
    #expect(try told([#"send a """#, "send a abc"], "recv b 0", kinds: kinds) == [])
  }

  /// How long a datagram was that came while the call waited cannot be known.
  @Test func ofADatagramThatWasWaitedForItIsSaidThatItMayBe() throws {
    let play = try Play(["socketpair a b unix-dgram", "recv b 5 &", "send a \"Hello Bob\""])
    let filled = "  this fills the buffer: if the datagram had more than 5 bytes, the rest is lost"
    #expect(try play.run("wait b = 5 \"Hello\"").listing == [filled])
    try play.run("recv b 5 &")
    try play.run("send a Bob")
    #expect(try play.run("wait b = 3").listing == [])
  }

  @Test func aStreamLosesNothing() throws {
    #expect(try told(["send a \"Hello Bob\""], "recv b 5", kinds: ["socketpair a b unix"]) == [])
  }
}
