import SessionLanguage

/// Counts what a play checks. An object, because the files that a file sources count with it.
package final class PlayTally {
  package private(set) var result = PlayResult()

  package init() {}

  /// How many lines did not hold, or could not be run.
  var failures: Int { result.checked - result.held }

  /// A line has been run.
  func count(_ step: Step) {
    let hasFailed = step.failure != nil
    guard hasFailed || step.statement.isChecked, !step.isUnjudged else { return }
    result.checked += 1
    if !hasFailed { result.held += 1 }
  }

  /// A line could not be run.
  func countRefusal() { result.checked += 1 }

  /// The line that was counted last, and did not hold, is run again.
  func takeBack() { result.checked -= 1 }

  /// The play has ended after the first `count` lines of `file`.
  func end(after count: Int, of file: SessionFile) {
    let isWhole = (count..<max(count, file.count)).allSatisfy { !file.statement($0).isPlayed }
    result.stop = isWhole ? nil : (count, file.count)
  }
}

extension Statement {
  /// Whether a play does something at the line.
  fileprivate var isPlayed: Bool {
    switch body {
    case .blank, .header, .heading, .prose, .end: false
    case .directive, .command, .call, .check, .opening: true
    }
  }
}
