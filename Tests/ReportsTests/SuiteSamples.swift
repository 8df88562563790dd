import Runner

@testable import Reports

/// Files of a check, made up: each with another end, and with text that a report has to escape.
enum SuiteSamples {
  static let suite: SuiteResult = {
    var suite = SuiteResult(
      files: [passed, failed, skipped, unreadable, killed, flaky, FileResult(path: "s/g-late.session")], shard: "1/2",
      began: 1_800_000_000)
    suite.nanoseconds = 12_345_678_901
    suite.interruption = "interrupted"
    return suite
  }()

  static let passed: FileResult = {
    var file = made("s/a & <b>\u{1b}[31m\u{202e}.session", .held, [(2, "It # opens \\ \"<&>'\" 안녕 👋", .held)])
    file.lines = [line("sockplay 1"), line("## It opens"), line("socket a tcp = fd", .held)]
    file.leftovers = ["not closed: a (fd 3)"]
    return file
  }()

  static let failed: FileResult = {
    var file = made(
      "s/b.session", .checkFailed,
      [(1, "", .held), (3, "Refused", .failed), (5, "Twice", .notPlayed), (7, "Twice", .notPlayed)])
    file.lines = [
      line("sockplay 1"), line("socket a tcp = fd", .held), line("## Refused"),
      line("send a \"]]><script>alert(1)</script>\" = 1", .failed), line("## Twice"), line("close a = 0", .notPlayed),
      line("## Twice"), line("close a = -1", .notPlayed),
    ]
    file.linesLeftOut = 1
    file.problems = [
      .init(
        line: 4, title: "wrong result",
        text: "error: wrong result\n --> s/b.session:4:40\n  = got   \"]]><&\\x00\"\n\n  = why   안녕\n")
    ]
    return file
  }()

  static let skipped: FileResult = {
    var file = made("s/c.session", .skipped, [(3, "Needs", .notPlayed)])
    file.reason = "this session needs a value for {x}: give it one: --var x=VALUE"
    return file
  }()

  static let unreadable: FileResult = {
    var file = made("s/d.session", .unreadable, [])
    file.problems = [
      .init(line: 2, title: "unknown command: bnid", text: "error: unknown command: bnid\n --> s/d.session:2:1\n"),
      .init(line: nil, title: "no header", text: "error: no header\n"),
    ]
    return file
  }()

  static let killed: FileResult = {
    var file = made(
      "s/e.session", .couldNotRun, [(2, "Opens", .held), (4, "Killed", .notPlayed), (6, "After", .notPlayed)])
    file.lines = [
      line("sockplay 1"), line("## Opens"), line("socket a tcp = fd", .held), line("## Killed"),
      line("sleep 20s", .notPlayed), line("## After"), line("close a", .notPlayed),
    ]
    file.problems = [.init(line: nil, title: "ended by signal 9", text: "ended by signal 9; the last line is line 3\n")]
    return file
  }()

  static let flaky: FileResult = {
    var file = made("s/f.session", .held, [(2, "Opens", .held)])
    file.lines = [line("sockplay 1"), line("## Opens"), line("socket a tcp = fd", .held)]
    file.tries = 3
    file.earlier = [1, 2].map { number in
      (number, .init(line: 3, title: "wrong errno", text: "error: wrong errno\n --> s/f.session:3:1\n"))
    }
    return file
  }()

  private static func made(
    _ path: String, _ verdict: Verdict, _ chapters: [(line: Int, title: String, state: FileResult.State)]
  ) -> FileResult {
    var file = FileResult(path: path)
    (file.verdict, file.tries, file.nanoseconds) = (verdict, 1, 1_234_567_890)
    file.chapters = chapters.map { chapter in
      var known = FileResult.Chapter(title: chapter.title, line: chapter.line)
      known.state = chapter.state
      if chapter.state != .notPlayed { known.nanoseconds = 12_000_000 }
      return known
    }
    return file
  }

  /// - Parameter state: nil of a line that is not run.
  private static func line(_ text: String, _ state: FileResult.State? = nil) -> FileResult.Line {
    var line = FileResult.Line(text: text, runs: state != nil)
    line.state = state ?? .notPlayed
    return line
  }

  /// A file whose name, chapter, line and error have `text`.
  static func strange(_ text: String) -> SuiteResult {
    var file = made("\(text).session", .checkFailed, [(2, text, .failed)])
    file.lines = [line("sockplay 1"), line("## \(text)"), line(text, .failed)]
    file.problems = [.init(line: 3, title: text, text: text)]
    file.earlier = [(1, .init(line: 3, title: text, text: text))]
    (file.reason, file.leftovers, file.tries) = (text, [text], 2)
    return SuiteResult(files: [file], shard: nil, began: 0)
  }

  /// Every character up to U+3000 and some beyond, in pieces.
  static let strangeTexts: [String] = {
    let scalars = (Array(0..<0x3000) + [0xd7ff, 0xe000, 0xfdd0, 0xfeff, 0xfffe, 0xffff, 0x1f600, 0x10ffff]).compactMap {
      Unicode.Scalar(UInt32($0))
    }
    return stride(from: 0, to: scalars.count, by: 512).map { start in
      scalars[start..<min(start + 512, scalars.count)].reduce(into: "") { $0.unicodeScalars.append($1) }
    }
  }()
}
