import Runner
import Support
import Testing

/// What does not reach a program at the other end, although it was sent.
@Suite(.waits) struct WithheldTests {
  /// An option of this session's own listener keeps the other end out of its queue.
  @Test func aListenerThatWaitsForDataHoldsTheOtherEndBack() throws {
    let play = try Play([
      "socket srv tcp", "setsockopt srv TCP_DEFER_ACCEPT 5", "bind srv 127.0.0.1:0", "listen srv 5", "socket c tcp",
      "connect c {srv}",
    ])
    let client = try play.run("why c").listing, server = try play.run("why srv").listing
    let held = "  now   the other end is in SYN_RECV: srv holds it back until data come (TCP_DEFER_ACCEPT)"
    #expect(client.contains(held), "\(client)")
    let here = "  now   1 handshake is in SYN_RECV here: TCP_DEFER_ACCEPT holds back those that have brought no data"
    #expect(server.contains(here), "\(server)")
  }

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
    let start =
      " datagrams for \(peer.name) (pid \(peer.pid)) were dropped there: its receive buffer was full (SO_RCVBUF is 4000 bytes), "
    #expect(told.contains { $0.contains(start) }, "\(told)")
  }
}
