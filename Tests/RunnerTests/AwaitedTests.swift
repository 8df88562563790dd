import Support
import Testing

/// What a call waits for, and what a live socket is in, where both ends are this session's.
@Suite(.waits) struct AwaitedTests {
  @Test(arguments: streams + held + datagrams + others)
  func whatIsAwaitedIsNamed(situation: WaitSituation) throws { try situation.play() }

  private static let connected = OpeningLines.connected

  static let streams = [
    WaitSituation(
      name: "a connection", lines: connected + ["accept srv next &"], asks: "why srv",
      says: ["  waits accept in job 1, for a connection", "0 of at most 6 connections wait in its accept queue"],
      never: ["listens on"]),
    WaitSituation(
      name: "the other end of a connection", lines: connected + ["recv cli 9 &"], asks: "why cli",
      says: ["  waits recv in job 1, for conn to send or to close"], never: ["datagram"]),
    WaitSituation(
      name: "an end that nobody has accepted", lines: OpeningLines.connecting + ["recv cli 9 &"], asks: "why cli",
      says: [
        "for the other end to send or to close", "the other end waits in srv's queue, and nobody has accepted it yet",
      ]),
    WaitSituation(
      name: "all of a message", lines: connected + ["send cli abc", "recv conn 10 MSG_WAITALL &"], asks: "why conn",
      says: ["for cli to send or to close: it is to return 10 bytes (MSG_WAITALL)"]),
    WaitSituation(
      name: "bytes that are too few",
      lines: connected + ["setsockopt conn SO_RCVLOWAT 5", "send cli abc = 3 [conn ESTABLISHED]", "recv conn 9 &"],
      asks: "why conn", says: ["for cli to send or to close: SO_RCVLOWAT is 5, and it returns with no fewer bytes"]),
    WaitSituation(
      name: "room in a send buffer",
      lines: [
        "socket srv tcp", "setsockopt srv SO_RCVBUF 4K", "bind srv 127.0.0.1:0", "listen srv 1", "socket cli tcp",
        "setsockopt cli SO_SNDBUF 8K", "connect cli {srv}", "accept srv conn", "send cli fill:200K &",
      ],
      asks: "why cli",
      says: [
        "  waits send in job 1, for room in its send buffer", "the other end's window is 0 bytes (tcpi_snd_wnd)",
        "the other end is conn (ESTABLISHED, ",
      ],
      never: ["Nagle"]),
    WaitSituation(
      name: "two listeners share an address",
      lines: [
        "socket a tcp", "setsockopt a SO_REUSEPORT on", "bind a 127.0.0.1:0", "listen a 4", "socket b tcp",
        "setsockopt b SO_REUSEPORT on", "bind b {a}", "listen b 4",
      ],
      asks: "why a",
      says: ["b listens on 127.0.0.1:", ", too (SO_REUSEPORT): each connection goes to the queue of one of them"]),
    WaitSituation(
      name: "a handshake that has ended since",
      lines: [
        "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 0", "socket a tcp", "connect a {srv}", "socket b tcp",
        "nonblock b on", "connect b {srv} = -1 EINPROGRESS", "accept srv c = fd [b ESTABLISHED] within 9s",
      ],
      asks: "why",
      says: ["the handshake was going on when connect returned; it has ended since (b is in ESTABLISHED)"],
      never: ["goes on by itself"]),
    WaitSituation(
      name: "a close that lingers",
      lines: [
        "socket srv tcp", "setsockopt srv SO_RCVBUF 4K", "bind srv 127.0.0.1:0", "listen srv 1", "socket cli tcp",
        "connect cli {srv}", "accept srv conn", "setsockopt cli SO_LINGER on 30s", "nonblock cli on",
        "send cli fill:100K",
        "nonblock cli off", "close cli &",
      ],
      asks: "why cli",
      says: ["for the other end to acknowledge what is sent, for at most 30 s (SO_LINGER)"]),
    WaitSituation(
      name: "an end that came as FIN", lines: connected + ["close conn", "recv cli 9 = 0 EOF"], asks: "why",
      says: ["  why   the other end has sent FIN: nothing more will come from it"]),
  ]

  private static let small = ["send cli head = 4", "send cli body = 4"]
  private static let talk = ["repeat 20", "send cli q", "recv conn 9", "send conn a", "recv cli 9", "end"]

  static let held = [
    WaitSituation(
      name: "TCP_CORK", lines: connected + ["setsockopt cli TCP_CORK on", "send cli head = 4"], asks: "why cli",
      says: ["4 bytes of them have not left yet: TCP_CORK is on", "setsockopt cli TCP_CORK off"], never: ["Nagle"])
  ]

  static let datagrams = [
    WaitSituation(
      name: "a datagram", lines: ["socket u udp", "bind u 127.0.0.1:0", "recv u 9 &"], asks: "why u",
      says: ["  waits recv in job 1, for a datagram"], never: ["close", "peer"]),
    WaitSituation(
      name: "a datagram that cannot come", lines: ["socket u udp", "recv u 9 &"], asks: "why u",
      says: ["  waits recv in job 1, for a datagram, but it has no port to which one could be sent"]),
    WaitSituation(
      name: "a datagram of a peer",
      lines: ["socket s udp", "bind s 127.0.0.1:0", "socket u udp", "connect u {s}", "recv u 9 &"],
      asks: "why u",
      says: [
        "  waits recv in job 1, for a datagram from its peer 127.0.0.1:", "(UDP has no close)",
        "s is bound to its peer's address",
      ],
      never: ["to send or to close"]),
    WaitSituation(
      name: "a peer that nobody is",
      lines: ["socket s udp", "bind s 127.0.0.1:0", "socket u udp", "connect u {s}", "close s", "recv u 9 &"],
      asks: "why u",
      says: ["nobody is bound to 127.0.0.1:", "what is sent there comes back as ECONNREFUSED"]),
    WaitSituation(
      name: "a peer that is connected to another",
      lines: [
        "socket q udp", "bind q 127.0.0.1:0", "socket s udp", "bind s 127.0.0.1:0", "socket u udp", "connect u {s}",
        "connect s {q}",
      ],
      asks: "why u", says: ["s is bound to 127.0.0.1:", ", but connected to 127.0.0.1:"], never: ["nobody"]),
    WaitSituation(
      name: "a peer of UDP-Lite, whose sockets are not listed",
      lines: ["socket s udplite", "bind s 127.0.0.1:0", "socket u udplite", "connect u {s}"],
      asks: "why u", says: ["u  fd "], never: ["nobody"]),
    WaitSituation(
      name: "a datagram of a pair", lines: ["socketpair a b unix-dgram", "recv b 9 &"], asks: "why b",
      says: ["  waits recv in job 1, for a datagram from a (a peer's close does not end the wait)"]),
    WaitSituation(
      name: "room at a receiver",
      lines: [
        "socketpair a b unix-dgram", "nonblock a on", "repeat 11", "send a x", "end", "nonblock a off",
        "setsockopt a SO_SNDBUF 4K",
      ],
      asks: "why a",
      says: [
        "the other end is b (ESTABLISHED, a datagram of 1 byte unread)", "what was sent and is not received yet takes ",
      ],
      never: ["acknowledged"]),
  ]

  static let others = [
    WaitSituation(
      name: "a pipe's writer", lines: ["pipe out in", "read out 9 &"], asks: "why out",
      says: ["  waits read in job 1, for in to write, or for all its writing ends to be closed"], never: ["datagram"]),
    WaitSituation(
      name: "a pipe's reader", lines: ["pipe out in", "write in fill:64K", "write in x &"], asks: "why in",
      says: ["  waits write in job 1, for out to read: the pipe is full"]),
    WaitSituation(
      name: "a pipe that has ended", lines: ["pipe out in", "close in", "read out 9 = 0 EOF"], asks: "why",
      says: ["all descriptors that could write to the pipe are closed"], never: ["FIN"]),
    WaitSituation(
      name: "a pair that has ended", lines: ["socketpair a b", "close a", "recv b 9 = 0 EOF"], asks: "why",
      says: ["the other end of b is closed, or was shut down for writing"], never: ["FIN"]),
    WaitSituation(
      name: "the reader of a pair", lines: ["socketpair a b", "send a fill:4M &"], asks: "why a",
      says: ["  waits send in job 1, for b to read"]),
    WaitSituation(
      name: "a message of the kernel", lines: ["socket n netlink", "bind n netlink:0", "recv n 9 &"], asks: "why n",
      says: ["  waits recv in job 1, for a message"], never: ["for a datagram"]),
    WaitSituation(
      name: "a queue of a UNIX domain listener",
      lines: [
        "socket s unix", "bind s unix:", "listen s 0", "socket a unix", "connect a {s}", "socket b unix",
        "connect b {s} &",
      ],
      asks: "why b", says: ["  waits connect in job 1, for room in the queue of ", "s's queue is full (1/0)"]),
  ]

  /// A session is a person's at the prompt here, so nothing sleeps between its lines.
  @Test func aSmallSegmentThatWaitsForAnACKIsExplained() throws {
    var told = ""
    // The ACK may come any moment: then there is nothing to explain, and the pieces are sent again.
    for _ in 0..<200 where !told.contains("Nagle") {
      let play = try Play(Self.connected, isInteractive: true)
      for _ in 0..<10 { for line in Self.talk.dropFirst().dropLast() { try play.run(line) } }
      for line in Self.small { try play.run(line) }
      told = try play.run("why cli").listing.joined(separator: "\n")
    }
    #expect(told.contains("4 bytes of them have not left yet: TCP_NODELAY is off, so a small segment waits"))
    #expect(told.contains("try   setsockopt cli TCP_NODELAY on; or send what belongs together with one call"))
  }

  @Test func aSegmentThatNeedsNoACKIsNotBlamedOnNagle() throws {
    let play = try Play(Self.connected + ["setsockopt cli TCP_NODELAY on"] + Self.small, isInteractive: true)
    #expect(try !play.run("why cli").listing.joined().contains("Nagle"))
  }

  @Test func theForecastKnowsHowManyBytesAreWanted() throws {
    let play = try Play(
      Self.connected + ["setsockopt conn SO_RCVLOWAT 5", "send cli abc = 3", "poll conn 20ms = 0"], isInteractive: true)
    #expect(try play.run("recv conn 9 &").forecast == "3 bytes unread, and SO_RCVLOWAT is 5")
  }

  /// Which queue has a connection is only certain where all others are empty.
  @Test func aConnectionIsNotInAnEmptyQueue() throws {
    let peer = try PythonPeer(
      """
      s = socket.socket(); s.setsockopt(1, 15, 1); s.bind(('127.0.0.1', 0)); s.listen(64); say(s.getsockname()[1])
      """)
    defer { peer.kill() }
    let port = try peer.line()
    let play = try Play(
      [
        "socket srv tcp", "setsockopt srv SO_REUSEPORT on", "bind srv 127.0.0.1:\(port)", "listen srv 64",
        "nonblock srv on",
      ],
      isInteractive: true)
    for number in 1...24 {
      for line in ["socket c\(number) tcp", "connect c\(number) 127.0.0.1:\(port)"] { try play.run(line) }
    }
    let who = "\(peer.name) (pid \(peer.pid))"
    let doubt = "the other end waits in the queue of "
    let both = try play.run("why c1").listing.joined(separator: "\n")
    #expect(both.contains("\(doubt)srv or \(who)") || both.contains("\(doubt)\(who) or srv"), "\(both)")
    var taken = 0
    while try play.run("accept srv a\(taken + 1)").result?.answer?.failed == false { taken += 1 }
    try #require((1..<24).contains(taken), "all 24 went one way")
    let certain = try (1...24).map { try play.run("why c\($0)").listing.joined(separator: "\n") }
    let theirs = "\(doubt)\(who), which shares 127.0.0.1:\(port) by SO_REUSEPORT and has not accepted it yet"
    #expect(certain.count { $0.contains(theirs) } == 24 - taken)
    #expect(certain.count { $0.contains("the other end is a") } == taken)
    #expect(!certain.contains { $0.contains("srv's queue") })
  }
}
