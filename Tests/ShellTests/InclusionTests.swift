import Foundation
import Support
import Testing

/// `@include`: the lines of another file, and what may be included.
@Suite(.waits) struct InclusionTests {
  /// Runs sockplay in a folder with these files, each below its header.
  private func run(_ words: [String], _ files: [String: String], input: String = "") throws -> (Program.Ended, URL) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sockplay-\(UUID().uuidString)")
    for (name, text) in files {
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("sockplay 1\n\(text)\n".utf8).write(to: file)
    }
    return (try Program.run(words, input: Array(input.utf8), folder: folder), folder)
  }

  private func inFolder(
    _ words: [String], _ files: [String: String], input: String = "", _ body: (Program.Ended, URL) throws -> Void
  ) throws {
    let (ended, folder) = try run(words, files, input: input)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(ended, folder)
  }

  private static let set = [
    "a.session": """
    ## A
    @include in/pair.inc
    repeat 2
      send a "x{i}" = 2
      @include in/take.inc
    end
    ? b.unread == 0
    """,
    "in/pair.inc": "@include ../in/time.inc\nsocketpair a b unix = 0", "in/time.inc": "@timeout 50ms\n@let n = 10",
    "in/take.inc": "recv b {n} = 2 \"x{i}\"",
  ]

  @Test func theLinesArePlayedAsIfTheyStoodThere() throws {
    try inFolder(["replay", "--json", "a.session"], Self.set) { ended, _ in
      #expect(ended.code == 0, "\(ended.errors)")
      let texts = ended.output.split(separator: "\n").filter { $0.contains("\"line\":2") && $0.contains("take.inc") }
      #expect(texts.count == 2)
    }
  }

  @Test func whatDoesNotHoldNamesTheFileAndItsLine() throws {
    let files = Self.set.merging(["in/take.inc": "\nrecv b 9 = 3", "b/b.session": "close q"]) { $1 }
    try inFolder(["check", "--jobs", "1", "a.session", "b"], files) { ended, _ in
      #expect(ended.code == 1 && ended.errors.contains("a.session: A\n> socketpair"), "\(ended.errors)")
      #expect(ended.errors.contains(" --> in/take.inc:3:12\n") && ended.errors.contains(" --> b/b.session:2:7\n"))
    }
    try inFolder(["update", "a.session"], files) { ended, folder in
      #expect(ended.code == 4 && ended.errors.contains(" --> in/take.inc:3:12\n"), "\(ended.errors)")
      let kept = try String(contentsOf: folder.appending(path: "in/take.inc"), encoding: .utf8)
      #expect(kept.hasSuffix("= 3\n"))
    }
    // A check that failed there stops the play as one of the file itself does, unless it is to go on.
    try inFolder(["check", "--keep-going", "a.session"], files) { ended, _ in
      #expect(ended.errors.matches(of: /wrong result/).count == 2 && !ended.errors.contains("does not hold"))
    }
  }

  @Test(arguments: [
    ("@include b.inc", "unknown command: nonsense", "b.inc:2:1", "from  a.session:2 includes b.inc"),
    ("@include c.inc", "these files include each other without end", "d.inc:2:10", "a.session:2 includes c.inc:2"),
    ("@include nothing", "cannot include nothing", "a.session:2:10", "No such file or directory"),
    ("@include in", "cannot include in", "a.session:2:10", "it is not an ordinary file"),
    ("@include ../in.none", "cannot include ../in.none", "a.session:2:10", "No such file"),
    ("@include /etc/passwd", "unless you allow it", "a.session:2:10", "--allow files"),
    ("@include link", "unless you allow it", "a.session:2:10", "--allow files"),
    ("@include big.inc", "cannot include big.inc", "a.session:2:10", "larger than 1 MB"),
    ("@include fan0.inc", "too many files are included", "inc:3:10", "at most 1000"),
    ("@include row0.inc", "include each other too deeply", "row15.inc:2:10", "at most 16 in a row"),
    ("handles\n@include iso.inc", "must come before the first command", "iso.inc:2:1", "from  a.session:3"),
    ("@include open.inc\nend", "this end has no repeat", "a.session:3:1", "end"),
  ])
  func whatCannotBeIncludedIsToldBeforeAnythingRuns(line: String, title: String, place: String, why: String) throws {
    var files = [
      "a.session": "\(line)", "b.inc": "nonsense", "c.inc": "@include d.inc", "d.inc": "@include c.inc",
      "iso.inc": "@isolated", "open.inc": "repeat 2", "in/x": "", "big.inc": String(repeating: "\n", count: 1 << 20),
    ]
    for number in 0..<12 { files["fan\(number).inc"] = String(repeating: "@include fan\(number + 1).inc\n", count: 2) }
    for number in 0..<17 { files["row\(number).inc"] = "@include row\(number + 1).inc" }
    (files["fan12.inc"], files["row17.inc"]) = ("", "")
    let (_, folder) = try run(["check", "--syntax", "in/x"], files)
    defer { try? FileManager.default.removeItem(at: folder) }
    symlink("/etc/passwd", folder.appending(path: "link").path)
    let ended = try Program.run(["check", "a.session"], folder: folder)
    #expect(ended.code == 2 && ended.errors.contains(title) && ended.errors.contains("\(place)\n"), "\(ended.errors)")
    #expect(ended.errors.contains(why), "\(ended.errors)")
  }

  @Test func whatIsTypedMayIncludeAnything() throws {
    let other = try run(["check", "pair.session"], ["pair.session": "socketpair a b unix = 0"]).1
    defer { try? FileManager.default.removeItem(at: other) }
    let line = "@include \(other.path)/pair.session"
    try inFolder(["-e", line, "-e", "send a hi = 2"], ["x": ""]) { ended, _ in #expect(ended.code == 0) }
    try inFolder([], ["x": ""], input: line) { ended, _ in #expect(ended.errors.contains("--allow files")) }
    try inFolder(["--allow", "files"], ["x": ""], input: "repeat 1\n\(line)\nend\nsend a hi = 2") { ended, _ in
      #expect(ended.code == 0, "\(ended.errors)")
    }
  }

  @Test func aRecordingHasTheLinesAndAnIsolatedFileIsolatesBoth() throws {
    let files = ["a.session": "@include iso.inc\nsocket s tcp\nbind s 0.0.0.0:80 = 0", "iso.inc": "@isolated"]
    if Namespace.isPossible {
      try inFolder(["check", "a.session"], files) { ended, _ in #expect(ended.code == 0, "\(ended.errors)") }
    }
    let lines = ["record r.session", "@include pair.inc", "record off"].flatMap { ["-e", $0] }
    try inFolder(lines, ["pair.inc": "socketpair a b unix"]) { ended, folder in
      let text = try String(contentsOf: folder.appending(path: "r.session"), encoding: .utf8)
      #expect(ended.code == 0 && text.contains("\nsocketpair a b unix                          = 0"), "\(text)")
      #expect(!text.contains("@include"))
    }
  }
}
