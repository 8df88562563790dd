import Foundation
import Support

/// Thousands of random sessions, some at a time, and what came of them.
struct GeneratedSoak {
  let seeds: Range<UInt64>
  let checks: Int
  /// Whether to look for the fewest lines of a session that fails.
  let shrinks: Bool

  /// How many are played at a time: most of the time they wait.
  private static let workers = 10

  /// Plays them, and prints each that fails at once, and the counts at the end. Returns the seeds that failed.
  func run() throws -> [UInt64] {
    let start = Date()
    let failed = zip(seeds, try concurrently(seeds, workers: Self.workers, fails)).filter(\.1).map(\.0).sorted()
    let others = seeds.filter(GeneratedTrial.isUnprivileged).count
    Self.print(
      "\(seeds.count) sessions (\(others) as an ordinary user) in \(Int(Date().timeIntervalSince(start))) s, "
        + "each recording checked \(checks) times; \(failed.count) disagreed: \(failed)")
    return failed
  }

  private func fails(_ seed: UInt64) throws -> Bool {
    guard let failure = try GeneratedTrial(seed: seed, checks: checks).failure(shrinks: shrinks) else { return false }
    Self.print("\n\(failure)\n")
    return true
  }

  /// As a whole, whatever other threads print.
  private static func print(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}

/// The session of one seed.
struct GeneratedTrial {
  let seed: UInt64
  let checks: Int

  /// Every other session is played without root's rights.
  static func isUnprivileged(_ seed: UInt64) -> Bool {
    seed % 2 == 1 && UnprivilegedUser.isPossible
  }

  /// What is wrong with it, for people; nil when nothing is.
  func failure(shrinks: Bool) throws -> String? {
    let trial = Trial(
      lines: GeneratedSession(seed: seed).lines, isUnprivileged: Self.isUnprivileged(seed), isAtPrompt: seed % 3 == 0,
      checks: checks)
    let found = try trial.problems()
    if found.isEmpty { return nil }
    let least = shrinks ? try trial.shrunk() : trial
    let again = shrinks ? try least.problems() : found
    // What is only sometimes wrong need not be so again.
    let problems = again.isEmpty ? found : again
    return "seed \(seed)\n\(least.lines.joined(separator: "\n"))\n\n\(problems.joined(separator: "\n"))"
  }
}
