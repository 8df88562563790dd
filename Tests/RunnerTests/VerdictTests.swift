import Runner
import Testing

@Suite struct VerdictTests {
  /// What a play of several files comes to is the worst of theirs.
  @Test func verdictsAreOrderedFromGoodToBad() {
    let order: [Verdict] = [.held, .skipped, .usage, .unreadable, .couldNotRun, .checkFailed, .interrupted]
    #expect(order.shuffled().sorted() == order)
  }

  @Test func aSummaryCountsThem() {
    var summary = Summary()
    for verdict in [Verdict.held, .held, .skipped, .checkFailed, .unreadable, .interrupted] { summary.count(verdict) }
    #expect(summary.text == "2 passed, 2 failed, 1 skipped; 1 interrupted")
    #expect(summary.done == 5)
    summary.countUnplayed()
    summary.count(.held, tries: 2)
    #expect(summary.text == "3 passed, 2 failed, 1 skipped; 1 only when played again, 1 interrupted, 1 not played")
  }
}
