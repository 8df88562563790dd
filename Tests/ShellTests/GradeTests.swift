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

  /// Grades one submission, whose server is `code` in Python.
  private func grade(
    _ code: String, with lines: String, _ options: [String] = [], copies: Int = 1,
    _ body: (Program.Ended, URL) throws -> Void
  ) throws {
    try Scratch.folder { folder in
      let names = (0..<copies).map { "s\($0)" }
      for name in names {
        try FileManager.default.createDirectory(at: folder.appending(path: name), withIntermediateDirectories: false)
        try Data("import socket, time\n\(code)\n".utf8).write(to: folder.appending(path: "\(name)/server.py"))
      }
      try Data("sockplay 1\n\(lines)\n".utf8).write(to: folder.appending(path: "e.session"))
      let words = ["grade"] + names + ["--with", "e.session", "--run", "python3 server.py", "--ready", "12345"]
      try body(
        try Program.run(words + options, environment: ["LC_ALL": "C.UTF-8"], folder: folder, limit: 120), folder)
    }
  }

  private static let listening = """
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(('127.0.0.1', 12345))
    s.listen()
    """

  /// It ends because its client has gone; by the time of the line that failed, it had not.
  @Test func aSlowServerIsNotToldThatItHasEnded() throws {
    let code =
      Self.listening + """

        c = s.accept()[0]
        for byte in c.recv(100): time.sleep(0.11); c.sendall(bytes([byte]))
        """
    let lines =
      "@timeout 500ms\nsocket cli tcp\nconnect cli {ADDRESS}\nsend cli \"Hello Bob\"\nrecv cli 9 MSG_WAITALL = 9"
    try grade(code, with: lines) { ended, _ in
      #expect(ended.code == 1 && ended.output.contains(" of 9 bytes within 500 ms"), "\(ended)")
      #expect(!ended.output.contains("ended") && !ended.errors.contains("had ended"), "\(ended)")
    }
  }

  @Test func aServerThatEndedBeforeTheLineIsToldSo() throws {
    let code = Self.listening + "\nc = s.accept()[0]\nc.recv(100)\nraise SystemExit(7)"
    let lines = "socket cli tcp\nconnect cli {ADDRESS}\nsend cli \"Hello Bob\"\nrecv cli 9 = 9"
    try grade(code, with: lines) { ended, _ in
      #expect(ended.output.contains("Your server had ended by then: it ended with exit code 7."), "\(ended)")
    }
  }

  /// Nobody gets the work of another by a link to it, and the folder that it leads to is not hidden from the others.
  @Test func aLinkIsNoSubmission() throws {
    try Scratch.folder { folder in
      try FileManager.default.createDirectory(at: folder.appending(path: "bin"), withIntermediateDirectories: false)
      let tool = folder.appending(path: "bin/server.py")
      try Data("import socket, time\n\(Self.listening)\ntime.sleep(60)\n".utf8).write(to: tool)
      try FileManager.default.createDirectory(at: folder.appending(path: "work"), withIntermediateDirectories: false)
      try Data("exec python3 \(tool.path)\n".utf8).write(to: folder.appending(path: "work/alice"))
      for (name, target) in [("bob", "alice"), ("carol", tool.path), ("dan", "../bin"), ("eve", "nowhere")] {
        try FileManager.default.createSymbolicLink(
          atPath: folder.appending(path: "work/\(name)").path, withDestinationPath: target)
      }
      try Data("sockplay 1\nsocket a tcp\nconnect a {ADDRESS}\n".utf8).write(to: folder.appending(path: "e.session"))
      let names = ["alice", "bob", "carol", "dan/", "eve"].map { "work/\($0)" }
      let ended = try Program.run(
        ["grade"] + names + ["--with", "e.session", "--run", "sh \"$SUBMISSION\"", "--ready", "12345"]
          + ["--share", folder.appending(path: "bin").path],
        environment: ["LC_ALL": "C.UTF-8"], folder: folder, limit: 120)
      #expect(
        ended.output.ranges(of: "Your submission could not be read: it is a symbolic link.").count == 4, "\(ended)")
      #expect(ended.output.contains("5 graded, 1 with all points"), "\(ended)")
    }
  }

  @Test func whatCannotBeCopiedIsSaid() throws {
    try Scratch.folder { folder in
      let deep = folder.appending(path: "deep/" + (0..<70).map { _ in "d" }.joined(separator: "/"))
      try FileManager.default.createDirectory(at: deep, withIntermediateDirectories: true)
      mkfifo(folder.appending(path: "pipe").path, 0o644)
      try Data("sockplay 1\nsocket a tcp\n".utf8).write(to: folder.appending(path: "e.session"))
      let ended = try Program.run(
        ["grade", "deep", "pipe", "--with", "e.session", "--run", "true", "--ready", "12345"],
        environment: ["LC_ALL": "C.UTF-8"], folder: folder, limit: 120)
      #expect(ended.output.contains("could not be read: its folders are nested more than 64 deep."), "\(ended)")
      #expect(ended.output.contains("could not be read: it is neither a file nor a folder."), "\(ended)")
    }
  }

  /// What the teacher has forgotten costs nobody a point.
  @Test(arguments: [
    ("@needs var:x\nsocket a tcp", "this session needs a value for {x}"),
    ("socket a tcp\nconnect a {ADDRESS}\nsend a @missing", "line 4 of e.session could not be played: "),
  ]) func withoutWhatTheSessionNeedsThereAreNoMarks(lines: String, reason: String) throws {
    try grade(Self.listening + "\ntime.sleep(60)", with: lines, ["--report-csv", "c.csv"]) { ended, folder in
      #expect(ended.code == 3 && ended.output.contains(" –  ") && ended.output.contains(reason), "\(ended)")
      #expect(ended.output.hasSuffix("\n0 graded\n"))
      let table = try SuiteCheckTests.text("c.csv", in: folder)
      #expect(table.contains("\r\ns0,,1,skipped,,"))
    }
  }

  /// What comes of what the server has sent is the server's.
  @Test func aValueOfTheServerThatCannotBeUsedIsItsOwnFault() throws {
    let code = Self.listening + "\nc = s.accept()[0]\nc.sendall(b'99999')\ntime.sleep(60)"
    let lines = "socket a tcp\nconnect a {ADDRESS}\nrecv a 5 = 5 -> {port}\nsocket b tcp\nconnect b 127.0.0.1:{port}"
    try grade(code, with: lines) { ended, _ in #expect(ended.code == 1 && ended.output.contains(" 0/1 "), "\(ended)") }
  }

  @Test func aServerAtAnotherAddressIsToldWhereItListens() throws {
    let code = """
      s = socket.socket(socket.AF_INET6)
      s.bind(('::1', 12345))
      s.listen()
      time.sleep(60)
      """
    try grade(code, with: "socket a tcp\nconnect a {ADDRESS} = 0") { ended, _ in
      #expect(ended.code == 1 && ended.output.contains("your server listens at [::1]:12345."), "\(ended)")
    }
  }

  @Test func eachIsGradedOnceAndWhatIsSharedIsThere() throws {
    let lines = "socket a tcp\nconnect a {ADDRESS} = 0"
    try grade(Self.listening + "\ntime.sleep(60)", with: lines, ["./s0/", "s0"]) { ended, _ in
      #expect(ended.code == 0 && ended.output.contains("\n1 graded, "), "\(ended)")
    }
    try grade("", with: lines, ["--share", "/nonexist"]) { ended, _ in
      #expect(ended.code == 3 && ended.errors == "sockplay: cannot share /nonexist: No such file or directory\n")
    }
  }

  @Test func eachOfSeveralHasItsResultsForGradescope() throws {
    let lines = "socket a tcp\nconnect a {ADDRESS} = 0"
    try grade(Self.listening + "\ntime.sleep(60)", with: lines, ["--report-gradescope", "g"], copies: 2) {
      ended, folder in
      #expect(ended.code == 0, "\(ended)")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/g").sorted()
      #expect(names == ["1-s0.json", "2-s1.json"])
    }
    try grade("", with: lines, ["--report-gradescope", "e.session/g"], copies: 2) { ended, _ in
      #expect(ended.code == 1 && ended.errors.hasPrefix("sockplay: cannot write the report e.session/g: "))
    }
    try grade("", with: lines, ["--report-gradescope", "s0/server.py"], copies: 2) { ended, _ in
      #expect(ended.errors.contains("s0/server.py: it is no folder, and 2 submissions have a file each"), "\(ended)")
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
