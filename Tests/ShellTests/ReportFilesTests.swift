import Foundation
import Glibc
import Support
import Testing

/// Where reports are written, and where not.
@Suite(.waits) struct ReportFilesTests {
  private static let files = ["a.session": "## One\nsocketpair a b unix\nrecord played.session"]

  /// Nothing is played, and nothing is changed.
  private func expectRefusal(_ words: [String], says text: String, in folder: URL) throws {
    let ended = try Program.run(["check", "--allow", "files", "s"] + words, folder: folder)
    #expect(ended.code == 1 && ended.output.isEmpty, "\(words)")
    #expect(ended.errors == "sockplay: cannot write the report \(text)\n")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/played.session"))
  }

  @Test func whereItCannotBeWrittenNothingIsPlayed() throws {
    try SuiteCheckTests.inFolder(of: Self.files) { folder in
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + "/link", withDestinationPath: "s/a.session")
      for option in ["--report-junit", "--report-tap", "--report-json"] {
        try expectRefusal([option, "no/x"], says: "no/x: No such file or directory", in: folder)
        try expectRefusal([option, "s"], says: "s: it is not an ordinary file", in: folder)
        try expectRefusal([option, "s/"], says: "s/: it is not an ordinary file", in: folder)
        try expectRefusal([option, "/dev/null"], says: "/dev/null: it is not an ordinary file", in: folder)
        try expectRefusal([option, "link"], says: "link: it is one of the files that are played", in: folder)
        try expectRefusal(
          [option, "./s/a.session"], says: "./s/a.session: it is one of the files that are played", in: folder)
        try expectRefusal([option, ""], says: ": No such file or directory", in: folder)
      }
      try expectRefusal(["--report-html", "no/x"], says: "no/x: No such file or directory", in: folder)
      try expectRefusal(
        ["--report-html", "s/a.session"], says: "s/a.session/index.html: Not a directory", in: folder)
      try expectRefusal(
        ["--report-tap", "x", "--report-json", "x"], says: "x: two reports have this name", in: folder)
      try expectRefusal(
        ["--report-html", "new", "--report-json", "new/index.html"], says: "new/index.html: two reports have this name",
        in: folder)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["link", "s"])
    }
  }

  @Test func anEarlierReportIsReplaced() throws {
    try SuiteCheckTests.inFolder(of: Self.files) { folder in
      try FileManager.default.createDirectory(at: folder.appending(path: "pages"), withIntermediateDirectories: true)
      try Data(repeating: 0x78, count: 100_000).write(to: folder.appending(path: "pages/t.tap"))
      let ended = try Program.run(
        ["check", "--allow", "files", "s", "--report-tap", "pages/t.tap", "--report-html", "pages"], folder: folder)
      #expect(ended.code == 0, "\(ended.errors)")
      #expect(try SuiteCheckTests.text("pages/t.tap", in: folder).hasPrefix("TAP version 13\n1..1\n"))
    }
  }

  /// No part of it is there then.
  @Test func aReportThatIsTooLargeForTheDiskIsNotWritten() throws {
    try SuiteCheckTests.inFolder(of: ["a.session": "# " + String(repeating: "x", count: 4000)]) { folder in
      let script = #"ulimit -f 1; exec "$0" check s --report-tap t.tap --report-html pages"#
      let ended = try Program.run(["-c", script, Program.sockplay], of: "/bin/sh", folder: folder)
      #expect(ended.code == 3, "\(ended.errors)")
      #expect(ended.errors == "sockplay: cannot write the report pages/1-s-a-session.html: File too large\n")
      #expect(try SuiteCheckTests.text("t.tap", in: folder).hasSuffix("ok 1 - s/a.session\n"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/pages").isEmpty)
    }
  }

  /// A report is the player's wish, never a file's.
  @Test func whatWouldMakeNoReportIsRefused() throws {
    try SuiteCheckTests.inFolder(of: Self.files) { folder in
      let syntax = try Program.run(["check", "--syntax", "s", "--report-tap", "t.tap"], folder: folder)
      #expect(syntax.code == 1 && syntax.errors.contains("--syntax plays nothing, so there is nothing to report"))
      let wrong = [
        ["--jobs", "0"], ["--jobs", "129"], ["--jobs", "x"], ["--retry", "-1"], ["--shard", "0/2"], ["--shard", "3/2"],
        ["--shard", "1"],
        ["--shard", "1/2/3"], ["--shard", "/"], ["--capture", "x.pcapng"],
      ]
      for words in wrong {
        #expect(try Program.run(["check", "s"] + words, folder: folder).code == 1, "\(words)")
      }
    }
  }

  @Test func pipesArePlayedInThisProcess() throws {
    let input = Array("sockplay 1\nsocket a tcp = fd\n".utf8)
    try SuiteCheckTests.inFolder(of: Self.files) { folder in
      let played = try Program.run(["check", "/dev/stdin", "s", "--allow", "files"], input: input, folder: folder)
      #expect(played.output == "ok /dev/stdin\nok s/a.session\n", "\(played.errors)")
      try #require(mkfifo(folder.path + "/pipe", 0o600) == 0)
      for path in ["pipe", "/dev/stdin"] {
        let refused = try Program.run(["check", path, "s", "--report-tap", "t.tap"], input: input, folder: folder)
        #expect(refused.code == 1)
        #expect(
          refused.errors.hasPrefix("sockplay: \(path) cannot be read by another process: check it without --report"))
      }
    }
  }
}
