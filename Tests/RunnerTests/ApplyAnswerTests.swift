import Runner
import Support
import Testing

@Suite(.waits) struct ApplyAnswerTests {
  /// The kernel resets the connections that nobody has accepted.
  @Test func aListenerThatStopsShowsWhatWasInItsQueue() throws {
    let play = try Play(OpeningLines.connecting)
    let step = try play.run("shutdown srv rd")
    #expect(step.changes.map { "\($0.name) \($0.after.state.name)" } == ["srv CLOSED", "cli CLOSED"])
  }
}
