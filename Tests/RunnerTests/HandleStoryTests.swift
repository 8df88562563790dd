import Foundation
import Support
import Testing

/// What `why HANDLE` says a socket is in.
@Suite struct HandleStoryTests {
  private func story(_ lines: [String], _ handle: String) throws -> String {
    try Play(lines, isInteractive: true).run("why \(handle)").listing.joined(separator: "\n")
  }

  @Test(arguments: ["unix", "unix-seqpacket"]) func whatIsForConnectionsTakesNoDatagrams(_ kind: String) throws {
    let story = try story(["socket s \(kind)", "bind s unix:"], "s")
    #expect(story.contains("it has an address; it neither listens nor is connected"), "\(story)")
  }

  @Test func aDatagramSocketThatHasAnAddressTakesThem() throws {
    #expect(try story(["socket s unix-dgram", "bind s unix:"], "s").contains("it has an address, and no peer"))
    #expect(try story(["socket u udp", "bind u 127.0.0.1:0"], "u").contains("datagrams for its address reach it"))
  }

  private static let shared = [
    "socket a udp", "setsockopt a SO_REUSEADDR on", "bind a 127.0.0.1:0", "socket b udp",
    "setsockopt b SO_REUSEADDR on",
  ]

  @Test(arguments: [
    (shared + ["bind b {a}"], "a", "b, which was bound to the same address later, gets them"),
    (
      [
        "socket a udp", "setsockopt a SO_REUSEPORT on", "bind a 127.0.0.1:0", "socket b udp",
        "setsockopt b SO_REUSEPORT on", "bind b {a}",
      ], "a", "each goes to it or to b, which has the same address"
    ),
    (shared + ["bind b 0.0.0.0:{a.port}"], "b", "those for 127.0.0.1:"),
    (shared + ["bind b {a}", "socket q udp", "bind q 127.0.0.1:0", "connect b {q}"], "a", "go to b, which is connect"),
    (
      [
        "socket r udp", "setsockopt r SO_REUSEADDR on", "bind r 0.0.0.0:0", "socket r6 udp6",
        "setsockopt r6 SO_REUSEADDR on", "bind r6 [::]:{r.port}",
      ], "r6", "those over IPv4 go to r, an IPv4 socket"
    ),
    (["socket a udp", "setsockopt a SO_BINDTODEVICE lo", "bind a :0"], "a", "come in through lo do (SO_BINDTODEVICE)"),
  ])
  func whoElseGetsTheDatagramsIsNamed(_ lines: [String], _ handle: String, _ part: String) throws {
    let story = try story(lines, handle)
    #expect(story.contains("not all datagrams for its address reach it: ") && story.contains(part), "\(story)")
  }

  @Test func whoWasBoundLaterGetsThem() throws {
    let play = try Play(Self.shared + ["bind b {a}"], isInteractive: true)
    #expect(try play.run("why b").listing.contains("  now   datagrams for its address reach it"))
    let lines = ["socket c udp", "sendto c x {a} = 1", "recv b 9 = 1", "recv a 9 MSG_DONTWAIT = -1 EAGAIN"]
    #expect(try play.failures(lines.text) == [])
  }

  /// The kernel knows such a peer, and only getpeername does not tell of it.
  @Test func aPeerWithPortZeroKeepsOthersOut() throws {
    let lines = ["socket v udp", "bind v 127.0.0.1:0", "connect v 127.0.0.2:0"]
    let story = try story(lines, "v")
    #expect(story.contains("it is connected to port 0 of 127.0.0.2, and getpeername fails"), "\(story)")
    #expect(!story.contains("datagrams for its address reach it"), "\(story)")
    // The kernel does as we say.
    let play = try Play(lines + ["socket c udp", "socket d udp", "bind d 127.0.0.2:0"], isInteractive: true)
    let sent = ["sendto c x {v} = 1", "recv v 9 MSG_DONTWAIT = -1 EAGAIN", "sendto d hi {v} = 2", "recv v 9 = 2"]
    #expect(try play.failures(sent.text) == [])
  }

  @Test func aProcessThatHasSeveralIsNamedOnce() throws {
    let peer = try PythonPeer(
      """
      def bound(port):
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(('127.0.0.1', port)); return s
      a = bound(0); b = bound(a.getsockname()[1]); say(a.getsockname()[1])
      """)
    defer { peer.end() }
    let lines = ["socket r udp", "setsockopt r SO_REUSEADDR on", "bind r 127.0.0.1:\(try peer.line())"]
    let story = try story(lines, "r")
    let owner = "each goes to it or to \(peer.name) (pid \(peer.pid)), which has the same address"
    #expect(story.components(separatedBy: owner).count == 2, "\(story)")
  }

  @Test(arguments: [
    ("close w", "r", "nobody has the pipe open for writing (POLLHUP): read returns what is still in it, and then 0"),
    ("close r", "w", "nobody has the pipe open for reading (POLLERR): write fails with EPIPE"),
  ])
  func aPipeWhoseOtherEndIsClosedSaysSo(_ line: String, _ handle: String, _ what: String) throws {
    let told = try story(["pipe r w", line], handle)
    #expect(told.contains("  now   \(what)") && !told.contains("not a socket"), "\(told)")
    #expect(try story(["pipe r w", "dup w x", "dup r y", line], handle).contains("it is a descriptor, not a socket"))
  }

  @Test func aClosedPeerOfDatagramsIsNamed() throws {
    let story = try story(["socketpair a b unix-dgram", "close b"], "a")
    #expect(story.contains("its peer is closed: send fails with ECONNREFUSED"), "\(story)")
    #expect(!story.contains("to which send sends"))
  }

  @Test func aUNIXListenerThatWasShutDownTakesNoMore() throws {
    let lines = ["socket l unix", "bind l unix:", "listen l 5", "shutdown l rd"]
    let story = try story(lines, "l")
    #expect(story.contains("it was shut down for reading: it takes no more connections into its queue"), "\(story)")
    let why = try Play(lines, isInteractive: true).run("accept l c = -1 EINVAL").why
    #expect(why == "l was shut down for reading, and no connection waits in its queue")
  }

  /// The filter of another program is not known here.
  @Test(.enabled(if: Adoption.isPossible)) func whatAnotherProgramShutDownIsSeen() throws {
    let peer = try PythonPeer(
      """
      import ctypes; ctypes.CDLL(None).prctl(0x59616d61, ctypes.c_ulong(-1))
      l = socket.socket(); l.bind(('127.0.0.1', 0)); l.listen(1)
      c = socket.create_connection(l.getsockname()); d = l.accept()[0]; c.shutdown(socket.SHUT_RD)
      u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(('127.0.0.1', 0))
      u.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2000)
      for _ in range(99): socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x' * 999, u.getsockname())
      say(c.fileno()); say(u.fileno())
      """)
    defer { peer.end() }
    let play = try Play(["adopt \(peer.pid) \(try peer.line()) e"], isInteractive: true)
    let shut = "it was shut down: recv returns what has come and does not wait; it may still send"
    #expect(try play.run("why e").listing.contains("  now   " + shut))
    #expect(try play.run("recv e 9 = 0").why?.hasPrefix("e was shut down for reading: ") == true)
    try play.run("adopt \(peer.pid) \(try peer.line()) u")
    let story = try play.run("why u").listing.joined(separator: "\n")
    #expect(story.contains("dropped: a filter rejected them, or the receive buffer was full"), "\(story)")
  }

  /// The kernel calls both ends ESTABLISHED, but only one of them has a peer.
  @Test func whoIsConnectedToHasNoPeer() throws {
    let lines = ["socket u unix-dgram", "bind u unix:", "socket v unix-dgram", "connect v {u}"]
    let story = try story(lines, "u")
    #expect(story.contains("it has no peer itself") && story.contains("v is connected to it"), "\(story)")
    #expect(!story.contains("to which send sends") && !story.contains("the other end is"), "\(story)")
    #expect(try self.story(lines, "v").contains("it has a peer, to which send sends"))
    let play = try Play(lines, isInteractive: true)
    #expect(try play.run("send u x = -1 ENOTCONN").why?.hasPrefix("u has no peer: it is ESTABLISHED because") == true)
    #expect(try self.story(lines + ["recv u 10 &"], "u").contains("for a datagram (a peer's close"))
  }

  @Test func bothEndsOfAPairHaveAPeer() throws {
    #expect(try story(["socketpair a b unix-dgram"], "a").contains("the other end is b"))
  }
}
