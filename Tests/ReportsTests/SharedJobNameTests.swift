import Support
import Testing

/// Calls that wait under one name.
@Suite(.waits) struct SharedJobNameTests {
  /// The shutdown wakes both, and which of them `wait` finds first is chance.
  @Test func whichOfSeveralCallsUnderANameIsCollectedIsLeftOpen() throws {
    let sends = ["socketpair a b unix", "send a fill:300K &", "send a fill:300K &", "shutdown a rdwr"]
    #expect(try recorded(sends + ["wait a", "wait a"]).suffix(2).allSatisfy { $0.hasPrefix("wait a = *") })
    #expect(try recorded(["socketpair a b", "recv a 9 &", "send b hi", "wait a"]).last == "wait a = 2 \"hi\"")
  }
}
