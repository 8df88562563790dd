import Foundation
import Glibc
import Support
import Testing

/// `sockplay check` as a test runner: reports, tries, shards, and ends that are none.
@Suite(.waits) struct SuiteCheckTests {
  /// A file for each end that one may have. The last kills the process that plays it.
  static let all = [
    "a.session": "## One\nsocket a tcp = fd\n## Two\n? a.fd == 3",
    "b.session": "## One\nsocket a tcp = fd\n## Two\nclose a = 1\n## Three\nclose a",
    "c.session": "@needs var:x\n## Needs\nsocket a tcp", "d.session": "## Bad\nnonsense",
    "e.session": "@timeout 50ms\n## Hangs\nsocketpair a b unix\nrecv a 5 = 5",
    "f.session": "## Opens\nsocketpair a b unix = 0\n## Ends\nrun sh -c \"kill -9 $PPID\"\nsleep 1m\n## After\nclose a",
  ]

  static func inFolder<T>(of files: [String: String] = all, _ body: (URL) throws -> T) throws -> T {
    try Scratch.folder { folder in
      for (path, lines) in files {
        try FileManager.default.createDirectory(at: folder.appending(path: "s"), withIntermediateDirectories: true)
        try Data("sockplay 1\n\(lines)\n".utf8).write(to: folder.appending(path: "s/\(path)"))
      }
      return try body(folder)
    }
  }

  static func text(_ name: String, in folder: URL) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  struct Document: Decodable {
    struct File: Decodable {
      struct Chapter: Decodable { let outcome: String }
      struct Problem: Decodable { let line: Int?, title: String, text: String }
      let path: String, outcome: String, tries: Int, held: Int, reason: String?
      let chapters: [Chapter], problems: [Problem], earlier: [Problem]
    }
    let interruption: String?, files: [File]
  }

  static func document(in folder: URL) throws -> Document {
    try JSONDecoder().decode(Document.self, from: Data(contentsOf: folder.appending(path: "r.json")))
  }

  private static let allReports = [
    "--report-junit", "j.xml", "--report-tap", "t.tap", "--report-json", "r.json", "--report-html", "pages",
  ]

  @Test func everyEndIsInEveryReport() throws {
    try Self.inFolder { folder in
      let ended = try Program.run(["check", "--allow", "programs", "s"] + Self.allReports, folder: folder)
      #expect(ended.code == 1 && ended.output.hasSuffix("\n1 passed, 4 failed, 1 skipped\n"), "\(ended.errors)")
      let files = try Self.document(in: folder).files
      #expect(files.map(\.outcome) == ["passed", "failed", "skipped", "error", "failed", "error"])
      // Whether the line that ends it is told before, is its own race.
      #expect(files.prefix(5).map(\.held) == [2, 1, 0, 0, 2])
      let chapters = files.map { $0.chapters.map(\.outcome) }
      #expect(
        chapters == [
          ["passed", "passed"], ["passed", "failed", "not played"], ["not played"], [], ["failed"],
          ["passed", "failed", "not played"],
        ])
      #expect(files.map { $0.problems.first?.line } == [nil, 5, nil, 3, 5, nil])
      #expect(
        files[4].problems[0].title == "the time is up" && files[2].reason?.hasPrefix("this session needs") == true)
      let killed = try #require(files[5].problems.first)
      #expect(
        killed.text.hasPrefix(
          "the process that played s/f.session was ended by SIGKILL; the last line that was played"))
      #expect(try Self.text("j.xml", in: folder).hasSuffix("</testsuites>\n"))
      #expect(try Self.text("t.tap", in: folder).contains("not ok 6 - s/f.session\n"))
      let index = try Self.text("pages/index.html", in: folder)
      #expect(index.hasSuffix("</html>\n") && index.contains("href=\"6-s-f-session.html\""))
      #expect(try Self.text("pages/6-s-f-session.html", in: folder).contains("was ended by SIGKILL; the last line"))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(names == ["j.xml", "pages", "r.json", "s", "t.tap"])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/pages").count == 7)
    }
  }

  @Test func theOutputIsTheSameHoweverManyArePlayedAtOnce() throws {
    try Self.inFolder(of: Self.all.filter { $0.key < "e" }) { folder in
      let outputs = try ["1", "2", "7"].map { jobs in
        let ended = try Program.run(["check", "--jobs", jobs, "s"], folder: folder)
        return ended.output
          + ended.errors.replacing(#/ +[0-9.]+ [mµ]?s\n/#, with: "\n")
      }
      #expect(
        Set(outputs).count == 1 && outputs[0].contains("error: wrong result\n --> s/b.session:5:11"), "\(outputs)")
    }
  }

  @Test func aFileAloneHasItsOwnExitCode() throws {
    try Self.inFolder { folder in
      for (name, code) in [("a", 0), ("b", 4), ("c", 0), ("d", 2)] {
        let ended = try Program.run(["check", "s/\(name).session", "--report-tap", "t.tap"], folder: folder)
        #expect(ended.code == code, "\(name) \(ended.errors)")
      }
      #expect(try Program.run(["check", "s/a.session", "s/b.session"], folder: folder).code == 1)
    }
  }

  /// It sends a file that only its own first try makes.
  @Test func aFileThatPassesOnAnotherTryIsToldAsSuch() throws {
    let lines = "socketpair a b unix\n## Once\nsend a @made.session\nrecord >> made.session\nrecord off"
    try Self.inFolder(of: ["a.session": lines]) { folder in
      let ended = try Program.run(
        ["check", "--retry", "3", "--keep-going", "--allow", "files", "s", "--report-json", "r.json"], folder: folder)
      #expect(ended.code == 0, "\(ended.errors)")
      #expect(
        ended.output == "ok s/a.session (passed on try 2)\n1 passed, 0 failed, 0 skipped; 1 only when played again\n")
      #expect(ended.errors.contains(" --> s/a.session:4:8\n") && ended.errors.contains("\ns/a.session: try 2\n"))
      let file = try #require(try Self.document(in: folder).files.first)
      #expect(file.tries == 2 && file.outcome == "passed" && file.earlier.map(\.line) == [4] && file.problems.isEmpty)
    }
  }

  @Test func whatKeepsFailingIsPlayedAsOftenAsAsked() throws {
    try Self.inFolder(of: Self.all.filter { ["b.session", "d.session"].contains($0.key) }) { folder in
      let words = ["check", "--retry", "2", "s", "--report-json", "r.json"]
      let ended = try Program.run(words, folder: folder), json = try Program.run(words + ["--json"], folder: folder)
      #expect(ended.code == 1 && ended.errors.split(separator: "\n").count { $0.hasPrefix("s/b.session: try ") } == 2)
      let retries = json.output.split(separator: "\n").filter { $0.contains(#""type":"retry""#) }
      #expect(retries == [2, 3].map { #"{"type":"retry","source":"s/b.session","try":\#($0)}"# })
      // One that does not parse will not do so the next time.
      #expect(try Self.document(in: folder).files.map(\.tries) == [3, 1])
    }
  }

  @Test func shardsAreTogetherAllFiles() throws {
    try Self.inFolder { folder in
      let names = ["s/e.session", "s/a.session", "s/d.session", "s/b.session", "s/a.session"]
      let shards = try (1...3).map { number in
        _ = try Program.run(["check", "--shard", "\(number)/3", "--report-json", "r.json"] + names, folder: folder)
        return try Self.document(in: folder).files.map(\.path)
      }
      #expect(shards == [["s/a.session", "s/d.session"], ["s/e.session", "s/a.session"], ["s/b.session"]])
      let none = try Program.run(["check", "--shard", "9/9", "s", "--report-tap", "t.tap"], folder: folder)
      #expect(none.code == 0 && none.output == "0 passed, 0 failed, 0 skipped\n")
    }
  }

  @Test(arguments: [SIGINT, SIGTERM]) func whatWasDoneUntilASignalIsReported(signal: Int32) throws {
    let files = [
      "a.session": Self.all["a.session"]!,
      "b.session": "## Opens\nsocket u unix\nbind u unix:b.sock\n## Waits\nsleep 1m",
      "c.session": "socket a tcp",
    ]
    try Self.inFolder(of: files) { folder in
      let pty = try Pty(["check", "--jobs", "1", "s"] + Self.allReports, folder: folder)
      try pty.expect("1 of 3, 0 failed …")
      let end = Date().addingTimeInterval(30)
      while !FileManager.default.fileExists(atPath: folder.path + "/b.sock"), Date() < end { usleep(1000) }
      kill(pty.process, signal)
      try #expect(pty.end() == 128 + signal)
      let document = try Self.document(in: folder)
      #expect(document.interruption == "interrupted")
      #expect(document.files.map(\.outcome) == ["passed", "interrupted", "not played"])
      #expect(document.files[1].problems.isEmpty && document.files[1].reason == "interrupted")
      let tap = try Self.text("t.tap", in: folder)
      #expect(tap.hasSuffix("\nBail out! interrupted: 1 of 3 files not played, 1 not to its end\n"), "\(tap)")
      #expect(try Self.text("j.xml", in: folder).contains("<skipped message=\"not played\"/>"))
      #expect(
        try Self.text("pages/index.html", in: folder).contains("<strong>interrupted</strong>: 1 of 3 files not played"))
    }
  }

  /// What Ctrl-C ended has not failed: there is no error of the line that waited.
  @Test func whatIsInterruptedIsNoFailure() throws {
    let files = [
      "a.session": "socket a tcp", "b.session": "socketpair a b unix\nsocket u unix\nbind u unix:b.sock\nrecv a 5 = 5",
      "c.session": "socket a tcp",
    ]
    try Self.inFolder(of: files) { folder in
      let pty = try Pty(["check", "--jobs", "1", "--report-json", "r.json", "s"], folder: folder)
      try pty.expect("1 of 3, 0 failed …")
      let end = Date().addingTimeInterval(30)
      while !FileManager.default.fileExists(atPath: folder.path + "/b.sock"), Date() < end { usleep(1000) }
      usleep(100_000)
      try pty.type(Pty.ctrlC)
      try pty.expect("1 passed, 0 failed, 0 skipped; 1 interrupted, 1 not played\r\n")
      try #expect(pty.end() == 130)
      #expect(!String(decoding: pty.raw, as: UTF8.self).contains("error"))
      #expect(try Self.document(in: folder).files[1].problems.isEmpty)
    }
  }

  /// It is gone at the end, and a file shows no such line.
  @Test func progressIsOnATerminalOnly() throws {
    try Self.inFolder(of: ["a.session": "socket a tcp", "b.session": "socket a tcp"]) { folder in
      let pty = try Pty(["check", "--jobs", "1", "s"], folder: folder)
      try pty.expect("\r\u{1b}[K1 of 2, 0 failed …\r\u{1b}[Kok s/b.session")
      try pty.expect("\r\u{1b}[K2 passed, 0 failed, 0 skipped\r\n")
      try #expect(pty.end() == 0)
      #expect(try Program.run(["check", "s"], folder: folder).errors.isEmpty)
    }
  }

  /// Each that is played, or waits to be shown, takes some of this process's descriptors.
  @Test func whereNotAsManyCanBePlayedAtOnceFewerAre() throws {
    let files = (1...30).map { ("\($0).session", "socket a tcp = fd") }
    try Self.inFolder(of: Dictionary(uniqueKeysWithValues: files)) { folder in
      let script = #"ulimit -n 30; exec "$0" check --jobs 30 s"#
      let ended = try Program.run(["-c", script, Program.sockplay], of: "/bin/sh", folder: folder)
      #expect(ended.code == 0 && ended.errors.isEmpty, "\(ended.errors)")
      #expect(ended.output.hasSuffix("\n30 passed, 0 failed, 0 skipped\n"))
    }
  }
}
