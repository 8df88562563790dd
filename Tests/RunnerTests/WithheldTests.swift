import Runner
import Support
import Testing

/// What does not reach a program at the other end, although it was sent.
@Suite(.waits) struct WithheldTests {
  /// The sender learns nothing of it, and the receiver need not ask.
  @Test func datagramsThatWereDroppedAtTheOtherEndAreTold() throws {
    let peer = try PythonPeer(
      """
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2000)
      s.bind(('127.0.0.1', 0)); say(s.getsockname()[1])
      """)
    defer { peer.end() }
    let play = try Play(["socket c udp", "connect c 127.0.0.1:\(peer.line())"])
    for _ in 0..<6 { try play.run("send c fill:1500") }
    let told = try play.run("why c").listing
    let start = " datagrams for \(peer.name) (pid \(peer.pid)) were dropped there: its receive buffer was full, "
    #expect(told.contains { $0.contains(start) }, "\(told)")
  }
}
