import ArgumentParser
import Glibc

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

/// One of several equal parts of all files, such as `2/3`.
struct Shard: ExpressibleByArgument {
  let number: Int
  let count: Int

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], (1...10_000).contains(count),
      (1...count).contains(number)
    else { return nil }
    (self.number, self.count) = (number, count)
  }

  var text: String { "\(number)/\(count)" }

  /// Its paths, in the order that they have. Which those are depends on the names alone.
  func select(_ paths: [String]) -> [String] { places(in: paths).map { paths[$0] } }

  /// Their indices in `paths`.
  func places(in paths: [String]) -> [Int] {
    let sorted = paths.enumerated().sorted { ($0.element, $0.offset) < ($1.element, $1.offset) }
    return sorted.enumerated().filter { $0.offset % count == number - 1 }.map(\.element.offset).sorted()
  }
}
