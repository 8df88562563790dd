import Text

/// What several machines have done, each with its shard, as one machine would have done it.
package enum MergedSuite {
  /// Why reports do not belong together.
  package struct Problem: Error {
    package let text: String
  }

  /// - Parameter parts: Of each report its path, and what it says.
  package static func merge(_ parts: [(path: String, suite: SuiteResult)]) throws(Problem) -> SuiteResult {
    guard let first = parts.first else { throw Problem(text: "there is no report") }
    var (shards, counts) = ([Int: String](), Set<Int>())
    for (path, suite) in parts {
      guard suite.isGrading == first.suite.isGrading else {
        throw Problem(text: "\(first.path) and \(path) are not of the same kind: one is of check, one of grade")
      }
      guard let text = suite.shard else {
        throw Problem(text: "\(path) is not of a shard: it was written without --shard")
      }
      guard let shard = Shard(text: text) else { throw Problem(text: "invalid shard of \(path): \(text)") }
      if let other = shards[shard.number] { throw Problem(text: "\(other) and \(path) are both of shard \(text)") }
      shards[shard.number] = path
      counts.insert(shard.count)
    }
    guard let count = counts.first, counts.count == 1 else {
      throw Problem(
        text:
          "the reports are of different numbers of shards: \(counts.sorted().map { "\($0)" }.joined(separator: ", "))")
    }
    let missing = (1...count).filter { shards[$0] == nil }.map { "\($0)/\(count)" }
    return merged(parts.map(\.suite), missing)
  }

  private static func merged(_ suites: [SuiteResult], _ missing: [String]) -> SuiteResult {
    let files = suites.flatMap(\.files).enumerated().sorted {
      ($0.element.number, $0.offset) < ($1.element.number, $1.offset)
    }
    var merged = SuiteResult(files: files.map(\.element), shard: nil, began: suites.map(\.timestamp).min() ?? "")
    merged.nanoseconds = suites.map(\.nanoseconds).max() ?? 0
    merged.isGrading = suites.contains(where: \.isGrading)
    let lost =
      missing.isEmpty ? [] : ["\(Plural.noun("shard", missing.count)) missing: \(missing.joined(separator: ", "))"]
    let reasons = Set(suites.compactMap(\.interruption)).sorted() + lost
    if !reasons.isEmpty { merged.interruption = reasons.joined(separator: "; ") }
    return merged
  }
}
