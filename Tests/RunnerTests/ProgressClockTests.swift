import SessionLanguage
import Sockets
import Support
import Testing

@testable import Runner

@Suite struct ProgressClockTests {
  private func step(_ end: Int64?) throws -> Step {
    let step = Step(place: .prompt, statement: try Parser.parse(Array("send a x".utf8)))
    if let end {
      step.exchanges = [Exchange(call: Call("send"), answer: Answer(result: 1, began: end - 10, nanoseconds: 10))]
    }
    return step
  }

  /// What a call says of its end counts, so most lines cost no look at the clock.
  @Test func itIsDueEachHalfSecond() throws {
    var clock = ProgressClock()
    let start = monotonicNanoseconds()
    let dues = try [Int64](arrayLiteral: 0, 100, 700, 800, 1100, 1300).map { milliseconds in
      clock.note(try step(start + milliseconds * 1_000_000))
      return clock.isDue
    }
    #expect(dues == [false, false, true, false, false, true])
  }

  @Test func aCallThatEndedLongAgoDoesNotTurnItBack() throws {
    var clock = ProgressClock()
    clock.note(try step(monotonicNanoseconds() + 700_000_000))
    clock.note(try step(1000))
    let isDue = clock.isDue
    clock.note(try step(nil))
    let isDueAgain = clock.isDue
    #expect(isDue && !isDueAgain)
  }
}
