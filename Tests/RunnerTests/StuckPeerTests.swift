import Glibc
import Support
import Testing

/// What keeps a program at the other end from its work, as the kernel shows it; played with python3 programs, as in
/// OtherEndTests.
@Suite(.waits) struct StuckPeerTests {
  @Test(arguments: [
    closedByAThread, shutForReading, outOfDescriptors, heldBack, sends, listensOnUNIX, sendsNoMore, keepsItsWindowShut,
  ])
  func whatKeepsTheOtherEndIsSeen(situation: WaitSituation) throws { try situation.play() }

  private static let connect = ["socket c tcp", "connect c 127.0.0.1:{port} = 0"]

  /// After it was closed here, too, in whatever state it is.
  @Test(arguments: [[], ["shutdown x wr = 0 [x FIN_WAIT2]"]]) func whatItsProcessKeepsIsSeen(_ lines: [String]) throws {
    let peer = try PythonPeer(
      """
      s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(1); say(s.getsockname()[1]); c = s.accept()[0]
      say(c.fileno()); sys.stdin.read()
      """)
    defer { peer.kill() }
    let play = try Play(["socket a tcp", "connect a 127.0.0.1:\(peer.line())", "send a hello"])
    try play.run("adopt \(peer.pid) \(peer.line()) x")
    #expect(
      try play.failures(
        (["? x.unread == 5 within 5s"] + lines + ["close x = 0", "? x.unread == 5"]).joined(separator: "\n")) == [])
    let told = try play.run("why a").listing
    #expect(told.contains { $0.contains("\(peer.name) (pid \(peer.pid)) has the socket of x, too") }, "\(told)")
  }

  static let closedByAThread = WaitSituation(
    name: "a thread waits on a descriptor that another one has closed",
    peer: """
      c = accepted(); threading.Thread(target=lambda: c.recv(9), daemon=True).start(); time.sleep(0.2)
      os.close(c.fileno()); c.detach(); rest()
      """,
    lines: connect, asks: "why c",
    says: [
      geteuid() == 0
        ? "in a close(2) that waits (SO_LINGER), in a call that began before its descriptor was closed, or in another pid"
        : "with a process that only root may see"
    ])

  static let shutForReading = WaitSituation(
    name: "it was shut down for reading", peer: "c = accepted(); c.shutdown(socket.SHUT_RD); rest()", lines: connect,
    asks: "why c",
    says: [
      "the other end is with PEER, in ESTABLISHED; it was shut down for reading: recv there returns 0 once nothing is unread"
    ])

  static let outOfDescriptors = WaitSituation(
    name: "it has no descriptor for accept",
    peer: """
      import resource
      s = listening(); held = [os.dup(0)]; resource.setrlimit(resource.RLIMIT_NOFILE, (held[0] + 1, held[0] + 1)); rest()
      """,
    lines: connect, asks: "why c",
    says: [
      "PEER has 1 connection in its queue (1/1)",
      "PEER has no descriptor left: all ", " that RLIMIT_NOFILE allows are open, so accept fails there with EMFILE",
    ])

  static let heldBack = WaitSituation(
    name: "its listener waits for data",
    peer: """
      s = socket.socket(); s.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 30); s.bind(('127.0.0.1', 0)); s.listen(1)
      say(s.getsockname()[1]); s.accept()
      """,
    lines: connect, asks: "why c",
    says: [
      "the other end is in SYN_RECV: its handshake is not finished; it is for PEER, whose queue has room: the ACK of this end has not arrived, or the connection is held back until data come (TCP_DEFER_ACCEPT)"
    ])

  static let sends = WaitSituation(
    name: "it sends, and nobody reads", peer: "c = accepted(); c.sendall(b'x' * 50000000)", lines: connect,
    asks: "why c",
    says: [
      "PEER has nothing unread; ",
      " bytes for this end are sent or to be sent, and not acknowledged; its only thread has slept in sendto on it",
    ])

  static let listensOnUNIX = WaitSituation(
    name: "it waits for another UNIX domain connection",
    peer: "s = named(socket.SOCK_STREAM); c = s.accept()[0]; s.accept()",
    lines: ["socket c unix", "connect c unix:@{port} = 0"], asks: "why c",
    says: [" in accept4 on fd ", "which listens on unix:@"])

  static let sendsNoMore = WaitSituation(
    name: "it was shut down for writing, and is still there",
    peer: "s = named(socket.SOCK_STREAM); c = s.accept()[0]; c.shutdown(socket.SHUT_WR); rest()",
    lines: ["socket c unix", "connect c unix:@{port} = 0", "recv c 5 = 0"], asks: "why",
    says: ["why   the other end of c was shut down for writing", "the other end is with "], never: ["is closed, or"])

  static let keepsItsWindowShut = WaitSituation(
    name: "its window was shut until TCP_USER_TIMEOUT was over",
    peer: """
      s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096); s.bind(('127.0.0.1', 0)); s.listen(1)
      say(s.getsockname()[1]); c = s.accept()[0]; rest()
      """,
    lines: [
      "socket c tcp", "setsockopt c SO_SNDBUF 8K", "setsockopt c TCP_USER_TIMEOUT 300ms",
      "connect c 127.0.0.1:{port} = 0",
      "nonblock c on", "send c fill:200K", "? c.state == CLOSED within 30s", "send c x = -1 ETIMEDOUT",
    ], asks: "why",
    says: [
      "TCP_USER_TIMEOUT (300 ms) of c is over: the other end ", "its receive window ",
      "try   on the next socket, TCP_USER_TIMEOUT 0ms leaves the limit to the kernel",
    ], never: ["setsockopt c TCP_USER_TIMEOUT 0ms"])
}
