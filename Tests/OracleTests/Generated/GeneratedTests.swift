import Foundation
import Support
import Testing

/// Random sessions against the kernel, a few in each run of the tests; `Scripts/soak` plays thousands.
@Suite(.waits) struct GeneratedTests {
  private static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap(UInt64.init)
  }
  private static let wanted = number("SOCKPLAY_SEEDS")

  @Test(.enabled(if: wanted == nil), arguments: 1...6)
  func aRandomSessionIsWhatTheKernelSaw(seed: UInt64) throws {
    if let failure = try GeneratedTrial(seed: seed, checks: 3).failure(shrinks: true) { Issue.record("\(failure)") }
  }

  @Test(.enabled(if: wanted != nil, "Scripts/soak")) func soak() throws {
    let first = Self.number("SOCKPLAY_FROM") ?? 1
    let soak = GeneratedSoak(
      seeds: first..<first + (Self.wanted ?? 0), checks: Int(Self.number("SOCKPLAY_CHECKS") ?? 3),
      shrinks: Self.number("SOCKPLAY_SHRINKS") != 0)
    #expect(try soak.run() == [])
  }

  @Test func theSameSeedGivesTheSameLines() {
    #expect(GeneratedSession(seed: 7).lines == GeneratedSession(seed: 7).lines)
    #expect(GeneratedSession(seed: 7).lines != GeneratedSession(seed: 8).lines)
  }

  /// The oracle must be able to say no.
  @Test func whatDoesNotFitTogetherIsFound() throws {
    func change(_ before: String, _ after: String) -> String {
      #"{"type":"event","handle":{"name":"a","before":\#(before),"after":\#(after),"gone":false}}"#
    }
    let (empty, full) = (#"{"state":"OPEN","unread":0,"left":1}"#, #"{"state":"OPEN","unread":5,"left":2}"#)
    let begin = change("null", empty) + "\n"
    #expect(try Told(json: begin + change(empty, full) + "\n" + change(full, empty)).problems == [])
    #expect(try Told(json: begin + change(full, empty)).problems.count == 1)
    #expect(try Told(json: begin + change(empty, full) + "\n" + change(empty, full)).problems.count == 1)
  }
}
