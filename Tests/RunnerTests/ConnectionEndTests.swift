import Glibc
import Runner
import Sockets
import Support
import Testing

/// How a connection is said to have ended, and what the kernel is said to do next, held against what the kernel did.
@Suite(.waits) struct ConnectionEndTests {
  private func play(_ lines: [String]) throws -> Play { try Play(lines, isInteractive: true) }

  /// The row `now` of `handle` that tells how it ended.
  private func end(_ play: Play, _ handle: String) throws -> String? {
    try play.run("why \(handle)").listing.first { $0.hasPrefix("  now   the connection is over") }
  }

  @Test func aKeepAliveThatNobodyAnswersIsNoReset() throws {
    let play = try play(OpeningLines.connected)
    // ETIMEDOUT, as SO_ERROR gives it, and as a call does.
    let cli = play.table.find("cli")!
    try play.run("reset conn")
    let reset =
      "  now   the connection is over: the other end sent RST, because conn was closed with SO_LINGER on and 0 s"
    #expect(try end(play, "cli") == reset, "this session has reset it")
    play.table.recordTermination(cli, Errno(ETIMEDOUT))
    #expect(
      try end(play, "cli") == "  now   the connection is over: the other end did not answer, and the kernel gave up")
    play.table.recordTermination(cli, Errno(ECONNABORTED))
    #expect(try end(play, "cli")?.contains("this machine ended it") == true)
  }

  @Test func whatNoErrnoToldIsNotStated() throws {
    let peer = try PythonPeer(
      """
      import struct
      l = socket.socket(); l.bind(('127.0.0.1', 0)); l.listen(1); say(l.getsockname()[1])
      c = l.accept()[0]; c.send(b'abc'); c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); c.close(); say('reset')
      """)
    defer { peer.end() }
    let play = try play(["socket cli tcp", "connect cli 127.0.0.1:\(try peer.line())"])
    _ = try peer.line()
    #expect(try play.failures("? cli.state == CLOSED within 5s") == [])
    let report = try play.run("why cli").listing
    #expect(
      report.contains("  now   the connection is over: the other end sent RST, or this machine's kernel ended it"),
      "\(report)")
    #expect(report.contains("  try   getsockopt cli SO_ERROR shows how it ended"))
    #expect(report.contains("  try   recv cli: what came before can still be read"))
    try play.run("getsockopt cli SO_ERROR")
    let sent = "  now   the connection is over: the other end sent RST; usual causes: it was closed with SO_LINGER on"
    #expect(try end(play, "cli")?.hasPrefix(sent) == true)
    #expect(try play.run("recv cli").exchanges[0].answer?.result == 3)
  }

  @Test func aConnectionThatWasResetBeforeItWasAcceptedIsOver() throws {
    let play = try play(OpeningLines.connecting + ["reset cli", "accept srv conn"])
    let report = try play.run("why conn").listing
    #expect(report[0].contains(" → 127.0.0.1:"), "\(report)")
    #expect(report[1].hasPrefix("  now   the connection is over: "), "\(report)")
    #expect(!report.contains { $0.contains("bind conn ADDRESS") })
  }

  @Test func theLimitThatHoldsIsNamed() throws {
    let lines = [
      "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 0", "socket a tcp", "connect a {srv}", "socket b tcp",
      "nonblock b on",
      "setsockopt b TCP_SYNCNT 3", "connect b {srv}",
    ]
    let play = try play(lines)
    #expect(try play.run("why b").listing.contains { $0.hasSuffix("TCP_SYNCNT is 3: it tries for at least 15 s") })
    try play.run("setsockopt b TCP_USER_TIMEOUT 9000")
    #expect(
      try play.run("why b").listing.contains { $0.hasSuffix("its limit is 9000 ms (TCP_USER_TIMEOUT), or TCP_SYNCNT") })
    try #expect(play.run("? b.state == SYN_SENT").failure == nil)
    #expect(try play.run("send b x").why == "b's handshake is not done yet (SYN_SENT), and the call was non-blocking")
    // The first repetition comes after a second.
    var report: [String] = []
    let end = monotonicNanoseconds() + 20_000_000_000
    while !report.contains(where: { $0.contains("the SYN was retransmitted ") }), monotonicNanoseconds() < end {
      report = try play.run("why b").listing
      usleep(20_000)
    }
    #expect(
      report.contains { $0.hasPrefix("  now   the SYN was retransmitted ") && $0.contains("tcpi_backoff") }, "\(report)"
    )
  }

  /// The kernel gives EPIPE for the RST, and gives it once: SO_ERROR has nothing to show after that.
  @Test func aRSTAfterAFINIsNoPuzzle() throws {
    let peer = try PythonPeer(
      """
      l = socket.socket(); l.bind(('127.0.0.1', 0)); l.listen(1); say(l.getsockname()[1])
      c = l.accept()[0]; c.close(); say('closed'); time.sleep(30)
      """)
    defer { peer.end() }
    let play = try play(["socket cli tcp", "connect cli 127.0.0.1:\(try peer.line())"])
    _ = try peer.line()
    #expect(try play.failures("? cli.state == CLOSE_WAIT within 5s") == [])
    #expect(try play.failures("send cli x = 1\n? cli.state == CLOSED within 5s") == [])
    #expect(try play.run("why cli").listing.contains("  try   getsockopt cli SO_ERROR shows how it ended"))
    let why = try play.run("send cli x = -1 EPIPE").why
    #expect(why?.contains("the other end sent FIN, and later RST; usual cause: data of this end came") == true)
    let report = try play.run("why cli").listing
    #expect(report.contains { $0.contains("the other end sent FIN, and later RST") }, "\(report)")
    #expect(!report.contains { $0.contains("SO_ERROR") }, "\(report)")
  }

  /// Whether LAST_ACK was left by an ACK or by RST is not told to who did not look meanwhile.
  @Test func ownShutdownIsNotTakenForRST() throws {
    let play = try play(OpeningLines.connected + ["close conn", "shutdown cli wr"])
    let why = try play.run("send cli x = -1 EPIPE").why
    let shut = "cli was shut down for writing (LAST_ACK): it has sent FIN, and nothing may follow that"
    let both = ["the connection is over: both ends have sent FIN"]
    #expect(([shut, both[0] + ", unless RST came first"] + both).contains(why), "\(why ?? "")")
  }

  @Test func aWindowIsFullOnlyWhenItIs() throws {
    let play = try play(OpeningLines.connected + ["nonblock cli on", "send cli fill:16M"])
    let end = monotonicNanoseconds() + 20_000_000_000
    while try play.run("send cli fill:16M").exchanges[0].answer?.failed == false, monotonicNanoseconds() < end {}
    var report: [String] = []
    while !report.contains(where: { $0.contains("its receive window is full") }), monotonicNanoseconds() < end {
      report = try play.run("why cli").listing
      usleep(10_000)
    }
    #expect(report.contains { $0.hasPrefix("  next  in ") && $0.hasSuffix("its receive window is full") }, "\(report)")
  }

  @Test(arguments: [
    (["connect cli unspec"], "conn", "because connect cli unspec dropped the connection"),
    (["send conn hello", "? cli.unread == 5", "close cli"], "conn", "because cli was closed with 5 bytes unread"),
    (
      ["socket two tcp", "connect two {srv}", "close srv"], "two",
      "because srv was closed before it had accepted the connection"
    ),
    (
      ["socket two tcp", "connect two {srv}", "shutdown srv rd"], "two",
      "because srv stopped listening before it had accepted the connection"
    ),
    (
      ["socket two tcp", "connect two {srv}", "connect srv unspec"], "two",
      "because srv stopped listening before it had accepted the connection"
    ),
    (
      ["shutdown conn rdwr", "send cli hello", "? conn.state == CLOSED"], "cli",
      "because data came for conn after it was shut down both ways"
    ),
  ])
  func aResetThatThisSessionBroughtAboutSaysWhy(_ lines: [String], _ handle: String, _ why: String) throws {
    let play = try play(OpeningLines.connected + lines)
    #expect(try end(play, handle) == "  now   the connection is over: the other end sent RST, " + why)
    // After FIN the errno of RST is EPIPE, which recv does not return.
    let hasFIN = lines.contains { $0.hasPrefix("shutdown conn") }
    if !hasFIN {
      #expect(try play.run("recv \(handle) 9 = -1 ECONNRESET").why == "the other end of \(handle) sent RST, \(why)")
    }
    #expect(try play.run("send \(handle) x = -1 EPIPE").why == "the connection is over: the other end sent RST, " + why)
  }

  @Test func anEndThatSendsRSTItselfIsNamed() throws {
    let lines = ["shutdown conn rdwr", "send cli hello", "? conn.state == CLOSED"]
    let play = try play(OpeningLines.connected + lines)
    let why = "this end sent RST, because data came for conn after it was shut down both ways"
    #expect(try play.run("recv conn 9 = -1 ECONNRESET").why == why)
    #expect(try end(play, "conn") == "  now   the connection is over: \(why)")
  }

  /// Whether the other end sent RST, or this one because of what the other sent, is not to be seen.
  @Test func dataAfterShutdownBothWaysIsAPossibility() throws {
    let peer = try PythonPeer(
      """
      l = socket.socket(); l.bind(('127.0.0.1', 0)); l.listen(1); say(l.getsockname()[1])
      c = l.accept()[0]; c.recv(1); c.send(b'x'); say('sent')
      """)
    defer { peer.end() }
    let play = try play(["socket d tcp", "connect d 127.0.0.1:\(try peer.line())", "shutdown d rdwr"])
    _ = try peer.line()
    #expect(try play.failures("? d.state == CLOSED within 5s") == [])
    #expect(
      try play.run("recv d 9 = -1 ECONNRESET").why
        == "the other end of d sent RST, or this end did, because data came for it after it was shut down both ways")
  }

  @Test(arguments: [
    (["close conn", "? cli.state == CLOSE_WAIT", "close cli = 0 [cli FIN_WAIT2]"], "both ends have sent FIN"),
    (["send conn abc", "? cli.unread == 3", "close cli = 0 [cli FIN_WAIT2]"], "this end sent RST, because cli was"),
  ])
  func howAClosedHandleEndedIsNoPuzzle(_ lines: [String], _ why: String) throws {
    let play = try play(OpeningLines.connected + lines.dropLast())
    let told = try play.run(try #require(lines.last)).why
    #expect(told?.hasPrefix("the connection is over: " + why) == true, "\(told ?? "")")
    #expect(told?.contains("the other end sent RST") == false)
  }

  /// The kernel counts a SYN and a FIN among the bytes that were acknowledged.
  @Test func aFINIsNoByte() throws {
    let peer = try PythonPeer(
      """
      import struct
      l = socket.socket(); l.bind(('127.0.0.1', 0)); l.listen(1); say(l.getsockname()[1])
      c = l.accept()[0]; c.recv(9); c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); c.close(); say('reset')
      """)
    defer { peer.end() }
    let play = try play(["socket c tcp", "connect c 127.0.0.1:\(try peer.line())", "shutdown c wr"])
    _ = try peer.line()
    #expect(try play.failures("? c.state == CLOSED within 5s\nrecv c 9 = -1 ECONNRESET") == [])
    let told = try end(play, "c")
    #expect(told?.contains("usual causes: it was closed with SO_LINGER on and 0 s, ") == true, "\(told ?? "")")
  }

  @Test func anotherConnectIsNotMixedWithTheHandshake() throws {
    let play = try play(["socket a tcp", "connect a 127.0.0.1:1", "connect a 224.0.0.1:80"])
    let why = "a stream has one machine at its other end, and 224.0.0.1 is a multicast address"
    let told = "  now   its connect to 224.0.0.1:80 failed with ENETUNREACH: \(why)"
    #expect(try play.run("why a").listing.contains(told))
    try play.run("shutdown a rd")
    #expect(try play.run("why a").listing.contains { $0.hasPrefix("  now   it was shut down: ") })
    try play.run("bind a 127.0.0.1:0")
    #expect(try !play.run("why a").listing.contains { $0.contains("224.0.0.1") || $0.contains("127.0.0.1:1 ") })
  }

  @Test(.enabled(if: Namespace.isPossible), arguments: ["prohibit", "blackhole"])
  func aConnectThatARouteForbadeIsTheLast(_ type: String) throws {
    try NetworkSituation(
      hosts: "a> socket n tcp", "a> link eth0 down", "a> connect n 10.0.0.2:80", "a> link eth0 up",
      "a> route add \(type) 10.5.0.0/16", "a> connect n 10.5.0.1:80", "a> why",
      says: ["(\(type))", "now   it has no connection and no address"], hides: ["failed with ENETUNREACH"]
    ).check()
  }

  /// The errno of a handshake that has failed is the answer to the next connect, whatever its address is.
  @Test func theErrnoOfAnEarlierHandshakeStaysItsOwn() throws {
    let play = try play(["socket c tcp SOCK_NONBLOCK", "connect c 127.0.0.1:1", "poll c:POLLOUT 5s"])
    try play.run("connect c 127.0.0.1:2")
    #expect(try !play.run("why c").listing.contains { $0.contains("127.0.0.1:2") })
  }

  /// The errno is given away once, so that nobody may ask for it unasked.
  @Test func aHandshakeThatFailedByItselfNamesItsErrno() throws {
    let play = try play([
      "socket x tcp", "bind x 127.0.0.1:0", "socket c tcp", "nonblock c on", "connect c {x} = -1 EINPROGRESS",
    ])
    let x = "\(try #require(play.table.find("x")!.endpoints.local))"
    let why = "x is bound to \(x) and does not listen, so the kernel answered the SYN with RST"
    let untold = "  now   its handshake with \(x) has failed, and its errno has not been reported yet: \(why)"
    #expect(try play.run("why c").listing.contains(untold))
    #expect(try play.failures("getsockopt c SO_ERROR = 0") == [])
    let told = "its handshake with \(x) failed with ECONNREFUSED: \(why)"
    #expect(try play.run("why c").listing.contains("  now   " + told))
    #expect(try play.run("send c x").why == "c has no connection: " + told)
    // What comes of connecting once more is no news of the handshake.
    try play.run("connect c {x} = -1 ECONNABORTED")
    #expect(try play.run("why c").listing.contains("  now   " + told))
    try play.run("connect c unspec")
    #expect(try play.run("why c").listing.contains("  now   it has no connection and no address"))
  }

  @Test(.enabled(if: Namespace.isPossible)) func whatIsElsewhereCannotBeSeen() throws {
    let peer = try PythonPeer(
      """
      import ctypes, fcntl, os, struct
      c = ctypes.CDLL(None); c.unshare(0x40000000 if os.geteuid() == 0 else 0x50000000); c.prctl(0x59616d61, ctypes.c_ulong(-1))
      l = socket.socket(); fcntl.ioctl(l, 0x8914, struct.pack('16sh14x', b'lo', 65)); l.bind(('127.0.0.1', 0)); l.listen(1)
      a = socket.create_connection(l.getsockname()); b = l.accept()[0]; say(a.fileno())
      u, v = socket.socketpair(); f = socket.socket(); say(u.fileno()); say(f.fileno()); say(l.getsockname()[1])
      """)
    defer { peer.end() }
    let play = try play(["adopt \(peer.pid) \(try peer.line()) got"])
    let report = try play.run("why got").listing
    let elsewhere = "it belongs to another network namespace: its other end and its timers cannot be seen from here"
    #expect(report.contains("  now   \(elsewhere)"), "\(report)")
    #expect(!report.contains { $0.hasPrefix("  next") || $0.contains("is gone") })
    let list = "got belongs to another network namespace, whose sockets are not listed here"
    #expect(
      try play.run("sockets got").listing == [list + ": nsenter --net --target \(peer.pid) ss -a, as root, shows them"])
    try play.run("adopt \(peer.pid) \(try peer.line()) pair")
    #expect(play.state("pair") == .established)
    try play.run("adopt \(peer.pid) \(try peer.line()) fresh")
    let why = try play.run("bind fresh 127.0.0.1:\(try peer.line()) = -1 EADDRINUSE").why
    #expect(
      why?.hasSuffix(" in the network namespace of fresh, which cannot be seen from here") == true, "\(why ?? "-")")
    #expect(try !play.run("why").listing.contains { $0.contains("nobody has") })
  }

  @Test(.enabled(if: MPTCP.isPossible)) func aClosedMPTCPConnectionIsAskedByItsToken() throws {
    let play = try play([
      "socket srv mptcp", "bind srv 127.0.0.1:0", "listen srv 5", "socket cli mptcp", "connect cli {srv}",
      "accept srv conn", "close cli",
    ])
    #expect(
      play.state("cli") == .finWait2 || play.state("cli") == .finWait1, "\(String(describing: play.state("cli")))")
    #expect(try play.failures("? cli.state == FIN_WAIT2 within 5s") == [])
  }
}
