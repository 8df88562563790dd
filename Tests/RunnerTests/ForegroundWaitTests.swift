import Support
import Testing

@testable import Runner

@Suite(.waits) struct ForegroundWaitTests {
  /// Its thread may come late to the call, and the time of the line is the call's.
  @Test func aCallHasAllOfItsTime() throws {
    let play = try Play(["socketpair a b"])
    var times: [Int64] = []
    for _ in 0..<20 {
      let step = try play.run("recv b 10 within 20ms")
      #expect(step.outcome == .timedOut)
      times.append(try #require(step.result?.answer?.nanoseconds))
    }
    // A thread may lose its turn between its word that it comes to the call and the call.
    #expect(times.count { $0 < 19_900_000 } <= 5, "\(times)")
  }

  /// A call that copies for long is not said to be blocked: it waits for nobody.
  @Test func aCallThatRunsIsNotBlocked() throws {
    let play = try Play(["memfd m", "socketpair a b"])
    try play.run("write m fill:120M")
    #expect(play.witness.waiting.isEmpty)
    try play.run("recv b 10 within 300ms")
    #expect(play.witness.waiting.count == 1)
  }
}
