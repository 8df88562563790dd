import Runner

/// `--report-json`: all that is known of each file, in one document. docs/check.schema.json describes it.
package enum SuiteJSONDocument {
  static let checkFormat = "sockplay check", gradeFormat = "sockplay grade"
  static let version = 1

  package static func text(of suite: SuiteResult) -> String {
    var text = TextBuffer()
    let summary = suite.summary
    JSON.object([
      ("format", .text(suite.isGrading ? gradeFormat : checkFormat)), ("version", .number(version)),
      ("began", .text(suite.timestamp)),
      ("took", .number(Int(suite.nanoseconds))), ("shard", .optional(suite.shard)),
      ("interruption", .optional(suite.interruption)),
      (
        "summary",
        .object([
          ("passed", .number(summary.passed)), ("failed", .number(summary.failed)),
          ("skipped", .number(summary.skipped)), ("interrupted", .number(summary.interrupted)),
          ("unplayed", .number(summary.unplayed)),
          ("retried", .number(summary.retried)),
        ])
      ),
      ("files", .list(suite.files.map(file))),
    ]).write(to: &text)
    text.endLine()
    return text.string
  }

  private static func file(_ file: FileResult) -> JSON {
    let problems = file.problemsByChapter
    let chapters = zip(file.chapters.indices, file.chapterNames).map { index, name in
      chapter(file.chapters[index], name, failed: !problems[index].isEmpty)
    }
    return .object([
      ("path", .text(file.path)), ("number", .number(file.number)), ("outcome", .text(file.outcome.rawValue)),
      ("code", file.verdict.map { .number(Int($0.rawValue)) } ?? .null),
      ("took", .number(Int(file.nanoseconds))), ("tries", .number(file.tries)), ("held", .number(file.held)),
      ("reason", .optional(file.reason)),
      ("chapters", .list(chapters)), ("problems", .list(file.problems.map { .object(members($0)) })),
      ("earlier", .list(file.earlier.map { .object([("try", .number($0.number))] + members($0.problem)) })),
      ("left", .list(file.leftovers.map { .text($0) })), ("lines", .list(file.lines.map(line))),
      ("more_lines", .number(file.linesLeftOut)),
    ])
  }

  private static func chapter(_ chapter: FileResult.Chapter, _ name: String, failed: Bool) -> JSON {
    let outcome = failed || chapter.state == .failed ? "failed" : chapter.state == .held ? "passed" : "not played"
    return .object([
      ("name", .text(name)), ("title", .text(chapter.title)), ("line", .number(chapter.line)),
      ("outcome", .text(outcome)), ("took", chapter.nanoseconds.map { .number(Int($0)) } ?? .null),
      ("points", .number(chapter.points)), ("finished", .bool(chapter.isFinished)),
    ])
  }

  private static func line(_ line: FileResult.Line) -> JSON {
    let outcome =
      switch line.state {
      case .notPlayed: line.runs ? "not played" : "text"
      case .held: "held"
      case .failed: "failed"
      }
    return .object([("text", .text(line.text)), ("outcome", .text(outcome))])
  }

  private static func members(_ problem: FileResult.Problem) -> [(String, JSON)] {
    [
      ("line", problem.line.map { .number($0) } ?? .null), ("title", .text(problem.title)),
      ("text", .text(problem.text)), ("words", .optional(problem.words)),
    ]
  }
}
