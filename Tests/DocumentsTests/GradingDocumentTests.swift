import Foundation
import Support
import Testing

/// docs/grading.md: what it shows of the five submissions beside it.
@Suite(.waits, Namespace.isNeeded) struct GradingDocumentTests {
  private static let build = "if [ -f server.c ]; then cc -O -o server server.c; fi"
  private static let start = "if [ -f server ]; then ./server; else python3 server.py; fi"
  private static let grading = [
    "--with", "docs/grading/echo.session", "--build", build, "--run", start, "--ready", "12345",
  ]

  private func grade(_ submissions: [String], _ options: [String]) throws -> Program.Ended {
    try Program.run(
      ["grade"] + submissions + Self.grading + options, environment: ["LC_ALL": "C.UTF-8"], folder: Program.root,
      limit: 300)
  }

  /// The example of docs/grading.md: its table, and what else it writes.
  @Test func theExampleIsGradedAsTheDocumentShows() throws {
    let shown = try #require(try Documents.blocks("docs/grading.md").first { $0.text.hasPrefix("SUBMISSION") })
    let folder = "docs/grading/submissions/"
    let names = try FileManager.default.contentsOfDirectory(atPath: Program.root.path + "/" + folder).sorted()
    try Scratch.folder { scratch in
      func path(_ name: String) -> String { scratch.appending(path: name).path }
      try FileManager.default.createDirectory(atPath: path("scopes"), withIntermediateDirectories: false)
      let ended = try grade(
        names.map { folder + $0 },
        ["--jobs", "5", "--report-csv", path("c.csv"), "--report-html", path("pages")]
          + ["--report-gradescope", path("scopes"), "--report-json", path("r.json"), "--report-junit", path("j.xml")])
      for words in [Self.build, Self.start] {
        #expect(try Documents.text("docs/grading.md").contains("'\(words)'"))
      }
      #expect(ended.output == shown.text && ended.code == 1, "\(ended.output)\(ended.errors)")
      let csv = try String(contentsOfFile: path("c.csv"), encoding: .utf8).split(separator: "\r\n")
      #expect(csv.count == 6 && csv[1].hasPrefix("docs/grading/submissions/crashes,7,10,failed,3,2,2,0,"))
      let page = try String(contentsOfFile: path("pages/1-docs-grading-submissions-crashes.html"), encoding: .utf8)
      #expect(page.contains("7 of 10 points") && page.contains("SIGSEGV") && page.contains("| 4096 bytes"))
      let results = try Data(
        contentsOf: URL(fileURLWithPath: path("scopes/2-docs-grading-submissions-loses-a-byte.json")))
      let scope = try JSONDecoder().decode(Gradescope.self, from: results)
      #expect(
        scope.score == 2 && scope.tests.map(\.score) == [0, 2, 0, 0] && scope.tests.map(\.max_score) == [3, 2, 2, 3])
      #expect(scope.tests[0].output.hasPrefix("Your server returned 8 of 9 bytes within 2 s: \"Hello Bo\".\n"))
    }
  }

  private struct Gradescope: Decodable {
    struct Test: Decodable { let score: Int, max_score: Int, name: String, status: String, output: String }
    let score: Int
    let tests: [Test]
  }
}
