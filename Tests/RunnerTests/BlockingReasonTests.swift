import Runner
import Sockets
import Support
import Testing

/// What a call that blocks is said to wait for, from real sockets.
@Suite(.waits) struct BlockingReasonTests {
  private func prepared(_ lines: [String], isInteractive: Bool = false) throws -> Play {
    let play = Play(timeout: 5000, isInteractive: isInteractive)
    for line in lines { try play.run(line) }
    return play
  }

  @Test(arguments: [
    (OpeningLines.connected, "accept srv next", "accept queue 0/5"),
    (OpeningLines.connected, "recv conn", "nothing unread"),
    (OpeningLines.connected, "recvfrom conn 10", "nothing unread"),
    (OpeningLines.connected, "recvall conn", "nothing unread"),
    (OpeningLines.connected, "recvuntil conn x", "nothing unread"),
    (["socket a udp", "bind a 127.0.0.1:0"], "recvmmsg a 2 16", "nothing unread"),
    (OpeningLines.connected + ["send cli abc"], "recv conn 10 MSG_WAITALL", "3 of 10 bytes unread"),
    (OpeningLines.connected + ["send cli abc"], "recvmsg conn 10 MSG_WAITALL", "3 of 10 bytes unread"),
    (OpeningLines.connected, "poll conn srv", "none of them is ready"),
    (OpeningLines.connected, "select r:conn", "none of them is ready"),
    (["epoll_create ep"], "epoll_wait ep", "ep watches nothing"),
    (
      OpeningLines.connected + ["epoll_create ep", "epoll_ctl ep add conn"], "epoll_wait ep",
      "nothing that ep watches is ready"
    ),
    (["socket a udp", "bind a 127.0.0.1:0"], "recv a", "nothing unread"),
    (
      ["socketpair a b", "setsockopt a SO_RCVLOWAT 10", "send b hello"], "recv a 100",
      "5 bytes unread, and SO_RCVLOWAT is 10"
    ),
    (
      ["socketpair a b", "setsockopt a SO_RCVLOWAT 10", "send b hello"], "read a 100",
      "5 bytes unread, and SO_RCVLOWAT is 10"
    ),
    (
      ["socketpair a b", "setsockopt a SO_PEEK_OFF 0", "send b hello", "recv a 5 MSG_PEEK"], "recv a 5 MSG_PEEK",
      "5 bytes unread, and SO_PEEK_OFF is 5"
    ),
    (["pipe out in", "write in fill:64K"], "write in x", "the pipe is full"),
    (["socketpair a b", "pipe out in"], "splice a in 64", "a is empty"),
    (["socketpair a b", "pipe out in"], "splice out a 64", "out is empty"),
    (["socketpair a b", "pipe out in", "write in fill:64K", "send b x"], "splice a in 64", "in is full"),
    (["pipe out in", "pipe out2 in2"], "tee out in2 64", "out is empty"),
    (
      ["socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 0", "socket a tcp", "connect a {srv}", "socket b tcp"],
      "connect b {srv}",
      "the queue of srv is full 1/0"
    ),
  ])
  func aCallThatBlocksSaysWhy(_ lines: [String], _ line: String, _ forecast: String) throws {
    try #expect(prepared(lines).run(line + " &").forecast == forecast)
    let play = try prepared(lines)
    let step = try play.run("\(line) = timeout within 400ms")
    #expect(step.failure == nil && step.forecast == forecast)
    #expect(play.witness.forecasts == [forecast], "after a moment it is said")
  }

  /// Though poll(2) does not report its descriptor, it has nothing to wait for.
  @Test(arguments: [
    (["socketpair a b"], "read a 0"), (["pipe out in"], "read out 0"), (["eventfd e"], "read e 4"),
    (["timerfd t 10s"], "read t 4"), (["signalfd g SIGUSR2"], "read g 10"),
    (OpeningLines.connected, "recv conn 5 MSG_OOB"),
    (["pipe out in", "write in fill:64K"], #"write in """#),
    (OpeningLines.connected + ["setsockopt conn SO_RCVLOWAT 5", "send cli xy"], "recv conn 2"),
  ])
  func whatReturnsAtOnceIsNotSaidToBlock(_ lines: [String], _ line: String) throws {
    let play = try prepared(lines, isInteractive: true)
    try #expect(play.run(line).exchanges[0].answer != nil)
    #expect(play.witness.forecasts == [])
  }

  /// Another descriptor has the socket still, and unread bytes make a close send RST.
  @Test(arguments: [["dup cli other"], ["send conn x"]]) func aCloseThatDoesNotLingerIsNotSaidToBlock(_ more: [String])
    throws
  {
    let filling = ["setsockopt cli SO_SNDBUF 64K", "setsockopt cli SO_LINGER on 3s", "send cli fill:8M MSG_DONTWAIT"]
    let play = try prepared(OpeningLines.connected + filling + more, isInteractive: true)
    let answer = try #require(play.run("close cli").exchanges[0].answer)
    #expect(play.witness.forecasts == [] && answer.nanoseconds < 1_000_000_000)
  }

  @Test(arguments: [
    (
      ["socket b unix-dgram", "bind b unix:", "socket a unix-dgram", "connect a {b}", "nonblock a on"], "send a x",
      "the queue of b is full (as many as net.unix.max_dgram_qlen was when it was made; now "
    ),
    (
      ["eventfd a", "nonblock a on", "write a hex:feffffffffffffff"], "write a hex:0100000000000000",
      "the counter of a has no room for that number"
    ),
  ])
  func whatHasNoSendBufferIsNotCalledOne(_ lines: [String], _ line: String, _ forecast: String) throws {
    let play = try prepared(lines)
    while try play.run(line).exchanges[0].answer?.failed == false {}
    #expect(try play.run(line + " = -1 EAGAIN").why?.hasPrefix(forecast) == true)
    try play.run("nonblock a off")
    let told = try play.run(line + " &").forecast
    #expect(told?.hasPrefix(forecast) == true, "\(told ?? "-")")
  }

  /// Its descriptor is another socket's by then, or nobody's.
  @Test(arguments: ["recv a", "recvall a 64"]) func ofAClosedHandleNothingIsSaid(_ line: String) throws {
    let play = try prepared(["socketpair a b", "\(line) &", "close a", "socketpair c d"])
    #expect(try play.run("fg a = timeout within 1ms").forecast == nil)
  }

  @Test func aFullBufferIsToldWithItsBytes() throws {
    // A receive buffer of a fixed size: the kernel may let another grow until all has been sent.
    let play = try prepared(OpeningLines.connected + ["setsockopt conn SO_RCVBUF 65536"])
    let step = try play.run("send cli fill:32M &")
    let told = try #require(step.forecast?.wholeMatch(of: /send buffer full \((\d+) unsent\)/))
    #expect(Int(told.1)! > 10_000)
    // The other end may still make some room for a while.
    var again: String?
    let end = monotonicNanoseconds() + 20_000_000_000
    while again == nil, monotonicNanoseconds() < end { again = try play.run("send cli x &").forecast }
    #expect(again?.hasPrefix("send buffer full (") == true)
  }

  /// On a UNIX domain socket the kernel counts the memory, which is more than the bytes.
  @Test func aFullBufferOfAUNIXDomainSocketIsToldWithItsMemory() throws {
    let play = try prepared(["socketpair a b", "nonblock a on", "send a fill:16M", "nonblock a off"])
    let told = try #require(try play.run("send a fill:16M &").forecast)
    let parts = try #require(
      told.wholeMatch(of: /send buffer full \(unread data take (\d+) bytes of memory\)/), "\(told)")
    #expect(Int(parts.1)! > play.table.find("b")!.snapshot.unread)
  }

  @Test func aPersonIsToldAtOnce() throws {
    let play = try prepared(OpeningLines.connected, isInteractive: true)
    try play.run("recv conn = timeout within 5ms")
    #expect(play.witness.forecasts == ["nothing unread"])
    try play.run("recv conn &")
    try play.run("fg conn = timeout within 5ms")
    #expect(play.witness.forecasts == ["nothing unread", "nothing unread"], "once for each wait")
  }

  @Test func aCallThatReturnsSaysNothing() throws {
    let play = try prepared(OpeningLines.connected, isInteractive: true)
    for line in ["send cli abc", "recv conn 2", "poll conn", "recv conn"] {
      try #expect(play.run(line).forecast == nil)
    }
    #expect(play.witness.waiting.isEmpty)
  }

  @Test func checkSaysWhatACallStillWaitedFor() throws {
    let play = Play(timeout: 10, wantsChanges: false)
    for line in OpeningLines.connected { try play.run(line) }
    try #expect(play.run("accept srv next").forecast == "accept queue 0/5")
  }
}
