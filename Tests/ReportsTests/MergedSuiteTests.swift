import Runner
import Testing

@testable import Reports

/// What several machines have done is told as one would have told it.
@Suite struct MergedSuiteTests {
  private static func suite(_ files: [FileResult], shard: String?) -> SuiteResult {
    var suite = SuiteResult(files: files, shard: shard, began: 1_800_000_000)
    (suite.nanoseconds, suite.isGrading) = (5_000_000_000, true)
    return suite
  }

  /// The samples with their numbers, and with all that only a grading has.
  private static let files = SuiteSamples.suite.files.enumerated().map { index, file in
    var numbered = FileResult(path: file.path, number: index + 1)
    numbered.verdict = file.verdict
    (numbered.nanoseconds, numbered.tries, numbered.reason) = (file.nanoseconds, file.tries, file.reason)
    (numbered.lines, numbered.linesLeftOut, numbered.leftovers) = (file.lines, file.linesLeftOut, file.leftovers)
    numbered.chapters = file.chapters.map { chapter in
      var worth = FileResult.Chapter(title: chapter.title, line: chapter.line, points: 3)
      (worth.state, worth.nanoseconds, worth.isFinished) = (chapter.state, chapter.nanoseconds, chapter.state == .held)
      return worth
    }
    numbered.problems = file.problems.map {
      .init(line: $0.line, title: $0.title, text: $0.text, words: "안녕 \"\\\u{1f44b}")
    }
    numbered.earlier = file.earlier
    return numbered
  }

  private func read(_ suite: SuiteResult) throws -> SuiteResult {
    try #require(SuiteJSONDocument.suite(in: Array(SuiteJSONDocument.text(of: suite).utf8)))
  }

  @Test(arguments: [1, 2, 3]) func theReportsOfAllShardsAreThoseOfOneRun(_ count: Int) throws {
    let whole = Self.suite(Self.files, shard: nil)
    let parts = try (1...count).reversed().map { number in
      let files = Self.files.filter { ($0.number - 1) % count == number - 1 }
      return (path: "\(number)", suite: try read(Self.suite(files, shard: "\(number)/\(count)")))
    }
    let merged = try MergedSuite.merge(parts)
    for document in [
      SuiteJSONDocument.text, JUnitDocument.text, TAPDocument.text, HTMLIndex.text,
      { GradeTable.csv(of: $0, language: .english) }, { GradePage.index(of: $0, language: .korean) },
    ] {
      #expect(document(merged) == document(whole))
    }
    for (one, other) in zip(merged.files, whole.files) { #expect(HTMLPage.text(of: one) == HTMLPage.text(of: other)) }
  }

  @Test func whatIsMissingIsSaid() throws {
    let merged = try MergedSuite.merge([("b", Self.suite([Self.files[1]], shard: "2/3"))])
    #expect(merged.interruption == "shards missing: 1/3, 3/3" && merged.files.count == 1)
  }

  @Test func whatDoesNotBelongTogetherIsRefused() {
    func problem(_ shards: [String?]) -> String? {
      do throws(MergedSuite.Problem) {
        _ = try MergedSuite.merge(shards.enumerated().map { ("\($0)", Self.suite([], shard: $1)) })
      } catch { return error.text }
      return nil
    }
    #expect(problem(["1/2", "1/2"]) == "0 and 1 are both of shard 1/2")
    #expect(problem(["1/2", "2/3"]) == "the reports are of different numbers of shards: 2, 3")
    #expect(problem([nil]) == "0 is not of a shard: it was written without --shard")
    #expect(problem([]) == "there is no report")
    for shard in ["1/4000000000", "0/2", "3/2", "1", "1/2/3", "-1/2"] {
      #expect(problem([shard]) == "invalid shard of 0: \(shard)")
    }
    #expect(problem(["2/2", "1/2"]) == nil)
  }

  /// A report may have been edited.
  @Test func numbersThatNoReportHasAreTakenForOthers() throws {
    let chapters =
      #"{"title":"x","points":9223372036854775807,"line":-9223372036854775808},"#
      + #"{"title":"y","points":9223372036854775807}"#
    let problems = #"{"line":-9223372036854775808,"title":"z"}"#
    let file = #"{"path":"a","code":1,"chapters":[\#(chapters)],"problems":[\#(problems)]}"#
    let text = #"{"format":"sockplay grade","version":1,"files":[\#(file)]}"#
    let suite = try #require(SuiteJSONDocument.suite(in: Array(text.utf8)))
    #expect(suite.files[0].chapters.map(\.points) == [10_000, 10_000] && suite.files[0].problems[0].line == nil)
    #expect(!GradeTable.csv(of: suite, language: .english).isEmpty)
    #expect(!GradePage.index(of: suite, language: .korean).isEmpty)
    #expect(!GradePage.text(of: suite.files[0], language: .english).isEmpty)
  }

  @Test(arguments: [
    "", "{", "[]", "{}", "null", "{\"format\":\"sockplay check\"}", String(repeating: "[", count: 100_000),
    "{\"format\":\"sockplay check\",\"version\":1} x", "{\"format\":\"sockplay check\",\"version\":9}", "\"\\ud800\"",
  ])
  func whatIsNoReportIsNone(_ text: String) { #expect(SuiteJSONDocument.suite(in: Array(text.utf8)) == nil) }

  @Test func everyCharacterComesBack() throws {
    for text in SuiteSamples.strangeTexts {
      let read = try read(SuiteSamples.strange(text))
      #expect(read.files.first?.reason == text && read.files.first?.lines[2].text == text)
    }
  }
}
