import Support
import Testing

/// What `why` says of an eventfd and of a timerfd.
@Suite(.waits) struct EventFileStoryTests {
  private func story(_ play: Play, _ handle: String) throws -> String {
    try play.run("why \(handle) --evidence").listing.joined(separator: "\n")
  }

  @Test func theCounterIsGiven() throws {
    let play = try Play(["eventfd e"], isInteractive: true)
    #expect(try story(play, "e").contains("  now   its counter is 0: there is nothing to read"))
    try play.run("write e hex:2a00000000000000")
    let counted = try story(play, "e")
    #expect(counted.contains("  now   its counter is 42: read does not wait"), "\(counted)")
    #expect(counted.contains("/fdinfo/") && counted.contains("eventfd-count 42"), "\(counted)")
  }

  @Test func aTimerSaysWhenItFires() throws {
    let play = try Play(["timerfd t 100s"], isInteractive: true)
    let armed = try story(play, "t")
    #expect(armed.contains("  now   it fires in ") && !armed.contains("every"), "\(armed)")
    for line in ["timerfd u 1ms", "poll u 10s"] { try play.run(line) }
    #expect(try story(play, "u").contains("  now   it has fired, and nobody has read that"))
    try play.run("read u 8")
    #expect(try story(play, "u").contains("  now   its timer does not run: "))
  }
}
