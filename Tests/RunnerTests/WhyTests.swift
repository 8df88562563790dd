import Foundation
import Glibc
import Runner
import SessionLanguage
import Sockets
import Support
import Testing

/// Reasons that come from live state.
@Suite(.waits) struct WhyTests {
  private func play(_ lines: [String]) throws -> Play { try Play(lines, isInteractive: true) }

  @Test func aPortThatAHandleHasIsNamed() throws {
    let play = try play(OpeningLines.connecting + ["socket b tcp"])
    let srv = try play.address(of: "srv")
    #expect(try play.run("bind b {srv}").why == "srv listens on \(srv) (LISTEN); SO_REUSEPORT is off on b and srv")
    let lines = try play.run("why").listing
    #expect(lines[0] == "bind b {srv}: bind failed with EADDRINUSE (Address already in use)")
    #expect(lines.contains("  now   SO_REUSEADDR of b is off, SO_REUSEPORT of b is off"))
    #expect(lines.contains { $0.hasPrefix("b  fd ") })
    try play.run("close cli")
    try play.run("close srv")
    // A program that another test starts at this moment has srv, too, until it is executed.
    var report: [String] = []
    let end = monotonicNanoseconds() + 20_000_000_000
    while !report.contains("  now   nobody has \(srv) any more: it is free"), monotonicNanoseconds() < end {
      report = try play.run("why").listing
      usleep(1000)
    }
    #expect(report.contains("  now   nobody has \(srv) any more: it is free"), "\(report)")
    #expect(try play.run("bind b \(srv)").exchanges[0].answer?.failed == false)
  }

  @Test func aPortInTimeWaitSaysHowLong() throws {
    let play = try play(
      OpeningLines.connected + ["close conn", "close cli = 0 [conn TIME_WAIT]", "close srv", "socket b tcp"])
    let conn = try play.address(of: "conn")
    let why = try #require(try play.run("bind b \(conn)").why)
    #expect(why.hasPrefix("a closed connection on that port (conn) is in TIME_WAIT for another "))
    #expect(why.hasSuffix(" s; SO_REUSEADDR is off on b: both must have it on before bind"))
    try play.run("setsockopt b SO_REUSEADDR on")
    #expect(
      try play.run("bind b \(conn)").why?.hasSuffix("; SO_REUSEADDR was off on the socket that had it before") == true)
  }

  /// What sockplay says of another process's port, the other process can tell too.
  @Test func aPortThatAnotherProcessHasNamesIt() throws {
    let peer = try PythonPeer("s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(1); say(s.getsockname()[1])")
    defer { peer.end() }
    let play = try play(["socket b tcp", "socket c tcp"])
    let port = try peer.line()
    #expect(
      try play.run("bind b 127.0.0.1:\(port)").why == "\(peer.name) (pid \(peer.pid)) listens on 127.0.0.1:\(port)")
    try play.run("connect c 127.0.0.1:\(port)")
    let waiting =
      "  now   the other end waits in the queue of \(peer.name) (pid \(peer.pid)), which has not accepted it yet"
    #expect(try play.run("why c").listing.contains(waiting))
  }

  @Test(arguments: ["nonblock b on", "setsockopt b SO_SNDTIMEO 1ms"])
  func aFullQueueIsWhyAHandshakeGoesOnByItself(_ line: String) throws {
    let lines = [
      "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 0", "socket a tcp", "connect a {srv}", "socket b tcp", line,
    ]
    let play = try play(lines + ["connect b {srv} = -1 EINPROGRESS"])
    let srv = try play.address(of: "srv")
    let report = try play.run("why b").listing
    #expect(report[0].hasSuffix(" → \(srv)"))
    let full = "  now   srv listens on \(srv), and its queue is full (1/0): the SYN is dropped, until accept makes room"
    #expect(report.contains(full), "\(report)")
    #expect(
      report.contains { $0.hasPrefix("  next  in ") && $0.contains("the kernel sends the SYN again") }, "\(report)")
    try play.run("accept srv c = fd [b ESTABLISHED] within 5s")
    #expect(try !play.run("why b").listing.contains { $0.contains("queue is full") })
  }

  @Test func aSocketMayBeConnectedToItself() throws {
    let play = try play(["socket a tcp", "bind a 127.0.0.1:0", "connect a {a} = 0 [a ESTABLISHED]"])
    let itself = "  now   the other end is itself: its SYN met its own, which is a simultaneous open"
    #expect(try play.run("why a").listing.contains(itself))
  }

  @Test func aHandleThatWasMadeConnectedCameFromNoOtherState() throws {
    let play = try play(OpeningLines.connected + ["socketpair a b"])
    for (name, line) in [("conn", "accept srv conn"), ("b", "socketpair a b")] {
      let came = try play.run("why \(name)").listing.filter { $0.hasPrefix("  came  ") }
      #expect(came.count == 1 && came[0].hasPrefix("  came  in ESTABLISHED when \(line) ran, "), "\(came)")
    }
  }

  @Test(arguments: [
    ("close b", "the connection is over"), ("shutdown b wr", "nothing more will come"),
    ("shutdown b rd", "nothing more can be sent"),
    ("shutdown a rdwr", "the connection is over"),
  ])
  func theEndOfAUNIXDomainConnectionIsSeen(_ line: String, _ meaning: String) throws {
    let play = try play(["socketpair a b"])
    let change = try #require(play.run(line).changes.first { $0.name == "a" })
    #expect(change.after.state == .established && change.after.shut.meaning == meaning)
    #expect(try play.run("why a").listing.contains("  now   \(meaning)"))
  }

  @Test(arguments: [
    ("wr", "send fails with EPIPE", ""),
    (
      "rd", "recv returns what has come and does not wait; it may still send",
      "recv returns what has come and does not wait; send fails with EPIPE until it has a connection"
    ),
    ("rdwr", "send fails with EPIPE, and recv returns what has come and does not wait", ""),
  ])
  func whatShutdownHasClosedIsToldWhereTheStateDoesNot(
    _ way: String, _ consequence: String, _ withoutConnection: String
  ) throws {
    let play = try play(["socket u udp", "bind u 127.0.0.1:0", "connect u {u}", "shutdown u \(way)"])
    #expect(try play.run("why u").listing.contains("  now   it was shut down: \(consequence)"))
    try play.run("socket t tcp")
    let ofTCP = withoutConnection.isEmpty ? consequence : withoutConnection
    let why = try play.run("shutdown t \(way)").why
    #expect(why == "t has no connection (CLOSED), and Linux shuts it down all the same: \(ofTCP)")
    #expect(try play.run("why t").listing.contains("  now   it was shut down: \(ofTCP)"))
    for line in ["socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "connect t {srv}"] { try play.run(line) }
    // The kernel does as we say.
    #expect(try play.run("send t x").result?.answer?.errno.rawValue == (way == "rd" ? 0 : EPIPE))
    try play.run("accept srv conn")
    if way != "wr" { #expect(try play.run("recv t 1").result?.answer?.result == 0) }
    #expect(try play.run("shutdown srv rd").result?.answer?.failed == false)
    #expect(try play.run("why srv").listing.contains { $0.hasPrefix("  now   it listens no more, and its port ") })
  }

  @Test func aStaleSocketFileIsToldFromOneInUse() throws {
    try Scratch.folder { folder in
      let path = folder.path + "/s"
      let play = try play(["socket a unix", "bind a unix:\(path)", "socket b unix"])
      #expect(try play.run("bind b unix:\(path)").why == "a is bound to unix:\(path)")
      #expect(
        try play.run("connect b unix:\(path)").why?.hasPrefix("a is bound to unix:\(path) and does not listen") == true)
      try play.run("close a")
      let there = "the socket file unix:\(path) is there already, and no socket that can be seen from here has it"
      #expect(try play.run("bind b unix:\(path)").why == there)
      #expect(try !play.run("why").listing.contains { $0.contains("it can be had") })
      let unseen = "no socket that can be seen from here has the socket file unix:\(path)"
      #expect(
        try play.run("connect b unix:\(path)").why == unseen + ": it is left over, or of another network namespace")
      try Data().write(to: folder.appendingPathComponent("plain"))
      #expect(try play.run("bind b unix:\(folder.path)/plain").why?.hasSuffix("it is not a socket") == true)
    }
  }

  @Test func aFullSendBufferSaysHowFull() throws {
    let play = try play(OpeningLines.connected + ["nonblock cli on", "send cli fill:16M"])
    // The kernel may go on moving bytes to the other end for a moment, and take more.
    var reason: String?
    let end = monotonicNanoseconds() + 20_000_000_000
    while reason == nil, monotonicNanoseconds() < end { reason = try play.run("send cli fill:16M").why }
    let why = try #require(reason)
    let words = why.split(separator: " ")
    #expect(why.hasPrefix("cli's send buffer is full (") && why.contains("; conn has ") && words.count > 12)
    let report = try play.run("why cli").listing
    #expect(report.contains { $0.contains("in ") && $0.hasPrefix("  next  ") }, "no timer: \(report)")
  }

  @Test func aLimitOfTheSocketItselfIsNamed() throws {
    let play = try play(["socket u udp", "bind u 127.0.0.1:0", "setsockopt u SO_RCVTIMEO 20ms"])
    #expect(try play.run("recv u 10").why == "SO_RCVTIMEO of u is 20ms, and nothing came of the call in that time")
    #expect(try play.run("recv u 10 MSG_DONTWAIT").why == "u has nothing unread, and the call was non-blocking")
  }

  @Test func noAddressIsProposedWhileAConnectWaits() throws {
    let name = "unix:@why-\(getpid())-\(UInt32.random(in: .min ... .max))"
    let lines = ["socket t tcp", "socket l unix", "bind l \(name)", "listen l 0", "socket a unix", "connect a \(name)"]
    let play = try play(lines + ["socket b unix"])
    for name in ["t", "b"] {
      #expect(try play.run("why \(name)").listing.contains("  try   bind \(name) ADDRESS, or connect \(name) ADDRESS"))
    }
    try play.run("connect b \(name) &")
    let told = try play.run("why b").listing
    #expect(told.contains { $0.hasPrefix("  waits connect in job 1") }, "\(told)")
    #expect(!told.contains { $0.hasPrefix("  try   bind") }, "\(told)")
  }

  @Test func aFullQueueIsWhatAConnectWaitsFor() throws {
    let play = try play([
      "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 0", "socket a tcp", "connect a {srv}", "socket b tcp",
    ])
    try play.run("connect b {srv} &")
    let srv = try play.address(of: "srv")
    #expect(
      try play.run("why b").listing.contains(
        "  waits connect in job 1, for the answer of \(srv), but the queue of srv is full"))
    #expect(
      try play.run("why b").listing.contains {
        $0.hasPrefix("  next  in ") && $0.contains("the kernel sends the SYN again")
      })
    #expect(
      try play.run("why srv").listing.contains(
        "  now   1 of at most 1 connection waits in its accept queue (Linux takes one more than the backlog, 0)"))
    let counter = "in this network namespace, the accept queue of a listener was full "
    #expect(try play.run("why srv").listing.contains { $0.contains(counter) })
    try play.run("socket idle tcp")
    try play.run("bind idle 127.0.0.1:0")
    try play.run("listen idle 5")
    #expect(try !play.run("why idle").listing.contains { $0.contains(counter) })
    #expect(try play.run("why").listing[0] == "connect b {srv} &: connect waits")
  }

  @Test func aResetThatCameLateIsRemembered() throws {
    let play = try play(OpeningLines.connected + ["send cli x", "sleep 20ms", "close conn"])
    let report = try play.run("why cli").listing
    #expect(
      report.contains(
        "  now   the connection is over: the other end sent RST, because conn was closed with 1 byte unread"))
    #expect(report.contains { $0.hasPrefix("  came  ESTABLISHED → CLOSED when close conn ran, ") })
    #expect(
      try play.run("why conn").listing == [
        "conn is gone: it was closed, and this end sent RST instead of FIN, because conn was closed with 1 byte unread; the kernel holds nothing of it any more, unless another descriptor has its socket open"
      ])
    try play.run("close cli")
    #expect(try play.run("why cli").listing[0].hasPrefix("cli is gone: it was closed; the kernel holds"))
  }

  /// At the end of a connection of messages 0 comes after ECONNRESET, as of a stream.
  @Test(arguments: ["unix", "unix-seqpacket"]) func theEndAfterAResetIsTheLastThatIsTold(kind: String) throws {
    let lines = ["socketpair a b \(kind)", "send a hello", "close b", "recv a 10"]
    let play = try play(lines + ["recv a 10"])
    let report = try play.run("why").listing
    #expect(report[0] == "recv a 10: recv returned 0", "\(report)")
    #expect(report[1].hasPrefix("  why   the other end of a "), "\(report)")
  }

  @Test func timeWaitSaysWhenItEnds() throws {
    let play = try play(OpeningLines.connected + ["close cli", "close conn = 0 [cli TIME_WAIT]"])
    // Another test's socket may have the port, too.
    #expect(try play.run("why cli").listing.contains { $0.contains("the kernel forgets it") })
  }

  @Test func aCallThatHasReturnedWaitsNoLonger() throws {
    let play = try play(["socketpair a b unix", "recv b 9 &"])
    #expect(try play.run("why").listing[0] == "recv b 9 &: recv waits")
    #expect(try play.failures("send a x = 1\nwait b = 1") == [])
    #expect(try play.run("why").listing[0] == "nothing has failed since the last call that waited, and it has returned")
  }

  @Test(arguments: [
    (["socketpair a b unix", "shutdown a rd"], "recv a 9", refusesMore),
    (["socketpair a b unix", "shutdown a rdwr"], "recvall a", refusesMore),
    (
      OpeningLines.connected + ["dup conn a", "shutdown conn rd"], "recv a 9",
      mayComeStill
    ),
    (["socketpair a b unix", "recv a 9 &", "shutdown a rd"], "wait a", refusesMore),
    (
      ["socket a tcp", "bind a 127.0.0.1:0", "shutdown a rd"], "recv a 9",
      "a was shut down for reading, and has no connection: recv does not wait"
    ),
  ])
  func theEndOfFileThatOnesOwnShutdownMakesIsNotTheOtherEnds(
    _ lines: [String], _ line: String, _ reason: String
  ) throws {
    try #expect(play(lines).run(line).why == reason)
  }

  private static let mayComeStill =
    "a was shut down for reading: this end wanted no more, and the other may still send"
  private static let refusesMore =
    "a was shut down for reading: this end wanted no more, and what is sent to it fails with EPIPE"

  @Test(arguments: [["shutdown conn wr", "close cli"], ["shutdown conn rd", "close cli"], ["close cli"]])
  func theEndOfFileThatTheOtherEndMadeNeedsNoReason(_ lines: [String]) throws {
    try #expect(play(OpeningLines.connected + lines).run("recv conn 9 = 0 EOF").why == nil)
  }

  @Test(arguments: [
    (
      ["pipe out a", "close out"], "write a x",
      "nobody can read what a writes: all descriptors of the pipe's other end are closed"
    ),
    (
      ["socket a tcp6", "bind a [::1]:0"], "setsockopt a IPV6_V6ONLY on",
      "IPV6_V6ONLY must be set before bind: a has an address already"
    ),
    (
      ["socket a tcp"] + OpeningLines.connected, "recv conn 1 MSG_OOB",
      "no urgent byte has come for conn, or it was read, or a recv without MSG_OOB has gone past it"
    ),
    (
      OpeningLines.connected + ["setsockopt conn SO_OOBINLINE on", "send cli x MSG_OOB"], "recv conn 1 MSG_OOB",
      "SO_OOBINLINE is on for conn: an urgent byte comes among the others, and MSG_OOB finds none"
    ),
  ])
  func whatTheStateForbidsIsSaid(_ lines: [String], _ line: String, _ why: String) throws {
    try #expect(play(lines).run(line).why == why)
  }

  @Test func nothingToExplainIsSaid() throws {
    let play = try play(["socket a tcp"])
    #expect(try play.run("why").listing[0] == "nothing has failed, and no call waits")
    #expect(throws: Diagnostic.self) { try play.run("why nobody") }
  }
}
