import Runner
import Sockets
import Support
import Testing

/// close on a socket with SO_LINGER, which waits for the other end.
@Suite(.waits) struct LingerTests {
  /// A client with so much unsent that nothing but reading at the other end lets it go.
  private func prepared(
    _ linger: String = "on 60s", isInteractive: Bool = false, kernel: any Kernel = SealedKernel()
  ) throws -> Play {
    let play = Play(kernel: kernel, timeout: 5000, isInteractive: isInteractive)
    let lines = [
      "socket srv tcp", "setsockopt srv SO_RCVBUF 8K", "setsockopt srv SO_SNDBUF 64K",
      "setsockopt srv SO_LINGER \(linger)",
      "bind srv 127.0.0.1:0", "listen srv 5", "socket cli tcp",
      "setsockopt cli SO_SNDBUF 64K", "setsockopt cli SO_LINGER \(linger)", "connect cli {srv}", "accept srv conn",
      "send cli fill:1M MSG_DONTWAIT",
    ]
    for line in lines { try #expect(play.run(line).failure == nil, "\(line)") }
    return play
  }

  @Test func aDeadlineEndsTheWaitAndTheDescriptorIsGone() throws {
    let play = try prepared()
    let step = try play.run("close cli = timeout within 30ms [cli FIN_WAIT1]")
    #expect(step.failure == nil && step.exchanges[0].answer?.result == 0)
    #expect(
      step.listing.first?.contains("a signal ended the wait, which a close does not report; the kernel goes on sending")
        == true)
    try #expect(play.run("? cli.fd == -1 and cli.unsent > 10000").failure == nil)
  }

  /// Its result is 0 either way; what the kernel still holds tells whether the wait was over.
  @Test func whatIsDoneAtThatVeryMomentIsNotTimedOut() throws {
    // The other end confirms the FIN within 50 ms.
    let play = try prepared(kernel: SealedKernel(late: ["close": 400_000]))
    let end = monotonicNanoseconds() + 5_000_000_000
    while try play.run("? cli.unsent == 0 within 1ms").failure != nil, monotonicNanoseconds() < end {
      try play.run("recv conn 4M MSG_DONTWAIT")
    }
    let step = try play.run("close cli = 0 [cli FIN_WAIT2] within 300ms")
    #expect(step.failure == nil && step.outcome == .done && step.listing.isEmpty)
  }

  @Test func whenItsTimeIsOverTheKernelGoesOnSending() throws {
    let play = try prepared("on 1s")
    let step = try play.run("close cli = 0 [cli FIN_WAIT1]")
    #expect(step.failure == nil && (900_000_000..<9_000_000_000).contains(step.exchanges[0].answer!.nanoseconds))
    #expect(step.listing.first?.contains("the time of SO_LINGER (1 s) is over") == true)
    try play.run("recv conn 4M MSG_WAITALL = 10000..99999999")
    try #expect(play.run("recv conn = 0 EOF").failure == nil)
  }

  /// O_NONBLOCK is nothing to it.
  @Test func itWaitsOnANonblockingSocketToo() throws {
    let play = try prepared()
    try play.run("nonblock cli on")
    try #expect(play.run("close cli = timeout within 30ms").failure == nil)
  }

  @Test func inTheBackgroundItReturnsWhenAllIsRead() throws {
    let play = try prepared()
    let step = try play.run("close cli & = blocks")
    #expect(step.failure == nil && step.forecast?.contains(/^\d+ bytes unsent, for up to 60 s \(SO_LINGER\)$/) == true)
    #expect(
      step.changes.map(\.name) == ["cli"] && step.changes[0].isClosing && step.changes[0].after.state == .finWait1)
    try #expect(play.run("wait cli = timeout within 20ms").failure == nil)
    try play.run("recv conn 4M MSG_WAITALL")
    let ended = try play.run("wait cli = 0 [cli FIN_WAIT2, conn CLOSE_WAIT]")
    #expect(ended.failure == nil && ended.listing.isEmpty)
  }

  @Test func cancelEndsTheWait() throws {
    let play = try prepared()
    try play.run("close cli &")
    let step = try play.run("cancel cli = 0")
    #expect(step.failure == nil && step.listing.first?.contains("a signal ended the wait") == true)
  }

  /// The other end resets it, it is forgotten, and its name, number and place in the table are given to others.
  @Test func whatTookItsPlaceIsLeftAlone() throws {
    let play = try prepared()
    try play.run("close cli &")
    try play.run("reset conn")
    let end = monotonicNanoseconds() + 20_000_000_000
    while play.table.find("cli") != nil, monotonicNanoseconds() < end { play.session.watch() }
    for line in ["socket x1 udp", "socket x2 udp", "socket x3 udp"] { try play.run(line) }
    let step = try play.run("wait cli = 0")
    #expect(step.failure == nil && step.changes.isEmpty)
    for name in ["x1", "x2", "x3"] { try #expect(play.run("? \(name).fd > 0").failure == nil) }
  }

  @Test func anAcceptedSocketInheritsIt() throws {
    let play = try prepared()
    for line in [
      "socket c2 tcp", "setsockopt c2 SO_RCVBUF 8K", "connect c2 {srv}", "accept srv next",
      "send next fill:1M MSG_DONTWAIT",
    ] {
      try play.run(line)
    }
    try play.run("close next = blocks")
    try #expect(play.run("cancel next = 0").failure == nil)
  }

  @Test func resetWaitsForNobody() throws {
    let play = try prepared()
    try #expect(play.run("reset cli = 0 [conn CLOSED]").failure == nil)
  }

  @Test func theEndOfASessionWaitsForNobody() throws {
    let start: Int64
    do {
      let play = try prepared()
      try play.run("close cli &")
      for line in [
        "socket c2 tcp", "setsockopt c2 SO_SNDBUF 64K", "setsockopt c2 SO_LINGER on 60s", "connect c2 {srv}",
        "send c2 fill:1M MSG_DONTWAIT",
      ] {
        try play.run(line)
      }
      start = monotonicNanoseconds()
    }
    // Each of the two would have waited 60 s.
    #expect(monotonicNanoseconds() - start < 30_000_000_000)
  }
}
