import Foundation
import Handles
import Runner
import Sockets
import Support
import Testing

/// Sentences that say no more than what was seen, where more causes than one lead to the same.
@Suite(.waits) struct UnprovenCausesTests {
  private func play(_ lines: [String]) throws -> Play { try Play(lines, isInteractive: true) }

  private func story(_ play: Play, _ handle: String) throws -> String {
    try play.run("why \(handle)").listing.joined(separator: "\n")
  }

  // MARK: Sockets that look alike

  @Test(arguments: [
    Situation(
      "socket f tcp\nsend f x MSG_FASTOPEN",
      says: "with MSG_FASTOPEN the call also connects, and it was given no address",
      hides: ["control message"]),
    Situation(
      "socket d unix-dgram\nconnect d unix:@{name}\nsocket k unix-dgram\nbind k unix:@{name}",
      peer: """
        import os
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); n = 'alike-%d' % os.getpid(); s.bind('\\0' + n); say(n)
        """, says: "@PEER is bound to unix:@", hides: ["is connected"]),
    Situation(
      "socket n netlink\nsend n hex:1400000012000103010000000000000000000000", about: "n",
      says: "messages have come and are unread: they use ", hides: ["the next message has"]),
    Situation(
      "socketpair a b unix\nsend a oob MSG_OOB\nrecv b 1 MSG_OOB\nrecv b 10 MSG_DONTWAIT", about: "a",
      says: "(after MSG_OOB)", hides: ["is not received yet"]),
    Situation(
      """
      socketpair a b unix
      epoll_create ep
      epoll_ctl ep add a EPOLLIN|EPOLLONESHOT
      send b xyz
      epoll_wait ep 10 0
      dup a a2
      close a
      epoll_wait ep 10 10
      """, about: "ep", says: "ep", hides: ["nothing that ep watches is ready"]),
  ])
  func whatWasSeenIsSaid(_ situation: Situation) throws { try situation.check() }

  /// Linux goes on counting the urgent byte that it has gone past.
  @Test func anUrgentByteThatWasSkippedIsNotSaidToBeUnread() throws {
    let play = try play(["socketpair a b", "send a ABC MSG_OOB", "send a DE", "recv b = 2 \"AB\"", "recv b = 2 \"DE\""])
    guard try play.run("why b").changes.isEmpty, play.table.find("b")?.snapshot.unread == 1 else { return }
    let told = try story(play, "b")
    #expect(told.contains("SIOCINQ counts 1 byte, but poll finds nothing to read") && !told.contains("try   recv"))
  }

  @Test func anAddressOfAnotherMachineIsNotBlamedOnARoute() throws {
    let play = try play(["socket u udp", "setsockopt u IP_FREEBIND on", "bind u 203.0.113.7:0"])
    let step = try play.run("sendto u hi 127.0.0.1:9 = -1 ENETUNREACH")
    #expect(
      step.reason?.sentence
        == "u is bound to 203.0.113.7, which this machine does not have; without IP_TRANSPARENT nothing is sent from there"
    )
  }

  @Test func aShutdownInTheHandshakeTakesItBack() throws {
    let play = try play([
      "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 0", "socket a tcp", "connect a {srv}", "socket b tcp",
      "nonblock b on", "connect b {srv} = -1 EINPROGRESS", "shutdown b wr = 0 [b CLOSED]",
    ])
    #expect(try !story(play, "b").contains("handshake"))
    let step = try play.run("recv b = -1 ECONNRESET")
    #expect(step.failure == nil && step.reason?.sentence == "b took its connect back itself: shutdown in SYN_SENT")
  }

  @Test func anEndThatIsShutDownBothWaysAnswersWithRST() throws {
    let play = try play(OpeningLines.connected + ["shutdown cli wr", "? cli.state == FIN_WAIT2", "shutdown cli rd"])
    let told = try story(play, "cli")
    #expect(told.contains("data that come now are answered with RST") && !told.contains("may still send"), "\(told)")
    #expect(try play.failures("send conn more = 4\n? conn.state == CLOSED") == [])
  }

  /// A file and memory have no other end.
  @Test func theEndOfAFileIsNoOtherEnd() throws {
    let ended = try Program.run(["-e", "memfd m", "-e", "write m abc", "-e", "read m 10"])
    #expect(ended.output.contains("  EOF   the end of file\n"), "\(ended.output)")
  }

  // MARK: Ports

  @Test func aPortThatIsGivenBackMayStillBeInUse() throws {
    let play = try play(OpeningLines.connected + ["let port {srv.port}", "shutdown srv rd"])
    let used = try story(play, "srv")
    #expect(
      used.contains("is given back, but something else still uses it: conn has a connection on that port"), "\(used)")
    #expect(try play.failures("socket x tcp = fd\nbind x 127.0.0.1:{port} = -1 EADDRINUSE") == [])
    for line in ["reset conn", "close cli"] { try play.run(line) }
    let free = try story(play, "srv")
    #expect(free.contains("is given back: others may take it, and listen takes a new port"), "\(free)")
    #expect(try play.failures("bind x 127.0.0.1:{port} = 0") == [])
  }

  @Test func aPortInTimeWaitIsNotFreeWhileSomebodyListensThere() throws {
    let play = try play(OpeningLines.connected + ["close conn", "close cli = 0 [conn TIME_WAIT]"])
    let story = try story(play, "conn")
    #expect(story.contains("the kernel forgets it") && !story.contains("the port is free"), "\(story)")
  }

  /// A port that bind has given it by number remains with an open descriptor, also when TIME_WAIT is over.
  @Test func aPortInTimeWaitIsNotFreeBeforeItsSocketIsClosed() throws {
    let free = try play(["socket f tcp", "bind f 127.0.0.1:0", "let port {f.port}", "close f"]).table.variables["port"]
    let lines = [
      "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "socket a tcp",
      "bind a 127.0.0.1:\(free ?? "")", "connect a {srv}", "accept srv x", "shutdown a wr",
      "shutdown x wr = 0 [a TIME_WAIT]",
    ]
    let story = try story(play(lines), "a")
    #expect(story.contains("the kernel forgets it; a is bound to its port until it is closed"), "\(story)")
  }

  /// What is sent to a group goes to its members, not to all that have its port.
  @Test func nobodyIsBoundToTheAddressOfAGroup() throws {
    let play = try play(["socket m udp", "bind m 0.0.0.0:0", "socket s udp", "connect s 239.1.1.1:{m.port}"])
    let story = try story(play, "s")
    #expect(!story.contains("bound to its peer's address"), "\(story)")
  }

  /// A connect that waits has its own descriptor alone.
  @Test func theListenerOfAWaitingConnectIsGoneWhenItIsClosed() throws {
    let play = try play([
      "socket s unix", "bind s unix:", "listen s 0", "socket a unix", "connect a {s}", "socket b unix",
      "connect b {s} &",
    ])
    let step = try play.run("close s")
    #expect(step.report.lines == [] && step.changes.first { $0.name == "s" }?.isGone == true)
  }

  // MARK: Arguments

  @Test(arguments: [
    Situation(
      "socket t tcp6\nsetsockopt t IPV6_V6ONLY on\nbind t [::ffff:127.0.0.1]:0",
      says: "IPV6_V6ONLY is on for t, so it cannot be bound to ", ", an IPv4 address",
      hides: ["has an address already"]),
    Situation(
      "socket t tcp6\nbind t [ff02::1%lo]:0", says: "is a multicast address", hides: ["has an address already"]),
  ])
  func anAddressThatAnIPv6SocketCannotHave(_ situation: Situation) throws { try situation.check() }

  private static let toItself = "socket u udp\nbind u 127.0.0.1:0\nsendto u abc {u}\n"

  @Test(arguments: [
    Situation(toItself + "ioctl u SIOCGSTAMP", says: "no call has received a message from u yet: ", hides: ["on for"]),
    Situation(
      "socket u udp\nsetsockopt u SO_TIMESTAMP on\nbind u 127.0.0.1:0\nsendto u abc {u}\nrecvmsg u 9\nioctl u SIOCGSTAMP",
      says: "SO_TIMESTAMP is on for u: the time of a datagram goes to its control message", hides: ["no call"]),
    Situation(
      toItself + "setsockopt u SO_TIMESTAMPNS on\nrecvmsg u 9\nsetsockopt u SO_TIMESTAMPNS off\nioctl u SIOCGSTAMP",
      says: "no call has received a message from u yet, or only while SO_TIMESTAMP"),
    Situation("socket t tcp\nioctl t SIOCGSTAMP", says: "keeps no time of what comes"),
  ])
  func whereNoTimeIsKept(_ situation: Situation) throws { try situation.check() }

  // MARK: Datagrams

  @Test(arguments: ["socketpair x y unix-dgram", "socket y udp\nbind y 127.0.0.1:0\nsocket x udp\nconnect x {y}"])
  func onlyTheNextDatagramIsCounted(_ lines: String) throws {
    let play = try play(lines.components(separatedBy: "\n") + ["send x 1", "send x 22"])
    let story = try story(play, "y")
    #expect(story.contains("  now   the next datagram has 1 byte\n"), "\(story)")
    #expect(play.session.leftovers.contains { $0.sentence == "y has a datagram of 1 byte unread" })
    let count = try self.play(["socketpair x y unix-seqpacket", "send x 1", "send x 22"])
    #expect(try self.story(count, "y").contains("  now   3 bytes have come and are unread\n"))
  }

  @Test func severalDatagramsMayHaveComeAsOne() throws {
    let play = try play([
      "socket u udp", "setsockopt u UDP_GRO on", "bind u 127.0.0.1:0", "socket v udp", "setsockopt v UDP_SEGMENT 4",
      "sendto v 0123456789 {u}",
    ])
    let story = try story(play, "u")
    #expect(story.contains("of one datagram or of several that came together (UDP_GRO)"), "\(story)")
  }

  // MARK: Handshakes

  /// What a listener has answered with a SYN cookie is nobody's until the ACK finds room in its queue.
  @Test(.enabled(if: Setting.named("net.ipv4.tcp_syncookies")?.value == "1", "the kernel sends no SYN cookies"))
  func anOtherEndThatIsNotThereYetIsNotCalledGoneForCertain() throws {
    let told = try #require(try Self.withoutInterruption { try twoWithOnePlace() }, "c2 had the place before c3 came")
    let causes = "the other end: srv has not finished the handshake (the ACK of this end is dropped while the accept"
    #expect(told.contains(causes) && told.contains("it is gone, or addresses are translated on the way"), "\(told)")
  }

  /// What is told of two connections that got a SYN cookie each, while the queue has room for one; nil where the other was
  /// not answered at all: their SYNs are repeated after a second, and must come in the same turn of the kernel's timer.
  private func twoWithOnePlace() throws -> String? {
    let play = try play([
      "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 0", "socket c1 tcp", "socket c2 tcp", "socket c3 tcp",
      "connect c1 {srv}", "nonblock c2 on", "nonblock c3 on", "connect c2 {srv}", "connect c3 {srv}", "accept srv d",
    ])
    let failures = try play.failures("? c2.state == ESTABLISHED within 5s\n? c3.state == ESTABLISHED within 5s")
    return failures.isEmpty ? try story(play, "c2") + story(play, "c3") : nil
  }

  /// What `trial` returns, the first time that it is not nil.
  private static func withoutInterruption<T>(_ trial: () throws -> T?) rethrows -> T? {
    for _ in 1...6 { if let result = try trial() { return result } }
    return nil
  }

  @Test(.enabled(if: Namespace.isPossible)) func whereAConnectionBetweenHostsWaitsIsSeen() throws {
    let waits = "the other end waits in srv's queue, and nobody has accepted it yet"
    let lines = ["a> socket c tcp", "a> connect c {srv}", "a> why c"]
    try NetworkSituation(
      hosts: "b> socket srv tcp", "b> bind srv 10.0.0.2:7000", "b> listen srv 5", lines[0], lines[1], lines[2],
      says: [waits]
    ).check()
    try NetworkSituation(
      hosts: "b> socket srv tcp", "b> bind srv 10.0.0.2:7000", "b> listen srv 5", lines[0], lines[1], "b> accept srv d",
      lines[2], says: ["the other end is d (ESTABLISHED)"], hides: ["queue"]
    ).check()
  }

  @Test(.enabled(if: Namespace.isPossible)) func theEndOfAnEarlierConnectIsNotThatOfThisOne() throws {
    try NetworkSituation(
      hosts: "b> socket srv tcp", "a> socket c tcp", "a> nonblock c on", "a> connect c 10.0.0.9:1", "a> nonblock c off",
      "a> connect c 10.0.0.2:7000", "a> why",
      says: ["this is how the connect to 10.0.0.9:1 ended: no machine answered at 10.0.0.9"], hides: ["10.0.0.2 can"]
    ).check()
  }

  // MARK: Errors

  @Test(arguments: [
    ("", "an error is pending: the next call on it returns it, or SO_ERROR does (poll says POLLERR)"),
    ("setsockopt u IP_RECVERR on", "an error is pending, which the next call on it returns, or a message is in its"),
  ])
  func anErrorThatIsPendingIsSeen(_ line: String, _ words: String) throws {
    let lines = ["socket d udp", "bind d 127.0.0.1:0", "socket u udp", line, "connect u {d}", "close d", "send u x"]
    let play = try play(lines.filter { !$0.isEmpty } + ["poll u:POLLERR 10s"])
    let pending = try story(play, "u")
    #expect(pending.contains("  now   " + words), "\(pending)")
    #expect(try play.failures("recv u 9 = -1 ECONNREFUSED") == [])
  }

  // MARK: Queues

  /// Which of the listeners has a connection, only its queue and the end of that show.
  @Test(arguments: ["close", "shutdown"]) func aListenerThatSharesItsPortResetsWhatIsInItsQueue(_ how: String) throws {
    let play = try play([
      "socket a tcp", "setsockopt a SO_REUSEPORT on", "bind a 127.0.0.1:0", "listen a 9", "socket b tcp",
      "setsockopt b SO_REUSEPORT on", "bind b {a}", "listen b 9", "let to {a}",
    ])
    let names = (1...8).map { "c\($0)" }
    for name in names {
      try play.run("socket \(name) tcp")
      let listener = try play.run("connect \(name) {to}").changes.first { ["a", "b"].contains($0.name) }
      #expect(listener?.after.queue == (listener?.before?.queue ?? 0) + 1, "\(name)")
    }
    for listener in ["b", "a"] {
      let step = try play.run("\(how) \(listener)" + (how == "close" ? "" : " rd"))
      let ended = step.changes.filter { names.contains($0.name) && $0.after.state == .closed }.map(\.name)
      let reset = how == "close" ? "was closed" : "stopped listening"
      for name in ended {
        let told = try story(play, name)
        #expect(told.contains("because \(listener) \(reset) before it had accepted the connection"), "\(told)")
      }
    }
    #expect(names.allSatisfy { play.state($0) == .closed })
    #expect(play.table.all.allSatisfy { $0.transitions.last?.cause != nil })
  }
}
