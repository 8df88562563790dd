import Foundation
import Glibc
import Support
import Testing

/// `sockplay grade` and `check --spawn`, with real programs.
@Suite(.waits, Namespace.isNeeded) struct GradeTests {
  /// Each is stopped, gets nothing, and leaves nothing.
  private static let hostile = [
    "bomb": ("while True:\n  try: os.fork()\n  except OSError: pass", "took more than 64 processes"),
    "talks": ("while True: print('endless ' * 1000)", "took more than 1M of output"),
    "kills": ("os.kill(os.getppid(), 9)\nos.kill(-1, 9)", "ended before it listened on port 12345"),
    "stays": (
      "for _ in 'ab':\n  if os.fork() == 0: os.setsid(); os.fork() or time.sleep(600)", "Nothing listened on port 12345"
    ),
    "eats": ("held = bytearray(b'x') * (2 << 30)", "ended before it listened on port 12345"),
    "writes": (
      "try: open('/tmp/f', 'w').write('x'); open('\(Program.root.path)/f', 'w')\nexcept OSError as e: sys.exit(9 if e.errno in (2, 30) else 8)",
      // ENOENT where the folder is hidden, EROFS where it is only shown.
      "it ended with exit code 9"
    ),
    "reads": (
      "shown = os.path.exists('FILE') or os.path.isdir('TOP') and os.listdir('TOP')\nsys.exit(8 if shown else 7)",
      "it ended with exit code 7"
    ),
  ]

  @Test func whatIsHostileIsStopped() throws {
    try Scratch.folder { folder in
      let names = Self.hostile.keys.sorted()
      let top = folder.resolvingSymlinksInPath().path
      for name in names {
        let code = "import os, sys, time\n\(Self.hostile[name]!.0)\n"
          .replacing("FILE", with: "\(top)/e.session").replacing("TOP", with: top)
        try FileManager.default.createDirectory(atPath: "\(top)/\(name)", withIntermediateDirectories: false)
        try Data(code.utf8).write(to: folder.appending(path: "\(name)/server.py"))
      }
      try Data("sockplay 1\nsocket a tcp\nconnect a {ADDRESS}\n".utf8).write(to: folder.appending(path: "e.session"))
      try expectNothing(for: names.filter { $0 != "stays" }, readyWithin: "100s", in: folder)
      try expectNothing(for: ["stays"], readyWithin: "1s", in: folder)
      #expect(try FileManager.default.contentsOfDirectory(atPath: top).sorted() == (names + ["e.session"]).sorted())
      #expect(running(folder.lastPathComponent).isEmpty)
    }
  }

  private func expectNothing(for names: [String], readyWithin patience: String, in folder: URL) throws {
    let options = ["--with", "e.session", "--run", "python3 server.py", "--ready", "12345", "--jobs", "4"]
    let ended = try Program.run(
      ["grade"] + names + options + ["--ready-within", patience], environment: ["LC_ALL": "C.UTF-8"], folder: folder,
      limit: 300)
    let rows = ended.output.split(separator: "\n")
    #expect(ended.code == 1 && rows.count == names.count + 2, "\(ended)")
    for (name, row) in zip(names, rows.dropFirst()) {
      #expect(row.hasPrefix(name) && row.contains(" 0/1 ") && row.contains(Self.hostile[name]!.1), "\(row)")
    }
  }

  /// Processes with `word` in their command lines.
  private func running(_ word: String) -> [String] {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return processes.filter { pid in
      Int32(pid) != nil && Int32(pid) != getpid()
        && (FileManager.default.contents(atPath: "/proc/\(pid)/cmdline").map { String(decoding: $0, as: UTF8.self) }
          ?? "")
          .contains(word)
    }
  }

  // MARK: check --spawn

  private func spawn(_ command: String, _ options: [String] = []) throws -> Program.Ended {
    let words = ["check", "docs/grading/echo.session", "--spawn", command, "--ready", "12345"]
    return try Program.run(words + options, folder: Program.root, limit: 120)
  }

  @Test func aServerIsStartedAndEnded() throws {
    let ended = try spawn("exec python3 docs/grading/submissions/never-closes/server.py")
    #expect(ended.code == 4 && ended.errors.hasSuffix("the program still ran\nit wrote nothing\n"), "\(ended.errors)")
  }

  @Test func itIsSaidWhatBecameOfTheServer() throws {
    let ends = try spawn("echo \"off\\033[2J\"; exit 5")
    #expect(ends.code == 4)
    #expect(
      ends.errors.hasSuffix(
        "the program has ended with exit code 5 before anything listened on port 12345\nthe last that it wrote:\n"
          + "  | off\\e[2J\n"), "\(ends.errors)")
    let other = try spawn("python3 docs/grading/submissions/wrong-port/server.py", ["--ready-within", "3s"])
    #expect(other.code == 4)
    #expect(other.errors.contains("nothing listened on port 12345 within 3 s; it listens on port 12346 instead\n"))
  }

  @Test func bothOptionsAreNeeded() throws {
    for words in [["--spawn", "true"], ["--ready", "1"], ["--spawn", "true", "--ready", "sctp:1"]] {
      #expect(try Program.run(["check", "a.session"] + words).code == 1)
    }
  }

  @Test func whereNamespacesAreForbiddenNothingIsRun() throws {
    let words =
      ["docs/grading/submissions/right", "--with", "docs/grading/echo.session"] + ["--run", "x", "--ready", "1"]
    let command = Namespace.forbidden + [Program.sockplay, "grade"] + words
    let ended = try Program.run(Array(command.dropFirst()), of: command[0], folder: Program.root)
    #expect(ended.code == 3 && ended.output.isEmpty)
    #expect(ended.errors.hasPrefix("sockplay: submissions cannot be held: unshare(") && ended.errors.hasSuffix("\n"))
    #expect(ended.errors.split(separator: "\n").count == 1)
  }
}
