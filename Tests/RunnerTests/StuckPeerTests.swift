import Glibc
import Support
import Testing

/// What keeps a program at the other end from its work, as the kernel shows it; played with python3 programs, as in
/// OtherEndTests.
@Suite(.waits) struct StuckPeerTests {
  @Test(arguments: [closedByAThread, shutForReading, outOfDescriptors, heldBack, sends, listensOnUNIX])
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
      "numbers of its descriptor table (RLIMIT_NOFILE): accept fails there with EMFILE",
    ])

  static let heldBack = WaitSituation(
    name: "its listener waits for data",
    peer: """
      s = socket.socket(); s.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 30); s.bind(('127.0.0.1', 0)); s.listen(1)
      say(s.getsockname()[1]); s.accept()
      """,
    lines: connect, asks: "why c",
    says: [
      "the other end is in SYN_RECV: its handshake is not finished; it is for PEER, whose queue has room: the ACK of this end has not arrived, or the connection is held back until it brings data (TCP_DEFER_ACCEPT)"
    ])

  static let sends = WaitSituation(
    name: "it sends, and nobody reads", peer: "c = accepted(); c.sendall(b'x' * 50000000)", lines: connect,
    asks: "why c",
    says: [
      "PEER has nothing unread, and ",
      " for this end that it has not acknowledged; its only thread has slept in sendto on it",
    ])

  static let listensOnUNIX = WaitSituation(
    name: "it waits for another UNIX domain connection",
    peer: "s = named(socket.SOCK_STREAM); c = s.accept()[0]; s.accept()",
    lines: ["socket c unix", "connect c unix:@{port} = 0"], asks: "why c",
    says: [" in accept4 on fd ", "which listens on unix:@"])
}
