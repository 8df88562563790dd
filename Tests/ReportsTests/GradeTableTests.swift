import Runner
import Testing
import Text

@testable import Reports

/// What submissions got, as tables.
@Suite struct GradeTableTests {
  private static func submission(_ path: String, _ states: [FileResult.State], points: [Int], words: String?)
    -> FileResult
  {
    var file = FileResult(path: path)
    file.verdict = words == nil ? .held : .checkFailed
    for (index, state) in states.enumerated() {
      var chapter = FileResult.Chapter(title: "Part \(index)", line: 10 * (index + 1), points: points[index])
      (chapter.state, chapter.isFinished) = (state, state == .held)
      file.chapters.append(chapter)
    }
    if let words, let failed = states.firstIndex(of: .failed) {
      file.problems = [.init(line: 10 * (failed + 1) + 1, title: "wrong data", text: "error\n", words: words)]
    }
    return file
  }

  private static let suite: SuiteResult = {
    let long = String(repeating: "Your server returned 8 of 9 bytes. ", count: 4)
    var suite = SuiteResult(
      files: [
        submission("김하나", [.held, .held], points: [3, 7], words: nil),
        submission("=cmd|x, \"b\"", [.failed, .held], points: [3, 7], words: long),
        submission("c", [.held, .notPlayed], points: [0, 0], words: "x"), FileResult(path: "late"),
      ], shard: nil, began: 0)
    suite.interruption = "interrupted"
    return suite
  }()

  @Test func theTableFitsItsTerminal() {
    let lines = GradeTable.lines(of: Self.suite, width: 80, language: .english)
    #expect(lines.allSatisfy { DisplayWidth.of($0) <= 80 })
    #expect(
      lines.map { $0.prefix { $0 != "Y" } }.prefix(5) == [
        "SUBMISSION   POINTS", "김하나       10/10", "=cmd|x, \"b\"  7/10    ", "c            1/2",
        "late         –       not graded",
      ])
    #expect(lines.suffix(2) == ["3 graded, 1 with all points, 6.0 of 10 on average", "interrupted"])
  }

  /// Who was interrupted, and who cannot be graded, has no points, and is not counted.
  @Test func whoeverHasNoMarksIsNotCounted() {
    var suite = Self.suite
    suite.isGrading = true
    #expect(!suite.lacksMarks)
    suite.files = [Self.suite.files[0], Self.submission("b", [.held, .notPlayed], points: [3, 7], words: nil)]
    suite.files[1].verdict = .interrupted
    let interrupted = GradeTable.lines(of: suite, width: 80, language: .english)
    #expect(interrupted[2] == "b           –       not graded: interrupted")
    #expect(interrupted[3] == "1 graded, 1 with all points, 10.0 of 10 on average")
    #expect(
      GradeTable.csv(of: suite, language: .english).contains("\r\nb,,10,interrupted,,,not graded: interrupted\r\n"))
    suite.files[1].verdict = .skipped
    suite.files[1].reason = "it needs root"
    #expect(GradeTable.lines(of: suite, width: 80, language: .english)[2] == "b           –       it needs root")
    #expect(GradePage.index(of: suite, language: .english).contains("<td>b</td><td></td><td>it needs root</td>"))
    #expect(suite.lacksMarks)
  }

  /// A spreadsheet runs what begins with an equals sign.
  @Test func theTableForSpreadsheetsHasNoFormula() {
    let rows = GradeTable.csv(of: Self.suite, language: .korean).split(separator: "\r\n")
    #expect(rows[0] == "submission,points,most,outcome,Part 0 (3),Part 1 (7),remark")
    #expect(rows[1] == "김하나,10,10,passed,3,7,")
    #expect(rows[2].hasPrefix("\"'=cmd|x, \"\"b\"\"\",7,10,failed,0,7,Your server"))
  }

  /// Where the file gives no points, each chapter with a heading is worth one.
  @Test func withoutPointsEachChapterIsWorthOne() {
    let sheet = GradeSheet(Self.suite.files[2])
    #expect(sheet.parts.map(\.most) == [1, 1] && sheet.points == 1)
    var untitled = FileResult(path: "a")
    untitled.chapters = [.init(title: "", line: 1), .init(title: "b", line: 3)]
    #expect(GradeSheet(untitled).parts.map(\.name) == ["b"])
    untitled.chapters.removeLast()
    #expect(GradeSheet(untitled).parts.map(\.name) == ["all lines"])
  }
}
