import SessionLanguage
import Support
import Testing

/// What `update` writes, on sessions with made-up answers: `Scripts/soak rewrites` takes thousands.
@Suite(.waits) struct GeneratedUpdatesTests {
  @Test func whatIsSpoiledComesAgain() {
    let first = Soak.count("FROM", usual: 1), count = Soak.count("REWRITES", usual: 5)
    var restored = 0
    for seed in first..<first + count {
      if let problem = Self.problem(UInt64(seed)) { Issue.record("seed \(seed): \(problem)") } else { restored += 1 }
    }
    if count > 100 { print("\(restored) of \(count) sessions with made-up answers came again after update") }
  }

  /// What is wrong with the session of a seed: first each line has a result that did not come, then one part of one.
  private static func problem(_ seed: UInt64) -> String? {
    var session = MadeUpSession(seed: seed)
    let careless = session.text()
    guard let settled = session.updated(careless) else { return "it does not settle" }
    let (before, after) = (lines(careless), lines(settled))
    guard before.count == after.count else { return "other lines" }
    for (one, other) in zip(before, after) where !one.contains("7777") && one != other {
      return "a line that held is another: \(one) \(other)"
    }
    if let left = after.first(where: { $0.contains("7777") }) { return "not corrected: \(left)" }
    guard let (spoiled, index) = session.spoiled(settled) else { return "nothing to spoil" }
    if session.updated(settled) != settled { return "what holds is changed" }
    guard let again = session.updated(spoiled) else { return "not corrected: \(lines(spoiled)[index])" }
    // Blanks of a line that is corrected may be others.
    let held = Set(lines(spoiled))
    let differing = zip(lines(again), after).filter { words($0) != words($1) || held.contains($1) && $0 != $1 }
    return differing.first.map { "\(lines(spoiled)[index]) became \($0), not \($1)" }
  }

  private static func lines(_ text: [UInt8]) -> [String] {
    text.split(separator: 10, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func words(_ line: String) -> [Substring] { line.split { $0 == " " || $0 == "\t" } }
}
