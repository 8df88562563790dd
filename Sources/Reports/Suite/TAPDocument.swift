import Runner

/// `--report-tap`: a test for each file, and a subtest for each chapter of it, as TAP 14 has them.
///
/// The first line says 13, because the prove(1) of Perl 5.36 refuses 14. It reads the rest: subtests are comments and
/// indented lines, which older readers pass over.
package enum TAPDocument {
  package static func text(of suite: SuiteResult) -> String {
    var text = "TAP version 13\n1..\(suite.files.count)"
    text += suite.files.isEmpty ? " # SKIP no file of this shard\n" : "\n"
    for (index, file) in suite.files.enumerated() where file.outcome.isResult || file.outcome == .skipped {
      write(file, number: index + 1, to: &text)
    }
    if let interruption = suite.interruption {
      text += "Bail out! \(interruption)\(suite.notPlayed.map { ": \($0)" } ?? "")\n"
    }
    return text
  }

  private static func write(_ file: FileResult, number: Int, to text: inout String) {
    let path = description(file.path)
    if !file.chapters.isEmpty {
      text += "# Subtest: \(path)\n    1..\(file.chapters.count)\n"
      let problems = file.problemsByChapter
      for (index, name) in file.chapterNames.enumerated() {
        let reason = file.chapters[index].state == .notPlayed ? file.notPlayedReason : nil
        let isGood = file.chapters[index].state != .failed && problems[index].isEmpty
        text += "    " + point(isGood, index + 1, description(name), skipped: isGood ? reason : nil)
      }
    }
    let remark = file.flakiness.map { " (\($0))" } ?? ""
    text += point(!file.outcome.isBad, number, path + remark, skipped: file.outcome == .skipped ? file.reason : nil)
    writeDetails(file, to: &text)
  }

  /// A test point.
  private static func point(_ isGood: Bool, _ number: Int, _ name: String, skipped reason: String?) -> String {
    let skip = reason.map { " # SKIP \(oneLine($0))" } ?? ""
    return "\(isGood ? "ok" : "not ok") \(number) - \(name)\(skip)\n"
  }

  private static func oneLine(_ text: String) -> String {
    TerminalEscape.prose(text.replacing("\n", with: " "))
  }

  /// A test's name: `#` would begin a directive.
  private static func description(_ text: String) -> String {
    oneLine(text).replacing("\\", with: "\\\\").replacing("#", with: "\\#")
  }

  // MARK: What went wrong, as a block of YAML

  private static func writeDetails(_ file: FileResult, to text: inout String) {
    guard file.outcome.isBad || !file.earlier.isEmpty else { return }
    text += "  ---\n  duration_ms: \(max(0, file.nanoseconds) / 1_000_000)\n  tries: \(file.tries)\n"
    if let problem = file.problems.first {
      text += "  message: \(quoted(problem.title))\n"
      if let line = problem.line { text += "  at:\n    file: \(quoted(file.path))\n    line: \(line)\n" }
    }
    let earlier = file.earlier.map { "try \($0.number):\n" + $0.problem.text }
    let errors = (earlier + file.problems.map(\.text)).joined(separator: "\n")
    text += "  errors: |\n"
    for line in errors.split(separator: "\n", omittingEmptySubsequences: true) {
      text += "    \(TerminalEscape.prose(String(line)))\n"
    }
    text += "  ...\n"
  }

  private static func quoted(_ text: String) -> String {
    "\"\(oneLine(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }
}
