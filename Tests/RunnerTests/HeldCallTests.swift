import Runner
import SessionLanguage
import Support
import Testing

/// A call that waits while others type: it is a job, for which the terminal of its line waits.
@Suite(.waits) struct HeldCallTests {
  private func prepared() throws -> Play {
    let play = Play(timeout: nil, isInteractive: true)
    for line in ["socket a udp", "bind a 127.0.0.1:0"] { try play.run(line) }
    play.session.letsOthersType = true
    return play
  }

  private func collected(_ play: Play) -> Step? {
    for _ in 0..<1000 {
      if let step = play.session.collectReturned().first { return step }
      play.session.wakeup.wait(microseconds: 10_000)
    }
    return nil
  }

  @Test func itIsAJobOfTheRoleThatBeganIt() throws {
    let play = try prepared()
    let step = try play.run("server> recv a 10")
    #expect(step.isHeld && step.outcome == .waiting(1, name: "a") && play.session.hasJob(1))
    try play.run("client> sendto a hello {a}")
    let end = try #require(collected(play))
    #expect(String(decoding: end.line, as: UTF8.self) == "server> wait a" && end.role == "server" && end.failure == nil)
    #expect(end.origin?.statement === step.statement && !play.session.hasJob(1))
  }

  @Test(arguments: [("5 \"hello\"", true), ("4 \"hell\"", false)], [false, true])
  func whatItsLineExpectsIsExpectedOfItsEnd(_ expectation: (expected: String, holds: Bool), isLater: Bool) throws {
    let (expected, holds) = expectation
    let play = try prepared()
    let begun = try play.run(isLater ? "recv a 10" : "recv a 10 = \(expected)")
    #expect(begun.isHeld && begun.failure == nil)
    if isLater {
      let wait = try play.run("wait a = \(expected)")
      #expect(wait.isHeld && wait.failure == nil)
    }
    try play.run("sendto a hello {a}")
    let end = try #require(collected(play))
    #expect(String(decoding: end.line, as: UTF8.self) == "wait a = \(expected)" && (end.failure == nil) == holds)
  }

  @Test func whatHasALimitOrReturnsAtOnceHoldsNobodyUp() throws {
    let play = try prepared()
    #expect(try !play.run("recv a 10 = timeout within 10ms").isHeld)
    #expect(try !play.run("recv a 10 &").isHeld)
    #expect(try play.run("wait 1").isHeld)
    try play.run("cancel 1")
    try play.run("sendto a hello {a}")
    #expect(try !play.run("recv a 10").isHeld)
  }

  @Test func anyIsOneCallWhileOthersType() throws {
    let play = try prepared()
    try play.run("recv a 10 &")
    #expect(try play.run("wait any").isHeld && play.run("fg").isHeld)
    try play.run("poll a:POLLIN -1 &")
    let several = try #require(throws: Diagnostic.self) { try play.run("wait any") }
    #expect(several.title == "several calls wait")
  }
}
