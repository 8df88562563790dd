import ArgumentParser
import Glibc
import Reports

/// How many files are played.
struct SuiteOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Play N files at once; otherwise as many as there are processors.", valueName: "N"),
    transform: { try number($0, in: 1...SuiteCheck.mostKept) })
  var jobs: Int?

  @Option(
    name: .customLong("retry"),
    help: ArgumentHelp("Play a file that failed up to N times more. What then passes is told as such.", valueName: "N"),
    transform: { try number($0, in: 0...100) })
  var retries = 0

  @Option(
    help: ArgumentHelp("Play the K-th of N parts of the files: every N-th of their sorted paths.", valueName: "K/N"))
  var shard: Shard?

  /// Whether a file alone needs nothing of this.
  var isPlain: Bool { retries == 0 && shard == nil }

  /// At most how many files are played at once.
  var atOnce: Int { jobs ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}

private func number(_ text: String, in range: ClosedRange<Int>) throws -> Int {
  guard let number = Int(text), range.contains(number) else {
    throw ValidationError("\(text) is not a number from \(range.lowerBound) to \(range.upperBound)")
  }
  return number
}

extension Shard: ExpressibleByArgument {
  package init?(argument: String) { self.init(text: argument) }
}
