import SessionLanguage
import Sockets
import Support
import Testing

@Suite struct PollArgumentsTests {
  private func call(_ line: String) throws -> Call? {
    let play = Play(kernel: ScriptedKernel())
    for line in ["socket a udp", "socket b tcp", "epoll_create ep"] { try play.run(line) }
    return try play.run(line).exchanges.first?.call
  }

  private let a = Int32(1_000_001), b = Int32(1_000_002)

  @Test(arguments: [
    ("", -1), ("0", 0), ("250", 250), ("250ms", 250), ("2s", 2000), ("1m", 60_000), ("-1", -1), ("-7", -1),
  ])
  func theTimeoutIsATimeOrMilliseconds(_ text: String, _ milliseconds: Int) throws {
    let entries = Argument.polled([PollEntry(descriptor: a, events: 1)])
    try #expect(call("poll a \(text)") == Call("poll", entries, .integer(1), .integer(milliseconds)))
  }

  @Test func eventsAreConstantsOrANumber() throws {
    let expected = Argument.polled([
      PollEntry(descriptor: a, events: 5), PollEntry(descriptor: b, events: 0x2001),
      PollEntry(descriptor: a, events: -1),
      PollEntry(descriptor: 7, events: 1), PollEntry(descriptor: -1, events: 2),
    ])
    let line = "poll a:pollin|POLLOUT b:POLLIN|POLLRDHUP a:65535 7:POLLIN -1:POLLPRI 1s"
    try #expect(call(line) == Call("poll", expected, .integer(5), .integer(1000)))
  }

  @Test func setsAreInOrderAndNullWhenEmpty() throws {
    let expected = Call(
      "select", .integer(10), .selected(.read, [3, 9]), .selected(.write, [3]), .selected(.except, []),
      .symbol("{tv_sec=1, tv_usec=500000}"))
    try #expect(call("select r:9 w:3 r:3 r:9 1.5s") == expected)
    let forever = Call(
      "select", .integer(0), .selected(.read, []), .selected(.write, []), .selected(.except, []), .symbol("NULL"))
    try #expect(call("select") == forever)
  }

  @Test func maxEventsMayBeLeftOut() throws {
    let ep = Argument.descriptor(1_000_003)
    for (words, room, time) in [("", 10, -1), ("3", 3, -1), ("3 2s", 3, 2000), ("2s", 10, 2000), ("-5 0", -5, 0)] {
      try #expect(
        call("epoll_wait ep \(words)") == Call("epoll_wait", ep, .epollEventsOut, .integer(room), .integer(time)))
    }
  }

  @Test(arguments: [
    ("", -1, 0), ("0", 0, 0), ("500ns", 500, 0), ("50us", 50_000, 0), ("1.5s", 1_500_000_000, 0), ("7", 7_000_000, 0),
    ("1m mask:SIGHUP", 60_000_000_000, 1), ("mask:sigsys|SIGPIPE", -1, 1 << 30 | 1 << 12),
  ])
  func theKinTakeNanosecondsAndAMask(_ words: String, _ nanoseconds: Int64, _ bits: UInt32) throws {
    let time = Argument.symbol(
      nanoseconds < 0 ? "NULL" : "{tv_sec=\(nanoseconds / 1_000_000_000), tv_nsec=\(nanoseconds % 1_000_000_000)}")
    let mask = Argument.symbol(SignalMask(bits).inC)
    let (entries, ep) = (Argument.polled([PollEntry(descriptor: a, events: 1)]), Argument.descriptor(1_000_003))
    try #expect(call("ppoll a \(words)") == Call("ppoll", entries, .integer(1), time, mask))
    let sets = [Argument.selected(.read, [3]), .selected(.write, []), .selected(.except, [])]
    try #expect(call("pselect r:3 \(words)") == Call("pselect", [], [.integer(4)] + sets + [time, mask]))
    try #expect(
      call("epoll_pwait2 ep 10 \(words)") == Call("epoll_pwait2", ep, .epollEventsOut, .integer(10), time, mask))
  }

  @Test func aMaskIsWrittenAsStraceDoes() {
    #expect(SignalMask(0).inC == "[]" && SignalMask(1 << 11 | 1 << 14).inC == "[USR2 TERM]")
  }

  @Test(arguments: [
    ("ppoll a mask:SIGUSR1", "SIGUSR1 cannot be blocked"),
    ("ppoll a mask:SIGTERM|10", "invalid signal mask: SIGTERM|10"),
    ("pselect r:3 mask:SIGFOO", "unknown signal: SIGFOO"), ("ppoll a -1 mask:SIGTERM", "invalid time: -1"),
    ("ppoll a 5000000000ns", "invalid time: 5000000000ns"), ("epoll_pwait ep 1us", "invalid time: 1us"),
    ("poll a mask:SIGTERM", "unknown handle: mask"),
    ("epoll_wait ep mask:SIGTERM", "invalid number: mask:SIGTERM"), ("select r:3 1us", "invalid time: 1us"),
    ("poll", "HANDLE[:EVENTS] is missing"), ("poll nobody", "unknown handle: nobody"),
    ("poll a:POLLFOO", "unknown poll event: POLLFOO"),
    ("poll a:", "unknown poll event: \"\""), ("poll a:65536", "invalid events: 65536"),
    ("poll a:-1", "invalid events: -1"),
    ("poll a 5x", "invalid time: 5x"), ("poll a 1.5", "invalid time: 1.5"),
    ("poll a 99999999999999999999", "invalid time: 99999999999999999999"),
    ("poll a 99999999999999999999s", "invalid time: 99999999999999999999s"), ("poll :POLLIN", "unknown handle: \"\""),
    ("select a", "invalid set: a"),
    ("select r:", "unknown handle: \"\""), ("select r:3 -1", "invalid time: -1"),
    ("select r:1024", "select cannot watch descriptor 1024"), ("select r:-1", "select cannot watch descriptor -1"),
    ("epoll_ctl ep push a", "invalid operation: push"),
    ("epoll_ctl ep add a EPOLLFOO", "unknown epoll event: EPOLLFOO"),
    ("epoll_ctl ep del a EPOLLIN", "del takes no events"), ("epoll_ctl ep add", "HANDLE is missing"),
    ("epoll_wait ep 1025", "invalid number: 1025"), ("epoll_wait ep 10 soon", "invalid time: soon"),
    ("epoll_create ep", "the name ep is taken"),
    ("epoll_create e2 EPOLL_FAST", "unknown flag of epoll_create1: EPOLL_FAST"),
  ])
  func whatIsWrongIsSaidAndDoesNothing(_ line: String, _ title: String) throws {
    let kernel = ScriptedKernel()
    let play = Play(kernel: kernel)
    for line in ["socket a udp", "epoll_create ep"] { try play.run(line) }
    let refused = try #require(throws: Diagnostic.self) { try play.run(line) }
    #expect(refused.title == title && refused.span != nil)
    #expect(kernel.calls.count == 2)
  }
}
