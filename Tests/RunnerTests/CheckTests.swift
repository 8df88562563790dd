import Runner
import SessionLanguage
import Sockets
import Support
import Testing

/// Every kind of expectation, as it holds and as it does not.
@Suite(.waits) struct CheckTests {
  /// A connection with `hello` on its way to conn, and a datagram `time?` from b to a.
  private func prepared(isInteractive: Bool = false) throws -> Play {
    let play = Play(isInteractive: isInteractive)
    for line in OpeningLines.connected + [
      "send cli hello", "? conn.unread == 5", "socket a udp", "bind a 127.0.0.1:0", "socket b udp",
      "bind b 127.0.0.1:0",
      "sendto b time? {a}", "let text hello",
    ] { #expect(try play.run(line).failure == nil, "\(line)") }
    play.session.timeout = 30
    return play
  }

  /// The call was made when that is found, so the step must not get lost.
  @Test func anExpectationThatCannotBeReadFailsTheStepOfItsCall() throws {
    let step = try prepared().run("recv conn 64 = 5 \"{cli.nothing}\"")
    guard case .refused(let refusal)? = step.failure?.kind else { return fail("\(String(describing: step.failure))") }
    #expect(step.exchanges.count == 1 && step.result?.answer?.failed == false && step.failure?.span == refusal.span)
  }

  private func failure(_ line: String) throws -> String? {
    guard let failure = try prepared().run(line).failure else { return nil }
    switch failure.kind {
    case .data(_, let isPrefix, _): return isPrefix ? "prefix" : "data"
    case .noMatch: return "noMatch"
    case .sender(let expected): return "sender \(expected)"
    case .deadline(let limit): return "deadline \(limit)"
    case .state(let handle, let expected, let got, _): return "\(handle) \(got) not \(expected)"
    default: return "\(failure.kind)"
    }
  }

  @Test(arguments: [
    "recv conn = 5", "recv conn = 1..5", "recv conn = *", "recv conn", "recv conn = 5 \"hello\"",
    "recv conn = \"hello\"",
    "recv conn = 5 \"{text}\"", "recv conn = 5 \"\"...",
    "recv conn = 5 \"hel\"...", "recv conn = 5 /l+o$/ within 5s",
    "recv conn = 5 hex:68656c6c6f", "recv conn 0 = 0", "recvfrom a = 5 from {b}",
    "recvfrom a = 5 \"time?\" from {b.addr}",
    "recv b = timeout", "recv b = timeout within 5ms", "recv conn = 5 within 5ms", "recv b = blocks",
    "recv b = -1 EINTR",
    "recv b 1 MSG_DONTWAIT = -1",
    "recv b 1 MSG_DONTWAIT = -1 EAGAIN",
    "recv b 1 MSG_DONTWAIT = *", "socket x tcp = fd",
    "shutdown cli wr [cli FIN_WAIT2, conn CLOSE-WAIT, srv LISTEN] within 5s",
    "close srv = 0 [srv CLOSED, conn ESTAB] within 5s", "close a = 0 [a UNCONN] within 5s",
  ])
  func itHolds(line: String) throws { #expect(try failure(line) == nil) }

  @Test(arguments: [
    ("recv conn = 4", "result"), ("recv conn = 6..9", "result"), ("recv conn = fd", "nil"),
    ("recv conn = -1", "result"),
    ("recv conn = -1 EAGAIN", "result"), ("recv conn = 0 EOF", "notEndOfFile"),
    ("recv conn = blocks", "notBlocked"), ("recv conn = timeout", "notBlocked"), ("recv conn = -1 EINTR", "result"),
    ("recv conn = 5 \"hellO\"", "data"), ("recv conn = 5 \"hell\"", "data"),
    ("recv conn = 5 \"hello!\"...", "prefix"), ("recv conn = 5 /^ello/ within 5s", "noMatch"),
    ("recvfrom a = 5 from {srv}", "sender"),
    ("recvfrom a = 5 from 127.0.0.1:1", "sender 127.0.0.1:1"),
    ("recv b 1 MSG_DONTWAIT = 0", "failed"), ("recv b 1 MSG_DONTWAIT", "failed"),
    ("recv b 1 MSG_DONTWAIT = 0 EOF", "failed"),
    ("recv b 1 MSG_DONTWAIT = fd", "failed"),
    ("recv b 1 MSG_DONTWAIT = -1 EINTR", "errno"), ("recv b", "deadline 30"), ("recv b = 5", "deadline 30"),
    ("recv b = *", "deadline 30"),
    ("recv b & = 5", "stillWaiting"),
    ("shutdown cli wr [cli CLOSED] within 500ms", "cli FIN_WAIT2 not CLOSED"),
    ("shutdown cli wr [conn LISTEN] within 500ms", "conn CLOSE_WAIT not LISTEN"),
    ("close a = 0 [a LISTEN] within 5ms", "a gone not LISTEN"),
    ("send cli x = 1 \"x\"", "data"),
  ])
  func itDoesNotHold(line: String, kind: String) throws {
    let got = try failure(line)
    if kind == "sender" {
      #expect(got?.hasPrefix("sender 127.0.0.1:") == true)
    } else {
      #expect(got == (kind == "nil" ? nil : kind))
    }
  }

  @Test func theUnmetStretchOfTheLineIsKnown() throws {
    #expect(try prepared().run("recv conn = 5 \"hellO\"").failure?.span == 14..<21)
    #expect(try prepared().run("recv conn = 4 \"hello\"").failure?.span == 12..<13)
    #expect(try prepared().run("recv b 1 MSG_DONTWAIT").failure?.span == nil)
  }

  /// One that tries all ways to part the text: with each letter more it takes twice as long. With these it takes a second
  /// or two, which is much too long here, and not much for who waits for the end of all tests.
  @Test func aPatternThatFindsNoEndIsGivenUp() throws {
    let play = try prepared()
    play.session.timeout = 50
    try play.run("let x \(String(repeating: "a", count: 16))!")
    try play.run("sendto b {x} {a}")
    try play.run("recvfrom a")
    guard case .endlessPattern(50)? = try play.run("recvfrom a = 17 /^(a+)+$/").failure?.kind else {
      return fail("it was found")
    }
    play.session.timeout = 5000
    try play.run("sendto b {x} {a}")
    guard case .endlessPattern(30)? = try play.run("recvfrom a = 17 /^(a+)+$/ within 30ms").failure?.kind else {
      return fail("within was not heeded")
    }
    #expect(try play.run("recv conn = 5 /l+o$/ within 5s").failure == nil)
  }

  @Test func aPersonMaySeeAFailureWithoutFailing() throws {
    let play = try prepared(isInteractive: true)
    #expect(try play.run("recv b 1 MSG_DONTWAIT").failure == nil)
    #expect(try play.run("recv b 1 MSG_DONTWAIT = 0").failure != nil)
  }

  @Test func whyIsSaidWhereItIsKnown() throws {
    let play = try prepared()
    #expect(
      try play.run("bind srv 127.0.0.1:0").why
        == "srv is already bound to \(play.table.find("srv")!.endpoints.local!) and listening")
    #expect(try play.run("recv b 1 MSG_DONTWAIT").why == "b has nothing unread, and the call was non-blocking")
    #expect(try play.run("listen a 5").why == "a udp socket cannot listen")
    #expect(try play.run("connect cli {srv}").why?.hasPrefix("cli is already connected to 127.0.0.1:") == true)
    #expect(try play.run("accept cli x").why == "cli is not listening")
    #expect(try play.run("recv conn").why == nil)
  }
}
