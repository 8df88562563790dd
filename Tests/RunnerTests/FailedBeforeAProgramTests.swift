import Glibc
import Support
import Testing

/// Calls that fail because of what another program has or does: python3 is at the other end.
@Suite(.waits) struct FailedBeforeAProgramTests {
  /// A listener of the program.
  private static let listening = "s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(5); say(s.getsockname()[1])\n"
  private static let udp =
    "s = socket.socket(type=socket.SOCK_DGRAM); s.bind(('127.0.0.1', 0)); say(s.getsockname()[1])\n"
  private static let connected = "socket c tcp\nconnect c 127.0.0.1:{port}\n"

  private static func named(_ body: String) -> String { "import os\nn = 'py-%d' % os.getpid()\n" + body }

  // MARK: Addresses

  @Test(arguments: [
    Situation("socket b tcp\nbind b 127.0.0.1:{port}", peer: listening, says: "@PEER listens on 127.0.0.1"),
    Situation(
      "socket b tcp\nbind b :{port}",
      peer: "s = socket.create_server(('::', 0), family=socket.AF_INET6, dualstack_ipv6=True); say(s.getsockname()[1])",
      says: "@PEER listens on [::]", "that socket takes IPv4 too (IPV6_V6ONLY is off)"),
    Situation(
      "socket b tcp6\nbind b [::]:{port}", peer: listening, says: "@PEER listens on 127.0.0.1", "b would take IPv4 too"),
    Situation(
      connected + "socket b tcp\nbind b 127.0.0.1:{port}", about: "", peer: listening,
      says: "(ESTABLISHED), waits in the accept queue of @PEER", hides: ["the kernel alone"]),
    Situation("socket b udp\nbind b 127.0.0.1:{port}", peer: udp, says: "@PEER is bound to 127.0.0.1"),
    Situation(
      "socket b tcp\nbind b 127.0.0.1:{port}",
      peer: "s = socket.socket(); s.bind(('127.0.0.1', 0)); say(s.getsockname()[1])",
      says: "@PEER is bound to 127.0.0.1"
    ),
    Situation(
      "socket b tcp\nsetsockopt b SO_REUSEPORT on\nbind b 127.0.0.1:{port}", peer: listening,
      says: "@PEER listens on", "SO_REUSEPORT is on for b, and has to be on for that socket, too"),
    Situation(
      "socket a tcp\nsetsockopt a SO_REUSEPORT on\nbind a 127.0.0.1:{port}\nlisten a 1\nsocket b tcp\nbind b 127.0.0.1:{port}",
      peer:
        "s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1); s.bind(('127.0.0.1', 0)); s.listen(5); say(s.getsockname()[1])",
      says: "a listens on 127.0.0.1", "@PEER listens on 127.0.0.1"),
    Situation(
      "socket b unix\nbind b unix:@{name}",
      peer: named("s = socket.socket(socket.AF_UNIX); s.bind('\\0' + n); s.listen(1); say(n)"),
      says: "@PEER listens on unix:@py-"),
    Situation(
      "socket b tcp\nsetsockopt b SO_REUSEADDR on\nbind b 127.0.0.1:{port}",
      peer:
        "l = socket.socket(); l.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); l.bind(('127.0.0.1', 0)); l.listen(5); say(l.getsockname()[1])",
      says: "@PEER listens on 127.0.0.1", hides: ["SO_REUSEADDR"]),
  ])
  func whoHasTheAddress(_ situation: Situation) throws { try situation.check() }

  /// A port is shared among sockets of one user.
  @Test(.enabled(if: geteuid() == 0, "only root may become another user")) func anotherUsersPortIsNotShared() throws {
    try Situation(
      "socket b tcp\nsetsockopt b SO_REUSEPORT on\nbind b 127.0.0.1:{port}",
      peer:
        "import os\nos.setuid(65534)\ns = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1); s.bind(('127.0.0.1', 0)); s.listen(5); say(s.getsockname()[1])",
      says: "SO_REUSEPORT shares a port among sockets of one user: that one is of user 65534, and b of user 0"
    ).check()
  }

  // MARK: Refusals

  @Test(arguments: [
    Situation(
      "socket c tcp\nconnect c 127.0.0.1:{port}",
      peer: "s = socket.socket(); s.bind(('127.0.0.1', 0)); say(s.getsockname()[1])",
      says: "@PEER is bound to 127.0.0.1", "and does not listen"),
    Situation(
      "socket c tcp\nconnect c 127.0.0.1:{port}",
      peer: "s = socket.socket(); s.bind(('127.0.0.2', 0)); s.listen(5); say(s.getsockname()[1])",
      says: "nothing listens on 127.0.0.1", "@PEER listens on 127.0.0.2", "another address"),
    Situation(
      "socket c tcp\nconnect c 127.0.0.1:{port}",
      peer:
        "s = socket.socket(socket.AF_INET6); s.setsockopt(41, 26, 1); s.bind(('::', 0)); s.listen(5); say(s.getsockname()[1])",
      says: "nothing listens on 127.0.0.1", "@PEER listens on [::]", "for IPv6 only (IPV6_V6ONLY)"),
    Situation(
      "socket c tcp\nconnect c 127.0.0.1:{port}", peer: udp, says: "nothing listens on 127.0.0.1",
      hides: ["@PEER", "python"]),
    Situation(
      "socket c tcp6\nconnect c [::1]:{port}", peer: listening, says: "nothing listens on [::1]",
      "@PEER listens on 127.0.0.1"),
    Situation(
      "socket u udp\nconnect u 127.0.0.1:{port}\nsend u x\nrecv u 9",
      peer: udp.replacing("say(", with: "p = (") + "s.close(); say(p)",
      says: "port unreachable message came for what u sent before"),
    Situation(
      "socket c unix\nconnect c unix:@{name}",
      peer: named("s = socket.socket(socket.AF_UNIX); s.bind('\\0' + n); say(n)"),
      says: "@PEER is bound to unix:@py-", "and does not listen"),
    Situation(
      "socket c unix\nconnect c unix:@{name}",
      peer: named("s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.bind('\\0' + n); say(n)"),
      says: "no unix socket has the name", "@PEER is bound to unix:@py-", "SOCK_DGRAM"),
    Situation(
      "socket c unix\nconnect c unix:@{name}",
      peer: named("s = socket.socket(socket.AF_UNIX); s.bind(('\\0' + n).ljust(108, '\\0')); s.listen(1); say(n)"),
      says: "@PEER has it with ", "NUL bytes at its end instead of 0"),
    Situation(
      "socket c unix-dgram\nsendto c x unix:@{name}",
      peer: named(
        "s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.bind('\\0' + n); s.connect('\\0' + n); say(n)"),
      says: "the socket at unix:@py-", "is connected to another one"),
    Situation(
      "socket c unix\nnonblock c on\nconnect c unix:@{name}",
      peer: named(
        "s = socket.socket(socket.AF_UNIX); s.bind('\\0' + n); s.listen(0); c = socket.socket(socket.AF_UNIX); c.connect('\\0' + n); say(n)"
      ),
      says: "@PEER listens on unix:@py-", "its queue is full (1/0)", "non-blocking"),
    Situation(
      "socket c tcp SOCK_NONBLOCK\nconnect c 127.0.0.1:{port}", about: "c",
      peer:
        "s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(0); c = socket.create_connection(s.getsockname()); say(s.getsockname()[1])",
      says: "@PEER listens on 127.0.0.1", "its queue is full (1/0)"),
    Situation(
      "socket c tcp\nsetsockopt c TCP_USER_TIMEOUT 300ms\nsetsockopt c TCP_SYNCNT 1\nconnect c 127.0.0.1:{port}",
      peer:
        "s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(0); c = socket.create_connection(s.getsockname()); say(s.getsockname()[1])",
      says: "no answer came to the SYN", "@PEER listens on 127.0.0.1", "its queue is full (1/0)"),
  ])
  func whoRefused(_ situation: Situation) throws { try situation.check() }

  // MARK: Connections

  private static let accepts = listening + "c = s.accept()[0]\n"
  private static let resets = accepts + "import struct\nc.setsockopt(1, 13, struct.pack('ii', 1, 0))\nc.close()\n"

  @Test(arguments: [
    Situation(
      connected + "poll c:POLLIN 5s\nrecv c 9", peer: resets, says: "the other end of c sent RST", "usual causes",
      "SO_LINGER on and 0 s", hides: ["had arrived"]),
    Situation(
      connected + "send c hello\npoll c:POLLHUP 5s\nrecv c 9",
      peer: accepts + "import select\nselect.select([c], [], [])\nc.close()\n",
      says: "the other end of c sent RST", "with data unread (5 bytes of this end had arrived)"),
    Situation(
      connected + "send c 12345678\npoll c:POLLHUP 5s\nrecvall c = *\ngetsockopt c SO_ERROR",
      about: "c",
      peer: accepts + "import select\nselect.select([c], [], [])\nc.send(b'R' * 1000)\nc.close()\n",
      says: "usual causes", "8 bytes of this end had arrived", "anything that it sent after the"),
    Situation(
      connected + "recv c 9\nsend c x MSG_NOSIGNAL\nsleep 100ms\nsend c y MSG_NOSIGNAL", peer: accepts + "c.close()\n",
      says: "the connection is over", hides: ["shut down for writing"]),
    Situation(
      connected + "poll c:POLLIN 5s\nrecv c 9\nwhy", about: "c", peer: accepts + "c.close()\n",
      says: "the other end has sent FIN"),
    Situation(connected + "recv c 9 MSG_DONTWAIT", peer: accepts, says: "c has nothing unread"),
    Situation(connected + "setsockopt c SO_RCVTIMEO 20ms\nrecv c 9", peer: accepts, says: "SO_RCVTIMEO of c is 20ms"),
    Situation(connected + "connect c 127.0.0.1:{port}", peer: accepts, says: "c is already connected to 127.0.0.1"),
    Situation(connected + "bind c 127.0.0.1:0", peer: accepts, says: "c is already bound to 127.0.0.1"),
    Situation(connected + "recv c 1 MSG_OOB", peer: accepts, says: "no urgent byte has come for c"),
    Situation(connected + "listen c 1", peer: accepts, says: "c is already connected"),
    Situation(connected + "accept c d", peer: accepts, says: "c is not listening"),
    Situation(
      connected + "shutdown c wr\nsend c x MSG_NOSIGNAL", peer: accepts, says: "c was shut down for writing"),
    Situation(
      connected + "setsockopt c IP_TRANSPARENT 7\nsetsockopt c TCP_MAXSEG 1", peer: accepts, says: "TCP_MAXSEG takes"),
    Situation(
      "socket c unix\nconnect c unix:@{name}\npoll c:POLLHUP 5s\nsend c x MSG_NOSIGNAL",
      peer: named(
        "s = socket.socket(socket.AF_UNIX); s.bind('\\0' + n); s.listen(1); say(n); c = s.accept()[0]; c.close()"),
      says: "the other end of c is closed"),
    Situation(
      "socket c unix\nconnect c unix:@{name}\nsend c x\npoll c:POLLHUP 5s\nrecv c 9",
      peer: named(
        "s = socket.socket(socket.AF_UNIX); s.bind('\\0' + n); s.listen(1); say(n); c = s.accept()[0]\nimport select\nselect.select([c], [], []); c.close()"
      ),
      says: "the other end of c was closed before it had read all"),
    Situation(
      "socket a tcp\nsetsockopt a SO_REUSEADDR on\nbind a 127.0.0.1:0\nconnect a 127.0.0.1:{port}\nsocket b tcp\nsetsockopt b SO_REUSEADDR on\nbind b {a}\nconnect b 127.0.0.1:{port}",
      peer: listening, says: "there is a connection from 127.0.0.1", "already: a, ESTABLISHED"),
    Situation(
      "socket u udp\nconnect u 127.0.0.1:{port}\nsend u fill:70000", peer: udp, says: "holds at most 65507 bytes"),
    Situation(
      "socket z udp6\nbind z [::1]:0\nsendto z x [::ffff:127.0.0.1]:{port}", peer: udp,
      says: "z is bound to the IPv6 address ::1",
      hides: ["router"]),
    Situation(
      "adopt {port} 999 x", peer: "import os\nsay(os.getpid())", says: "the process has no descriptor 999 open"),
  ])
  func whatBecameOfTheConnection(_ situation: Situation) throws { try situation.check() }

  /// The other end's window stays 0, and it answers each probe.
  @Test func aWindowThatStaysClosedIsNoSilence() throws {
    let lines = """
      socket c tcp
      setsockopt c SO_SNDBUF 8K
      connect c 127.0.0.1:{port}
      setsockopt c TCP_USER_TIMEOUT 1500ms
      nonblock c on
      sendall c fill:2M
      sleep 300ms
      send c fill:100K
      poll c:POLLERR 20s
      send c x MSG_NOSIGNAL
      """
    try Situation(
      lines,
      peer:
        "s = socket.socket(); s.setsockopt(1, 8, 4096); s.bind(('127.0.0.1', 0)); s.listen(4); say(s.getsockname()[1]); c = s.accept()[0]",
      says: "TCP_USER_TIMEOUT (1500 ms) of c is over", "its receive window stayed 0",
      hides: ["no longer answers", "did not answer"]
    ).check()
  }
}
