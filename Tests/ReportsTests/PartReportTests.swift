import Foundation
import Runner
import SessionLanguage
import Support
import Testing

@testable import Reports

/// What is told of a file while it is played.
@Suite struct PartReportTests {
  private static let file = """
    sockplay 1
    @timeout 1s
    ## One
    socket a tcp = fd
    # Prose
    repeat 2
    ## Two
    close a = 0
    end
    ## Only prose
    """

  /// The result of `body`, which plays the file.
  private func result(_ text: String = file, _ body: (PartReport) -> Void) -> FileResult {
    let path = "a.session"
    let output = Output.inMemory()
    let report = PartReport(path: path, output: output)
    report.plays(SessionFile.read(Array(text.utf8)).file)
    body(report)
    report.end()
    var result = FileResult(path: path)
    for message in PartMessage.all(in: output.takeKept()) { result.take(message) }
    return result
  }

  private func step(_ number: Int, _ line: String, fails: Bool = false, in source: String = "a.session") -> Record {
    let step = Step(place: Place(source: source, number: number), statement: try! Parser.parse(Array(line.utf8)))
    if fails { step.failure = Failure(.condition(seen: ["a.port is 7"]), at: nil) }
    return .step(step)
  }

  @Test func linesAndChaptersAreToldAsTheyArePlayed() {
    let played = result { report in
      report.take(step(2, "@timeout 1s"))
      report.take(step(4, "socket a tcp = fd"))
    }
    #expect(played.chapters.map(\.title) == ["One", "Two"] && played.chapters.map(\.line) == [3, 7])
    #expect(played.chapters.map(\.state) == [.held, .notPlayed] && played.chapters[0].nanoseconds != nil)
    #expect(
      played.lines.count == 10
        && played.lines.map(\.runs) == [false, true, false, true, false, false, false, true, false, false])
    #expect(played.held == 2 && played.lastPlayed == 4 && played.lines[7].text == "close a = 0")
  }

  @Test func aLineThatFailedOnceHasFailed() {
    let played = result { report in
      report.take(step(8, "close a = 0", fails: true))
      report.take(step(8, "close a = 0"))
    }
    #expect(played.lines[7].state == .failed && played.chapters[1].state == .failed)
    #expect(played.problems.map(\.line) == [8] && played.problems[0].title == "this does not hold")
    #expect(played.problems[0].text.hasPrefix("error: this does not hold\n --> a.session:8:1\n"))
  }

  @Test func whatOtherFilesSayBelongsToNoLine() {
    let played = result { $0.take(step(8, "close a = 0", fails: true, in: "b.session")) }
    #expect(played.problems.map(\.line) == [nil] && played.lines.allSatisfy { $0.state == .notPlayed })
  }

  @Test func aNeedThatIsNotMetIsAReason() {
    let refusal = Diagnostic("it needs x", at: 0..<1, label: "here", help: "give it x").unmet
    let place = Place(source: "a.session", number: 2)
    let played = result { $0.take(.refusal(refusal, at: place, line: [])) }
    #expect(played.reason == "it needs x: here; give it x" && played.problems.isEmpty)
  }

  @Test func whatIsToldHasALimit() {
    let long = "sockplay 1\n" + (1...20_000).map { "## \($0)\nsocket s\($0) tcp\n" }.joined()
    let played = result(long) { report in
      for number in 1...30_000 { report.take(step(number, "close a = 0", fails: true)) }
    }
    #expect(played.lines.count == PartReport.lineLimit && played.linesLeftOut == 40_001 - PartReport.lineLimit)
    #expect(played.chapters.count == PartReport.chapterLimit && played.problems.count == PartReport.problemLimit)
  }
}
