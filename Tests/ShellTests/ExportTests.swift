import Foundation
import Support
import Testing

/// `export` of pages and pictures, as one types it.
@Suite(.waits) struct ExportTests {
  private func export(_ lines: String, _ arguments: [String], _ body: (Program.Ended, URL) throws -> Void) throws {
    try Scratch.folder { folder in
      try Data("sockplay 1\n\(lines)\n".utf8).write(to: folder.appendingPathComponent("a.session"))
      try body(try Program.run(["export"] + arguments, folder: folder), folder)
    }
  }

  @Test func aPageIsWrittenToANewFile() throws {
    try export("## One\nsocketpair a b = 0", ["html", "a.session", "-o", "a.html"]) { ended, folder in
      #expect(ended.code == 0 && ended.output == "" && ended.errors == "")
      let page = try String(contentsOf: folder.appendingPathComponent("a.html"), encoding: .utf8)
      #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("1 of 1 held"))
      let again = try Program.run(["export", "svg", "a.session", "-o", "a.html"], folder: folder)
      #expect(again.code == 3 && again.errors.contains("an existing file is never overwritten"))
    }
  }

  @Test(arguments: ["c", "mermaid"]) func standardInputIsExported(form: String) throws {
    let ended = try Program.run(["export", form, "-"], input: Array("sockplay 1\nsocketpair a b = 0\n".utf8))
    #expect(ended.code == 0 && ended.output.contains("socketpair"), "\(ended.errors)")
  }

  /// A picture shows what failed; a sheet must be whole.
  @Test func aSessionThatDoesNotHoldHasAPictureAndNoSheet() throws {
    let lines = "socketpair a b = 0\nsend a x = 2\nclose a"
    try export(lines, ["mermaid", "a.session"]) { ended, _ in
      #expect(ended.code == 4 && ended.output.contains("error#58; wrong result") && !ended.output.contains("close"))
      #expect(ended.errors.contains("error: wrong result"))
    }
    try export(lines, ["markdown", "a.session"]) { ended, _ in #expect(ended.code == 4 && ended.output == "") }
    try export("frob", ["html", "a.session"]) { ended, _ in #expect(ended.code == 2 && ended.output == "") }
  }

  /// The file is opened with the limit that there was before the session.
  @Test func aSessionWithoutDescriptorsIsWrittenAllTheSame() throws {
    guard Namespace.isPossible else { return }
    let lines = "@isolated\nrlimit nofile 3 = 0\nsocket a udp = -1 EMFILE"
    try export(lines, ["c", "a.session", "-o", "a.c"]) { ended, folder in
      #expect(ended.code == 0 && ended.errors == "")
      let program = try String(contentsOf: folder.appendingPathComponent("a.c"), encoding: .utf8)
      #expect(program.contains("EMFILE"))
    }
  }

  @Test func onlyASheetHasAnswers() throws {
    try export("socket a udp", ["markdown", "--answers", "--lang", "ko", "a.session"]) { ended, _ in
      #expect(ended.code == 0 && ended.output.contains("`socket`의 결과") && ended.output.contains("`3` (디스크립터)"))
    }
    try export("socket a udp", ["html", "--answers", "a.session"]) { ended, _ in
      #expect(ended.code == 1 && ended.errors.contains("--answers is for markdown"))
    }
    try export("socket a udp", ["gif", "a.session"]) { ended, _ in #expect(ended.code == 1) }
  }
}
