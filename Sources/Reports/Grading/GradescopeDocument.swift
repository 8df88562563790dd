import Runner
import Text

/// `results.json` of a Gradescope autograder: what its page shows a student.
package enum GradescopeDocument {
  package static func text(of file: FileResult, language: Language) -> String {
    let sheet = GradeSheet(file)
    let output = sheet.general.map(Self.output).joined(separator: "\n")
    var text = TextBuffer()
    JSON.object([
      ("score", .number(sheet.points)), ("execution_time", .number(Int(file.nanoseconds / 1_000_000_000))),
      ("output", .text(file.reason ?? output)), ("output_format", .text("text")), ("visibility", .text("visible")),
      ("tests", .list(sheet.parts.enumerated().map { test($1, number: $0 + 1) })),
    ]).write(to: &text)
    text.endLine()
    return text.string
  }

  private static func test(_ part: GradeSheet.Part, number: Int) -> JSON {
    .object([
      ("name", .text(part.name)), ("number", .text("\(number)")), ("score", .number(part.points)),
      ("max_score", .number(part.most)), ("status", .text(part.isEarned ? "passed" : "failed")),
      ("output", .text(part.problems.map(output).joined(separator: "\n"))), ("output_format", .text("text")),
      ("visibility", .text("visible")),
    ])
  }

  private static func output(_ problem: FileResult.Problem) -> String {
    (problem.words.map { $0 + "\n\n" } ?? "") + problem.text
  }
}
