import Support
import Testing

/// What poll, select and epoll wait for, and why an epoll instance is silent about what is ready.
@Suite(.waits) struct WatchedEventsTests {
  @Test(arguments: epolls + polls) func theEventsAreNamed(situation: WaitSituation) throws { try situation.play() }

  private static let connected = OpeningLines.connected
  private static let watched = connected + ["nonblock conn on", "epoll_create ep"]
  private static let partly =
    watched + [
      "epoll_ctl ep add conn EPOLLIN|EPOLLET = 0", "send cli 0123456789 = 10", "epoll_wait ep 10 1s = 1 conn:EPOLLIN",
      "recv conn 4 = 4",
    ]

  static let epolls = [
    WaitSituation(
      name: "an event", lines: watched + ["epoll_ctl ep add conn EPOLLIN = 0", "epoll_wait ep &"], asks: "why",
      says: ["  waits epoll_wait in job 1, for an event of what ep watches: conn:EPOLLIN", "it watches conn:EPOLLIN"],
      never: ["datagram", "reported", "ready"]),
    WaitSituation(
      name: "an event of several",
      lines: watched + [
        "epoll_ctl ep add conn EPOLLIN|EPOLLRDHUP = 0", "epoll_ctl ep add srv = 0", "epoll_pwait ep &",
      ],
      asks: "why ep", says: ["for an event of what ep watches: ", "conn:EPOLLIN|EPOLLRDHUP", "srv:EPOLLIN", " or "]),
    WaitSituation(
      name: "an edge that was told", lines: partly + ["epoll_wait ep &"], asks: "why",
      says: [
        "conn is ready (6 bytes unread), but ep has reported that already (EPOLLET)",
        "for an event of what ep watches: conn:EPOLLIN|EPOLLET", "epoll_ctl ep mod conn EVENTS",
      ], never: ["nothing that ep watches is ready", "datagram"]),
    WaitSituation(
      name: "an edge that was told, from the watched end", lines: partly, asks: "why conn",
      says: [
        "6 bytes have come and are unread",
        "conn is ready (6 bytes unread), but ep has reported that already (EPOLLET)",
      ]),
    WaitSituation(
      name: "an edge of writing that was told",
      lines: watched + [
        "epoll_ctl ep add conn EPOLLOUT|EPOLLET = 0", "epoll_wait ep 1s = 1 conn:EPOLLOUT", "epoll_wait ep &",
      ],
      asks: "why ep", says: ["conn is ready (EPOLLOUT), but ep has reported that already (EPOLLET)"]),
    WaitSituation(
      name: "an edge that has not come",
      lines: watched + ["epoll_ctl ep add conn EPOLLIN|EPOLLET = 0", "epoll_wait ep &"],
      asks: "why ep", says: ["for an event of what ep watches: conn:EPOLLIN|EPOLLET"], never: ["reported", "ready"]),
    WaitSituation(
      name: "an event that was told once",
      lines: watched + [
        "epoll_ctl ep add conn EPOLLIN|EPOLLONESHOT = 0", "send cli x", "epoll_wait ep 1s = 1", "epoll_wait ep &",
      ],
      asks: "why",
      says: [
        "conn was reported once (EPOLLONESHOT), and ep is silent about it until epoll_ctl ep mod conn",
        "epoll_ctl ep mod conn EVENTS arms it again",
      ], never: ["nothing that ep watches"]),
    WaitSituation(
      name: "an event that is there", lines: watched + ["epoll_ctl ep add conn EPOLLIN = 0", "send cli x"],
      asks: "why ep",
      says: ["something of that is ready: epoll_wait returns at once"], never: ["reported"]),
    WaitSituation(
      name: "nothing", lines: watched + ["epoll_wait ep &"], asks: "why ep",
      says: ["it watches nothing", "  waits epoll_wait in job 1, for an event, but ep watches nothing"]),
    WaitSituation(
      name: "what has no descriptor any more",
      lines: watched + ["epoll_ctl ep add conn EPOLLIN = 0", "dup conn other", "close conn", "epoll_wait ep &"],
      asks: "why ep",
      says: ["for an event of what ep watches: conn:EPOLLIN (its descriptor is closed)"]),
  ]

  static let polls = [
    WaitSituation(
      name: "poll of two", lines: connected + ["poll conn srv:POLLIN|POLLOUT &"], asks: "why",
      says: [
        "  waits poll in job 1, for an event: conn:POLLIN or srv:POLLIN|POLLOUT", "conn: ESTABLISHED, nothing unread",
        "srv: LISTEN, 0/5 in its queue", "conn: the other end is cli (ESTABLISHED)",
      ], never: ["datagram"]),
    WaitSituation(
      name: "poll, from what it watches", lines: connected + ["ppoll conn:POLLPRI &"], asks: "why conn",
      says: ["  waits ppoll in job 1, for an event: conn:POLLPRI"]),
    WaitSituation(
      name: "select", lines: connected + ["select r:conn x:cli &"], asks: "why",
      says: ["  waits select in job 1, for an event: conn:readable or cli:exceptional"], never: ["datagram"]),
    WaitSituation(
      name: "pselect for room",
      lines: ["pipe out in", "write in fill:64K", "pselect w:in &"], asks: "why in",
      says: ["  waits pselect in job 1, for an event: in:writable"]),
  ]

  @Test func theForecastKnowsWhatWasTold() throws {
    let play = try Play(Self.partly, isInteractive: true)
    let forecast = try play.run("epoll_wait ep &").forecast
    #expect(forecast == "conn is ready (6 bytes unread), but ep has reported that already (EPOLLET)")
    try play.run("cancel ep")
    try play.run("epoll_ctl ep mod conn EPOLLIN|EPOLLET")
    #expect(try play.failures("epoll_wait ep 10 1s = 1 conn:EPOLLIN") == [])
  }

  /// The kernel keeps an entry by its file, also when another one has the number. In a process of its own nobody else
  /// takes the number.
  private func reused(_ first: String, _ add: String, _ second: String) throws -> Play {
    let play = try Play(["epoll_create ep", first, add, "dup a a2"], isInteractive: true)
    let number = try #require(play.table.find("a")?.descriptor)
    for line in ["close a", second] { try play.run(line) }
    demand(play.table.find("b")?.descriptor == number, "b has not the number of a")
    return play
  }

  @Test func whatHasTheNumberOfAnotherIsNotTakenForIt() throws {
    try SeparateProcess.run {
      let play = try reused("socket a tcp", "epoll_ctl ep add a EPOLLIN|EPOLLOUT", "socket b udp")
      let closed = "a:EPOLLIN|EPOLLOUT (its descriptor is closed)"
      demand(try play.run("why ep").listing.contains("  now   it watches \(closed)"))
      let failures = try play.failures(
        """
        epoll_wait ep 10 0 = 1 a:EPOLLOUT|EPOLLHUP
        epoll_ctl ep add b EPOLLIN = 0
        epoll_wait ep 10 0 = 1 a:EPOLLOUT|EPOLLHUP
        """)
      demand(failures.isEmpty, "\(failures)")
      let story = try play.run("why ep").listing.joined(separator: "\n")
      demand(story.contains(closed) && story.contains("b:EPOLLIN") && !story.contains("b:EPOLLIN ("), story)
    }
  }

  /// All of them have one inode.
  @Test func whatIsNoSocketIsNotTakenForAnother() throws {
    try SeparateProcess.run {
      let play = try reused("eventfd a", "epoll_ctl ep add a", "timerfd b 10s")
      demand(try play.run("why ep").listing.contains("  now   it watches a:EPOLLIN (its descriptor is closed)"))
      let failures = try play.failures("epoll_ctl ep mod b EPOLLIN = -1 ENOENT\nepoll_ctl ep add b EPOLLOUT = 0")
      demand(failures.isEmpty, "\(failures)")
      let story = try play.run("why ep").listing.joined(separator: "\n")
      demand(story.contains("a:EPOLLIN (its descriptor is closed)") && story.contains("b:EPOLLOUT"), story)
    }
  }
}
