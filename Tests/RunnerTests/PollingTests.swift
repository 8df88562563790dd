import Glibc
import Runner
import SessionLanguage
import Sockets
import Support
import Testing

/// Waiting for several descriptors at once, on real sockets.
@Suite(.waits) struct PollingTests {
  private static let connected = OpeningLines.connected.text

  static let stories: [String: String] = [
    "a connect that does not wait": """
    socket srv tcp
    bind srv 127.0.0.1:0
    listen srv 5
    socket cli tcp
    nonblock cli on = 0
    connect cli {srv} = -1 EINPROGRESS
    poll cli:POLLOUT 2s = 1 cli:POLLOUT
    getsockopt cli SO_ERROR = 0
    ? cli.SO_ERROR == 0 and cli.state == ESTABLISHED
    """,
    "a connect that does not wait and is refused": """
    socket srv tcp
    bind srv 127.0.0.1:0
    socket cli tcp
    nonblock cli on = 0
    connect cli {srv} = -1 EINPROGRESS
    poll cli:POLLOUT 2s = 1 cli:POLLOUT|POLLERR|POLLHUP
    ? cli.SO_ERROR == ECONNREFUSED
    poll cli:POLLOUT 2s = 1 cli:POLLHUP|POLLOUT
    """,
    "the end of a stream in halves": connected + """

      poll conn 0 = 0
      shutdown cli wr = 0
      poll conn:POLLIN|POLLRDHUP 1s = 1 conn:POLLIN|POLLRDHUP
      poll conn 1s = 1 conn:POLLIN
      shutdown conn wr = 0
      poll conn:POLLRDHUP 1s = 1 conn:POLLRDHUP|POLLHUP
      """,
    "a reset": connected + """

      reset conn = 0
      poll cli:POLLIN 1s = 1 cli:POLLIN|POLLERR|POLLHUP
      select r:cli w:cli 1s = 2 r:cli w:cli
      recv cli 10 = -1 ECONNRESET
      """,
    "level and edge": connected + """

      epoll_create level = fd
      epoll_create edge = fd
      epoll_ctl level add conn EPOLLIN = 0
      epoll_ctl edge add conn EPOLLIN|EPOLLET = 0
      send cli "first" = 5
      epoll_wait level 10 1s = 1 conn:EPOLLIN
      epoll_wait level 10 1s = 1 conn:EPOLLIN
      epoll_wait edge 10 1s = 1 conn:EPOLLIN
      epoll_wait edge 10 0 = 0
      recv conn 2 = "fi"
      epoll_wait level 10 1s = 1 conn:EPOLLIN
      epoll_wait edge 10 0 = 0
      send cli "second" = 6
      epoll_wait edge 10 1s = 1 conn:EPOLLIN
      recv conn 100 = "rstsecond"
      epoll_wait level 10 0 = 0
      """,
    "one shot": connected + """

      epoll_create ep = fd
      epoll_ctl ep add conn EPOLLIN|EPOLLONESHOT = 0
      send cli "x" = 1
      epoll_wait ep 10 1s = 1 conn:EPOLLIN
      epoll_wait ep 10 0 = 0
      epoll_ctl ep mod conn EPOLLIN|EPOLLONESHOT = 0
      epoll_wait ep 10 1s = 1 conn:EPOLLIN
      """,
    "a closed handle leaves the list of an instance": connected + """

      epoll_create ep = fd [ep OPEN]
      epoll_ctl ep add conn EPOLLIN = 0
      send cli "x" = 1
      epoll_wait ep 10 1s = 1 conn:EPOLLIN
      close conn = 0
      epoll_wait ep 10 0 = 0
      close ep = 0 [ep CLOSED]
      """,
    "expectations of what came": """
    socket a udp = fd
    poll a:POLLIN|POLLOUT 0 = 1 a:*
    poll a:POLLOUT a:POLLWRNORM 0 = 2 a:POLLWRNORM a:POLLOUT
    poll a:POLLIN 0 = 0
    """,
  ]

  @Test(arguments: stories.keys.sorted()) func aStoryHolds(_ name: String) throws {
    try #expect(Play().failures(Self.stories[name]!) == [])
    try #expect(Play(wantsChanges: false).failures(Self.stories[name]!) == [])
  }

  @Test func wordsThatWereNotGivenFail() throws {
    let play = Play()
    try play.run("socket a udp")
    guard
      case .notGiven(expected: "a:POLLIN", seen: ["a:POLLOUT"])? = try play.run("poll a:POLLOUT 0 = 1 a:POLLIN")
        .failure?.kind
    else {
      return fail("it was not given")
    }
  }

  // MARK: Jobs

  private func waiting(_ line: String) throws -> Play {
    let play = Play(timeout: 5000)
    for line in ["socket a udp", "bind a 127.0.0.1:0", "epoll_create ep", "epoll_ctl ep add a"] { try play.run(line) }
    guard case .waiting = try play.run(line + " &").outcome else {
      Issue.record("it does not wait: \(line)")
      return play
    }
    return play
  }

  @Test(arguments: [
    ("poll a", "poll", "a:POLLIN"), ("poll a:POLLIN ep 4s", "poll", "ep:POLLIN"), ("select r:a", "select", "r:a"),
    ("select r:a 4s", "select", "r:a"), ("epoll_wait ep", "ep", "a:EPOLLIN"), ("epoll_wait ep 3 4s", "ep", "a:EPOLLIN"),
    ("ppoll a", "ppoll", "a:POLLIN"), ("ppoll a 4s mask:SIGTERM|SIGPIPE|SIGUSR2", "ppoll", "a:POLLIN"),
    ("pselect r:a", "pselect", "r:a"),
    ("epoll_pwait ep mask:SIGTERM", "ep", "a:EPOLLIN"), ("epoll_pwait2 ep 4s", "ep", "a:EPOLLIN"),
  ])
  func eachIsAJob(_ line: String, _ job: String, _ given: String) throws {
    let play = try waiting(line)
    try #expect(play.run("wait \(job) = timeout within 10ms").failure == nil)
    try #expect(play.run("cancel \(job) = -1 EINTR").failure == nil)
    try #expect(play.run("\(line) = -1 EINTR").failure == nil)
    try #expect(play.run("\(line) = timeout within 20ms").failure == nil)
    try #expect(play.run("\(line) = blocks").failure == nil)
    try play.run("sendto a hello {a}")
    try #expect(play.run("wait \(job) = 1..2 \(given)").failure == nil)
  }

  /// O_NONBLOCK is nothing to these calls: they would hold the session's own thread.
  @Test(arguments: ["poll a", "select r:a", "epoll_wait ep"]) func theyWaitOnNonblockingDescriptorsToo(_ line: String)
    throws
  {
    let play = Play(timeout: 5000)
    for line in ["socket a udp", "nonblock a on", "epoll_create ep", "epoll_ctl ep add a", "nonblock ep on"] {
      try play.run(line)
    }
    try #expect(play.run("\(line) = -1 EINTR").failure == nil)
  }

  /// What poll finds ready another waiting call may take away before poll looks again.
  @Test func besideOtherCallsTheyTakeAThread() throws {
    let play = Play(timeout: 5000)
    for line in ["socket a udp", "bind a 127.0.0.1:0", "recv a 10 &", "poll a &", "sendto a x {a}"] {
      try play.run(line)
    }
    try #expect(play.run("wait a = 1").failure == nil)
    try #expect(play.run("poll a 20ms = 0").failure == nil)
    for job in ["poll"] { _ = try play.run("cancel \(job)") }
  }

  /// POLLHUP without POLLERR ends poll, but puts nothing into select's set for writing: it must not be taken for ready.
  @Test func whatEndsPollNeedNotEndSelect() throws {
    let play = Play(timeout: 5000)
    try play.run("socket a tcp")
    try #expect(play.run("poll a:POLLPRI 1s = 1 a:POLLHUP").failure == nil)
    try #expect(play.run("select x:a 20ms = 0").failure == nil)
    try #expect(play.run("select x:a = -1 EINTR").failure == nil)
  }

  @Test func aClosedEpollInstanceIsGone() throws {
    let play = Play()
    for line in ["epoll_create ep", "close ep"] { try play.run(line) }
    let refused = try #require(throws: Diagnostic.self) { try play.run("epoll_wait ep 0") }
    #expect(refused.title == "ep is closed")
  }

  /// On a busy machine it may return after the time of its line, and still returns by itself.
  @Test func aCallWithATimeOfItsOwnIsNotInterruptedBeforeIt() {
    let kernel = SealedKernel { if $0.name == "poll" { usleep(100_000) } }
    #expect(Play(kernel: kernel, timeout: 50).file("socket a udp\npoll a 10 = 0") == .held)
    #expect(Play(timeout: 50).file("socket a udp\npoll a 1s = timeout") == .held)
  }
}
