import Foundation
import Support
import Testing

@testable import Reports

/// `--report-tap`, held against prove(1).
@Suite(.waits) struct TAPDocumentTests {
  @Test func aSuiteIsWrittenAsItWas() throws {
    try Golden.expect(TAPDocument.text(of: SuiteSamples.suite), "suite.tap")
  }

  private static let program = Program.find("prove")

  /// Each is judged on its own line, whatever its names and errors hold.
  @Test(.enabled(if: program != nil, "prove(1) is missing: Debian has it in perl")) func proveReadsIt() throws {
    var whole = SuiteSamples.suite
    whole.interruption = nil
    whole.files.removeLast()
    #expect(try prove(whole).contains("Failed tests:  2, 4-5\n"))
    #expect(try !prove(whole).contains("Parse errors"))
    whole.files = [SuiteSamples.passed, SuiteSamples.skipped, SuiteSamples.flaky]
    #expect(try prove(whole).hasSuffix("Result: PASS\n"))
    #expect(try prove(SuiteSamples.suite).contains("Bailout called.  Further testing stopped:  interrupted: 1 of 7"))
    whole.files = []
    #expect(try prove(whole).hasSuffix("Result: NOTESTS\n"))
  }

  @Test(.enabled(if: program != nil, "prove(1) is missing: Debian has it in perl")) func noTextMisleadsIt() throws {
    for text in SuiteSamples.strangeTexts + ["ok 2", "# SKIP", "\\# TODO \\", "...\n  ...\n---\nBail out!\n1..9"] {
      let shown = try prove(SuiteSamples.strange(text))
      #expect(shown.contains("Failed test:  1\n") && !shown.contains("Parse errors"), "\(text) \(shown)")
    }
  }

  private func prove(_ suite: SuiteResult) throws -> String {
    try Scratch.folder { folder in
      try Data(TAPDocument.text(of: suite).utf8).write(to: folder.appending(path: "a.tap"))
      let ended = try Program.run(["-e", "cat", "a.tap"], of: try #require(Self.program), folder: folder)
      return ended.output + ended.errors
    }
  }
}
