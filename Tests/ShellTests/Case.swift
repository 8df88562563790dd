import Testing

/// A file of `Cases`, how it is played, and what comes of it.
struct Case: Sendable, CustomTestStringConvertible {
  let file: String
  let command: [String]
  let code: Int32
  let says: [String]
  let hides: [String]
  /// A server in Python; it says its port, which the session has as {port}.
  let server: String?
  /// What sh runs before it, such as `ulimit -n 11; `.
  let limits: String

  init(
    _ file: String, _ command: [String] = ["check"], exits code: Int32 = 0, says: [String] = [], hides: [String] = [],
    server: String? = nil, limits: String = ""
  ) {
    (self.file, self.command, self.code, self.limits) = (file, command, code, limits)
    (self.says, self.hides, self.server) = (says, hides, server)
  }

  var testDescription: String { file }

  static let all = held + refused + explained + typed + served

  /// What holds, each time.
  private static let held = [
    Case("not-settled-yet.session"), Case("background-recv.session"), Case("closed-with-unread.session"),
    Case("family-in-front.session"), Case("nagle-holds-back.session"), Case("linger-of-a-passed-descriptor.session"),
    // 400 MB of addresses: when each duplicate listed all others, they took 900 MB.
    Case("many-duplicates.session", limits: "ulimit -v 400000; "),
  ]

  /// What fails, or is refused, where it should.
  private static let refused = [
    Case(
      "fg-that-takes-too-long.session", exits: 4,
      says: ["error: the time is up", ".session:8:", "still waiting after 100 ms"]),
    Case(
      "wait-that-takes-too-long.session", exits: 4,
      says: ["error: the time is up", ".session:8:", "still waiting after 100 ms"]),
    Case(
      "repetitions-of-repetitions.session", exits: 2,
      says: [".session:5:18", "repetitions inside each other may come to 10000"], limits: "ulimit -v 1000000; "),
    Case(
      "socket-by-numbers.session", exits: 3,
      says: [".session:4:10", "reach beyond loopback", "sockplay --allow network"]),
    Case(
      "threads-without-end.session", ["check", "--limit", "jobs=64"], exits: 3,
      says: ["error: too many calls wait", "at most 64 at once"]),
    Case(
      "variables-without-end.session", exits: 3, says: [".session:8:10", "at most 64M in all variables together"],
      limits: "ulimit -v 1000000; "),
    Case(
      "state-that-failed.session", ["replay", "--allow", "network"], exits: 4,
      says: ["error: wrong state", "a is LISTEN, not CLOSED", "  = why   a is in LISTEN since listen a ran"]),
  ]

  /// What holds, and is explained.
  private static let explained = [
    Case(
      "both-families.session", ["replay", "--allow", "network"],
      says: ["v6 takes IPv4 too (IPV6_V6ONLY is off)", "  try   setsockopt v6 IPV6_V6ONLY on before its bind"]),
    Case(
      "edge-already-told.session", ["replay"],
      says: [
        "conn is ready (6 bytes unread), but ep has reported that already (EPOLLET)",
        "waits epoll_wait in job 1, for an event of what ep watches: conn:EPOLLIN|EPOLLET",
      ], hides: ["nothing that ep watches is ready", "for a datagram"]),
    Case(
      "groups-of-others.session", ["replay", "--allow", "network"],
      says: [
        "it has joined 239.0.0.1 on lo", "IP_MULTICAST_ALL is on, so it also gets what comes to its port for groups",
        "239.0.0.2 on lo",
      ]),
    Case(
      "no-connection-to-end.session", ["replay"],
      says: ["why   there never was a connection: its handshake with 127.0.0.1:9 failed with ECONNREFUSED"],
      hides: ["the other end has closed", "the other end has sent FIN"]),
    Case(
      "refused-before-bind.session", ["replay"],
      says: ["  now   its handshake with 127.0.0.7:9556 failed with ECONNREFUSED: nothing listens on 127.0.0.7:9556"],
      hides: ["does not listen"]),
    Case(
      "port-given-back.session", ["replay"],
      says: [
        "srv   LISTEN → CLOSED       it listens no more", "which the kernel had chosen, is given back",
        "srv    3   tcp   CLOSED",
      ], hides: ["the connection is over"]),
    Case(
      "udp-has-no-close.session", ["replay"], says: ["waits recv in job 1, for a datagram from its peer"],
      hides: ["to send or to close"]),
    Case("fin-is-no-byte.session", ["replay"], hides: ["unsent 0 → 1", "1 byte is sent or to be sent"]),
  ]

  /// What is typed, with errors that do not end it.
  private static let typed = [
    Case(
      "fds-without-descriptors.txt", [], exits: 4,
      says: ["10 are its limit", "the connection stays in srv's queue", "(sockplay's own)", "  c2\n"],
      limits: "ulimit -n 10; "),
    Case(
      "ipv4-from-an-ipv6-socket.txt", [], exits: 4,
      says: [
        "v is bound to the IPv6 address ::1, from which no IPv4 address can be reached: nothing was sent",
        "IPV6_V6ONLY is on for z, so it reaches no IPv4 address: nothing was sent",
        "IP_PKTINFO names 9.9.9.9 as the source, and this machine does not have that address: nothing was sent",
      ], hides: ["a router", "a firewall"]),
    Case(
      "addresses-of-a-later-socket.txt", [], says: ["c1 is gone: it was closed", "TIME_WAIT → gone"],
      hides: ["c1    TIME_WAIT → ESTABLISHED"]),
    Case(
      "addresses-of-a-later-socket-open.txt", [], exits: 4,
      says: ["c1.state is CLOSED", "now   the connection is over: both ends have sent FIN"],
      hides: ["c1    TIME_WAIT → ESTABLISHED"]),
    Case(
      "duplicate-of-a-closed-end-tcp.txt", ["--allow", "network"],
      says: ["d     6   tcp6  CLOSED", "a     ESTABLISHED → CLOSED"]),
    Case(
      "duplicate-of-a-closed-end.txt", [], exits: 4,
      says: ["got EPIPE", "  t     ESTABLISHED           the connection is over"]),
    Case(
      "reasons.txt", ["--allow", "network", "--allow", "files"], exits: 4,
      says: [
        "a unix socket has no MSG_ZEROCOPY", "there is no such file", "this machine has no such interface",
        "no call has received a message from q yet", "groups are for datagrams, and t carries a stream",
        "and takes datagrams from there alone", "its handshake with 127.0.0.1:1 has failed",
      ], hides: ["the handshake goes on by itself"]),
  ]

  /// What another process takes part in.
  private static let served = [
    Case(
      "reset-with-data-unread.txt", [], exits: 4,
      says: ["usual causes: it was closed with data unread (18 bytes of this end had arrived)"],
      server: """
        s = socket.create_server(('127.0.0.1', 0)); say(s.getsockname()[1])
        c, _ = s.accept(); c.recv(18, socket.MSG_PEEK | socket.MSG_WAITALL); c.send(b'R' * 300000); c.close()
        """),
    Case(
      "queue-of-another.txt", [], exits: 4,
      says: ["the other end waits in the queue of python3 (pid ", "by SO_REUSEPORT and has not accepted it yet"],
      hides: ["the other end waits in srv's queue"],
      server: """
        s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        s.bind(('127.0.0.1', 0)); s.listen(64); say(s.getsockname()[1])
        """),
    Case(
      "window-that-stays-shut.txt", [], exits: 4,
      says: ["TCP_USER_TIMEOUT (1500 ms) of c is over: the other end answered", "its receive window stayed 0"],
      hides: ["no longer answers", "did not answer"],
      server: """
        s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        s.bind(('127.0.0.1', 0)); s.listen(4); say(s.getsockname()[1]); c, _ = s.accept()
        """),
  ]
}
