import Runner
import Text

/// What all submissions got, as a table for the screen and as one for other programs.
package enum GradeTable {
  /// - Parameter width: The terminal's, in columns; nil in a file.
  package static func lines(of suite: SuiteResult, width: Int?, language: Language) -> [String] {
    let head = [language.text("SUBMISSION", korean: "제출물"), language.text("POINTS", korean: "점수"), ""]
    let rows = suite.files.map { file in
      let sheet = GradeSheet(file)
      let points = file.outcome.isResult ? sheet.text : "–"
      return [TerminalEscape.prose(file.path), points, TerminalEscape.prose(remark(file, sheet, language))]
    }
    let table = Table([head] + rows, yielding: [.end(2, least: 20), .middle(0, mayGo: false)])
    let lines = width.map { table.lines(width: $0) } ?? table.lines
    return lines + [summary(suite, language)] + (suite.interruption.map { [$0] } ?? [])
  }

  /// What to say of a submission besides its points.
  static func remark(_ file: FileResult, _ sheet: GradeSheet, _ language: Language) -> String {
    switch file.outcome {
    case .notPlayed: language.text("not graded", korean: "채점하지 않음")
    case .interrupted: language.text("not graded: interrupted", korean: "채점하지 않음: 중단됨")
    case .passed, .failed, .error, .skipped: file.reason ?? sheet.remark
    }
  }

  /// `60 graded, 41 of them with all points, 7.4 of 10 on average`.
  static func summary(_ suite: SuiteResult, _ language: Language) -> String {
    let sheets = suite.files.filter(\.outcome.isResult).map(GradeSheet.init)
    if sheets.isEmpty { return language.text("0 graded", korean: "0개 채점") }
    let full = sheets.count { $0.points == $0.most && $0.most > 0 }, most = sheets.map(\.most).max() ?? 0
    let tenths = sheets.isEmpty ? 0 : (sheets.reduce(0) { $0 + $1.points } * 10 + sheets.count / 2) / sheets.count
    let mean = "\(tenths / 10).\(tenths % 10)"
    return language.text(
      "\(sheets.count) graded, \(full) with all points, \(mean) of \(most) on average",
      korean: "\(sheets.count)개 채점, 만점 \(full)개, 평균 \(mean)/\(most)점")
  }

  /// As in RFC 4180: submission, points, the most, one column for each part, and the first thing that went wrong.
  package static func csv(of suite: SuiteResult, language: Language) -> String {
    let sheets = suite.files.map(GradeSheet.init)
    let names = sheets.first { !$0.parts.isEmpty }?.parts.map { "\($0.name) (\($0.most))" } ?? []
    let head = ["submission", "points", "most", "outcome"] + names + ["remark"]
    let rows = zip(suite.files, sheets).map { file, sheet in
      let isGraded = file.outcome.isResult
      let parts = names.indices.map { isGraded && $0 < sheet.parts.count ? "\(sheet.parts[$0].points)" : "" }
      return [file.path, isGraded ? "\(sheet.points)" : "", "\(sheet.most)", file.outcome.rawValue] + parts
        + [remark(file, sheet, language)]
    }
    return ([head] + rows).map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
  }

  /// What a spreadsheet would take for a formula is text.
  private static func cell(_ text: String) -> String {
    let text = TerminalEscape.prose(text.replacing("\n", with: " "))
    let plain = "=+-@\t".contains(text.first ?? " ") ? "'" + text : text
    guard plain.contains(where: { $0 == "," || $0 == "\"" }) else { return plain }
    return "\"\(plain.replacing("\"", with: "\"\""))\""
  }
}
