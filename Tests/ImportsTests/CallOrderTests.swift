import Testing

@testable import Imports

/// Calls that wait while others are made.
@Suite struct CallOrderTests {
  private func lines(_ calls: [(String, String, Int, Int?)]) -> [String] {
    CallOrder.lines(
      calls.map { ImportedCall(line: $0.0, expected: " = 0", job: $0.1, began: $0.2, ended: $0.3) }
    ).map(\.text)
  }

  @Test func aCallThatNothingInterruptsIsOneLine() {
    #expect(lines([("a", "x", 1, 4), ("b", "x", 5, 5)]) == ["a = 0", "b = 0"])
  }

  @Test func aCallDuringWhichOthersRunWaits() {
    #expect(lines([("a", "x", 1, 3), ("b", "y", 2, 2)]) == ["a &", "b = 0", "wait x = 0"])
    #expect(lines([("a", "x", 1, 3), ("b", "y", 2, 4)]) == ["a &", "b &", "wait x = 0", "wait y = 0"])
  }

  @Test func twoCallsOfOneNameDoNotWaitAtOnce() {
    #expect(lines([("a", "x", 1, 3), ("b", "x", 2, 4)]) == ["a &", "wait x = 0", "b = 0"])
  }

  @Test func aCallThatTheLogDoesNotEndIsLeftWaiting() {
    #expect(lines([("a", "x", 1, nil), ("b", "y", 2, 2)]) == ["a &", "b = 0"])
  }
}
