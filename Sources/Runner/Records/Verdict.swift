/// The result of a play. The raw values are the exit codes of `sockplay`.
package enum Verdict: Int32, Sendable, Comparable {
  /// All checks held.
  case held = 0
  /// A requirement is not met, so the rest has not been played. The exit code only where a `check` of folders asks for it.
  case skipped = 77
  /// The command line was wrong.
  case usage = 1
  /// A file does not parse.
  case unreadable = 2
  /// A line could not be run, or a file could not be read.
  case couldNotRun = 3
  /// A check failed.
  case checkFailed = 4
  /// Ctrl-C; the exit code that shells use.
  case interrupted = 130

  /// Between what held and what went wrong.
  private var severity: Int32 { self == .skipped ? 1 : rawValue * 2 }

  package static func < (one: Verdict, other: Verdict) -> Bool { one.severity < other.severity }
}
