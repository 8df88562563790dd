import Foundation
import Support
import Testing

/// Random sessions against the kernel, a few in each run of the tests; `Scripts/soak` plays thousands.
@Suite(.waits) struct GeneratedTests {
  private static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap(UInt64.init)
  }
  private static let first = number("SOCKPLAY_FROM") ?? 1
  private static let seeds = first..<first + (number("SOCKPLAY_SEEDS") ?? 6)

  @Test(arguments: seeds) func aRandomSessionIsWhatTheKernelSaw(seed: UInt64) throws {
    let trial = Trial(lines: GeneratedSession(seed: seed).lines)
    let found = try trial.problems()
    if found.isEmpty { return }
    let least = try trial.shrunk()
    let again = try least.problems()
    // What is only sometimes wrong need not be so again.
    let problems = again.isEmpty ? found : again
    Issue.record("seed \(seed)\n\(least.lines.joined(separator: "\n"))\n\n\(problems.joined(separator: "\n"))")
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
