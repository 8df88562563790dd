import Support
import Testing

@testable import Runner

@Suite(.waits) struct ForegroundWaitTests {
  /// Its thread may come late to the call, and the time of the line is the call's.
  @Test func aCallHasAllOfItsTime() throws {
    let play = try Play(["socketpair a b"])
    for _ in 0..<20 {
      let step = try play.run("recv b 10 within 20ms")
      let answer = try #require(step.result?.answer)
      #expect(step.outcome == .timedOut && answer.nanoseconds >= 19_900_000, "\(answer.nanoseconds)")
    }
  }
}
