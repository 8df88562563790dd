import Handles
import Support
import Testing

/// What a handle could do without waiting: what poll(2) says, in letters.
@Suite(.waits) struct ReadinessTests {
  private func ready(_ play: Play, _ name: String) throws -> String? {
    try #require(play.table.find(name)).readiness(play.table.kernel)
  }

  @Test func itIsWhatPollReports() throws {
    let play = try Play(OpeningLines.connecting)
    #expect(try ready(play, "srv") == "R", "a connection waits")
    #expect(try play.failures("accept srv conn = fd\nsend cli \"abc\" = 3\nsend cli \"!\" MSG_OOB = 1") == [])
    #expect(try play.failures("? conn.ready == RWX within 2s") == [])
    #expect(try ready(play, "srv") == "-")
    #expect(try ready(play, "cli") == "W")
  }

  @Test func handlesAndStateShowIt() throws {
    let play = try Play(["socketpair a b unix", "send a x"])
    let step = try play.run("handles")
    #expect(step.listing[0].contains("  STATE        READY  QUEUE  "))
    #expect(step.listing[2].contains("  RW     "))
    #expect(step.values.map { $0["ready"] } == [.text("W"), .text("RW")])
    #expect(try play.run("state b").listing.contains { $0.hasPrefix("b.ready     RW  ") })
    #expect(try play.run("state b").values[0]["ready"] == .text("RW"))
  }

  @Test func aClosedHandleHasNone() throws {
    let play = try Play(OpeningLines.connected + ["close cli"])
    #expect(try ready(play, "cli") == nil)
    let rows = try play.run("handles").values
    #expect(rows.first { $0["name"] == .text("cli") }?["ready"] == Optional(.none))
  }

  /// An edge of epoll, a pending error and the data are all there after it was asked.
  @Test func askingTakesNothingAway() throws {
    let play = try Play(OpeningLines.connected + ["epoll_create ep", "epoll_ctl ep add conn EPOLLIN|EPOLLET"])
    let lines = """
      send cli "abc" = 3
      handles
      state conn
      epoll_wait ep 10 1s = 1 conn:EPOLLIN
      recv conn 9 = 3 "abc"
      reset cli = 0
      handles
      recv conn 9 = -1 ECONNRESET
      """
    #expect(try play.failures(lines) == [])
  }

  /// Such a call does not wait, though poll(2) reports neither POLLIN nor POLLOUT.
  @Test func whatReturnsAnErrorOrTheEndAtOnceIsReady() throws {
    let play = try Play(["pipe r w", "close w", "pipe q v", "close q"])
    #expect(try ready(play, "r") == "R" && ready(play, "v") == "WE")
    let refused = [
      "socket d udp", "bind d 127.0.0.1:0", "socket u udp", "connect u {d}", "close d", "send u x",
      "poll u:POLLERR 10s",
    ]
    for line in refused { try play.run(line) }
    #expect(try ready(play, "u") == "RWE")
    #expect(try play.failures("recv u 9 = -1 ECONNREFUSED") == [])
    #expect(try ready(play, "u") == "W")
  }
}
