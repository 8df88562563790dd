import Foundation
import Sockets
import Support
import Testing

/// The card of every step ends with the state of the handle on which it worked.
@Suite(.waits) struct StateLineTests {
  private func output(_ lines: [String]) throws -> (output: String, errors: String) {
    let ended = try Program.run(["--keep-going"] + lines.flatMap { ["-e", $0] })
    return (ended.output, ended.errors)
  }

  /// The lines of the last card, without the call.
  private func lastCard(_ lines: [String]) throws -> [String] {
    let shown = try output(lines).output.split(separator: "\n").map(String.init)
    let start = try #require(shown.lastIndex { $0.hasPrefix("> ") })
    return Array(shown[(start + 2)...])
  }

  @Test(arguments: [
    (["connect c 127.0.0.1:1"], "  c     CLOSED"), (["setsockopt c SO_KEEPALIVE on"], "  c     CLOSED"),
    (["recv c 10"], "  c     CLOSED"), (["bind c 127.0.0.1:0", "getsockname c"], "  c     BOUND"),
    (["bind c 127.0.0.1:0", "listen c 3", "nonblock c on"], "  c     LISTEN                queue 0/3"),
  ])
  func alsoWhereNothingChanged(_ lines: [String], _ expected: String) throws {
    try #expect(lastCard(["socket c tcp"] + lines).last == expected)
  }

  @Test func whatWouldBlockShowsTheListenersQueue() throws {
    let lines = ["socket l tcp", "bind l 127.0.0.1:0", "listen l 1", "nonblock l on", "accept l c"]
    try #expect(lastCard(lines) == ["  l     LISTEN                queue 0/1"])
  }

  @Test func aStateHasWhatIsUnread() throws {
    let lines = ["socketpair a b", "send b hello", "getsockopt a SO_TYPE"]
    try #expect(lastCard(lines).contains("  a     ESTABLISHED           unread 5"))
  }

  @Test func aCallInTheBackgroundHasTheStateOfItsHandle() throws {
    let lines = ["socket l tcp", "bind l 127.0.0.1:0", "listen l 1", "accept l c &"]
    try #expect(lastCard(lines).last == "  l     LISTEN                queue 0/1")
    try #expect(lastCard(lines + ["wait c within 10ms"]).last == "  l     LISTEN                queue 0/1")
  }

  @Test func aSendThatTookLessThanAllSaysSo() throws {
    let card = try lastCard(["socketpair a b", "nonblock a on", "send a fill:8M"])
    #expect(card[0].contains(/^  short   a took \d+ of 8388608 bytes: the send buffer had no room for more/))
    #expect(card[1].hasPrefix("  a     ESTABLISHED"))
  }

  @Test func aReasonStandsOnce() throws {
    let (output, errors) = try output(["socket c tcp", "connect c 127.0.0.1:1"])
    let reason = "so the kernel answered the SYN with RST"
    #expect((output + errors).components(separatedBy: reason).count == 2)
  }

  @Test func aFINIsNoByte() throws {
    var fin = Snapshot(state: .finWait1)
    fin.unsent = SocketState.finWait1.bytes(unsent: 1)
    #expect(fin.unsent == 0)
    #expect(SocketState.lastAck.bytes(unsent: 6) == 5 && SocketState.closeWait.bytes(unsent: 6) == 6)
    // While its FIN is under way, the kernel counts it; whoever looks afterwards must not see it either.
    let play = try Play(OpeningLines.connected + ["shutdown cli wr"])
    let seen = try #require(play.table.find("cli")).snapshot
    #expect(seen.unsent == 0 && (seen.state == .finWait1 || seen.state == .finWait2))
  }
}
