import Runner
import SessionLanguage
import Sockets
import Support
import Testing

@Suite struct ConditionTests {
  private func prepared() throws -> Play {
    let play = Play()
    for line in [
      "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "let n = 5", "let text = abc", "socket old tcp",
      "close old",
    ] {
      try play.run(line)
    }
    return play
  }

  @Test(arguments: [
    "srv.backlog == 5", "srv.backlog != 4",
    "srv.backlog >= 5 and srv.backlog <= 5 and srv.backlog < 6 and srv.backlog > 4",
    "srv.backlog == {n}", "{n} < 10", "srv.state == LISTEN",
    "srv.state != CLOSED", "srv.state == listen", "old.state == CLOSED", "old.state == CLOSE", "srv.host == 127.0.0.1",
    "srv.addr == {srv}",
    "{text} == abc", "\"abc\" == abc", "abc < abd", "srv.kind == tcp", "1.5 != 1",
  ])
  func itHolds(condition: String) throws { #expect(try prepared().run("? \(condition)").failure == nil) }

  @Test(arguments: [
    ("srv.backlog == 6", ["srv.backlog is 5"]), ("srv.backlog > 5", ["srv.backlog is 5"]),
    ("srv.state == ESTABLISHED", ["srv.state is LISTEN"]), ("srv.state != LISTEN", ["srv.state is LISTEN"]),
    ("srv.state < LISTEN", ["srv.state is LISTEN"]), ("1 == 2", []),
    ("srv.queue == srv.backlog", ["srv.queue is 0", "srv.backlog is 5"]),
    ("srv.backlog == 5 and srv.queue == 1", ["srv.queue is 0"]),
  ])
  func itDoesNotHold(condition: String, seen: [String]) throws {
    let failure = try prepared().run("? \(condition) within 3ms").failure
    guard case .condition(let got)? = failure?.kind else { return fail("it holds") }
    #expect(got == seen)
  }

  @Test(arguments: ["nobody.state == LISTEN", "srv.stat == LISTEN", "{nobody} == 1", "old.port == 1", "srv.peer == 1"])
  func whatCannotBeReadIsRefused(condition: String) throws {
    #expect(throws: Diagnostic.self) { try prepared().run("? \(condition)") }
  }

  /// As text, 5 would be less than 0x4, and 10ms less than 5.
  @Test(arguments: [
    ("srv.backlog == 0x5", "write: 5"), ("srv.backlog < 1K", "write: 1024"),
    ("srv.backlog < 100ms", "a number has no unit: help fields says in what each field counts"),
    ("abc != srv.backlog", "srv.backlog is compared with a number"), ("srv.SO_KEEPALIVE == on", "write: 1"),
    ("srv.tcpi_state == LISTEN", "srv.tcpi_state is compared with a number"),
  ])
  func aNumberIsNotComparedWithText(condition: String, help: String) throws {
    let error = try #require(throws: Diagnostic.self) { try prepared().run("? \(condition)") }
    #expect(error.title.hasPrefix("invalid number: ") && error.help == help)
  }

  @Test func whatComesALittleLaterIsWaitedFor() throws {
    let play = try prepared()
    try play.run("socket a udp")
    try play.run("bind a 127.0.0.1:0")
    try play.run("recv a & = blocks")
    #expect(try play.run("? a.unread == 0").listing == ["holds"])
    try play.run("socket cli tcp")
    try play.run("connect cli {srv}")
    #expect(try play.run("? srv.queue == 1").failure == nil)
  }
}
