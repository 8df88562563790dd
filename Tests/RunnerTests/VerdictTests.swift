import Runner
import Testing

@Suite struct VerdictTests {
  @Test func exitCodesAreTheDocumentedOnes() {
    #expect([Verdict.held, .usage, .unreadable, .couldNotRun, .checkFailed].map(\.rawValue) == [0, 1, 2, 3, 4])
  }
}
