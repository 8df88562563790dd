import Commands
import Support
import Testing

/// A call that returns 0 because there was nothing in a message is no end of file, and does not look like one.
@Suite struct ZeroLengthReceiveTests {
  private static let datagram = "  an empty datagram came", message = "  an empty message came"
  private static let end =
    "  the other end sends no more: this is the end of file, unless an empty message came, which looks the same"
  private static let shut = "  a was shut down for reading: nothing came, or an empty datagram, which looks the same"
  private static let udp = ["socket a udp", "bind a 127.0.0.1:0", "connect a {a}", #"send a """#]
  private static let pair = ["socketpair a b unix-seqpacket", #"send b """#]

  @Test(
    arguments: [
      (udp, "recv a", datagram), (udp, "read a 9", datagram),
      (["socketpair a b unix-dgram", #"send b """#], "recvmsg a", datagram),
      (udp + ["recv a", "shutdown a rd"], "recv a", Self.shut),
      (udp + ["shutdown a rd"], "recv a", Self.shut),
      (pair, "recv a", message),
      (pair, "recvfrom a 9", message), (pair, "recvmsg a 9", message), (pair + ["recv a", "close b"], "recv a", end),
      (pair + ["recv a", "shutdown b wr"], "recv a", end),
      (udp, "recv a 0", nil),
      (udp, "recvfrom a", nil), (["socketpair a b", "close b"], "recv a", nil),
      (udp + ["send a x", "recv a"], "recv a", nil),
    ] as [([String], String, String?)])
  func nothingIsExplained(_ lines: [String], _ line: String, _ note: String?) throws {
    let play = Play()
    for line in lines { try play.run(line) }
    try #expect(play.run(line).listing == (note.map { [$0] } ?? []))
  }
}
