import Runner

/// What came of one file of a `check` of many.
package struct FileResult: Sendable {
  package let path: String
  /// Which of all files it is, counted from 1, whether or not they are divided into shards.
  package let number: Int
  package var outcome = Outcome.notPlayed
  /// The exit code that a check of this file alone has, see `sockplay --help`; nil if it was not played.
  package var verdict: Verdict? { didSet { outcome = verdict.map(Outcome.init) ?? .notPlayed } }
  /// The parts between headings that have lines to run; empty if the file could not be read.
  package var chapters: [Chapter] = []
  /// The first lines of the file.
  package var lines: [Line] = []
  /// How many lines follow those.
  package var linesLeftOut = 0
  /// What went wrong when it was played last, in the order in which it happened.
  package var problems: [Problem] = []
  /// Why it was skipped, or not played to its end.
  package var reason: String?
  /// What `--lint` says of it.
  package var leftovers: [String] = []
  /// How long it was played, in nanoseconds; all tries together.
  package var nanoseconds: Int64 = 0
  /// How often it was played.
  package var tries = 0
  /// What went wrong in the tries before the last, by their numbers.
  package var earlier: [(number: Int, problem: Problem)] = []

  package init(path: String, number: Int = 1) { (self.path, self.number) = (path, number) }

  package enum Outcome: String, Sendable {
    case passed
    /// A check did not hold.
    case failed
    /// It does not parse, or could not be run to its end.
    case error
    /// It needs something that is not here.
    case skipped
    /// Ctrl-C or SIGTERM ended it before its end.
    case interrupted
    /// The whole check ended before this file was begun.
    case notPlayed = "not played"

    init(_ verdict: Verdict) {
      switch verdict {
      case .held: self = .passed
      case .checkFailed: self = .failed
      case .skipped: self = .skipped
      case .usage, .unreadable, .couldNotRun: self = .error
      case .interrupted: self = .interrupted
      }
    }

    package var isBad: Bool { self == .failed || self == .error }

    /// Whether it was played to the end that it has by itself, so that what came of it counts.
    package var isResult: Bool { self == .passed || isBad }
  }

  /// The lines from one heading to the next.
  package struct Chapter: Sendable, Equatable {
    /// Its heading in English; empty for the lines before the first one.
    package let title: String
    /// The number of its heading, or of the file's first line.
    package let line: Int
    package var state = State.notPlayed
    /// How long its lines were played; nil if the process did not live to tell.
    package var nanoseconds: Int64?
    /// What `@points` says that it is worth; 0 where the file says nothing.
    package let points: Int
    /// Whether it is known that it was played to its end, and held; `grade` asks that.
    package var isFinished = false

    package init(title: String, line: Int, points: Int = 0) {
      (self.title, self.line, self.points) = (title, line, points)
    }
  }

  /// A line of the file.
  package struct Line: Sendable, Equatable {
    package let text: String
    /// Whether it is one that is run: a command, a check of fields or a directive.
    package let runs: Bool
    package var state = State.notPlayed

    package init(text: String, runs: Bool) { (self.text, self.runs) = (text, runs) }
  }

  package enum State: Sendable { case notPlayed, held, failed }

  /// Something that went wrong.
  package struct Problem: Sendable, Equatable {
    /// The number of the line of the file; nil if it is about the file as a whole.
    package let line: Int?
    /// One line, such as `wrong errno`.
    package let title: String
    /// The whole error, as it is shown on the screen.
    package let text: String
    /// The same for a student, in a sentence; nil where nothing is graded.
    package let words: String?

    package init(line: Int?, title: String, text: String, words: String? = nil) {
      (self.line, self.title, self.text, self.words) = (line, title, text, words)
    }
  }
}

// MARK: - What the reports ask

extension FileResult {
  /// The chapter that the line with this number belongs to, as an index.
  package func chapter(ofLine number: Int) -> Int? {
    chapters.isEmpty ? nil : chapters.lastIndex { $0.line <= number } ?? 0
  }

  /// How many lines that run held. Of a line that was repeated, each time.
  package var held: Int { lines.count { $0.runs && $0.state == .held } }

  /// The line after which the play ended although lines were left: the last one that is known to have been played.
  package var lastPlayed: Int? { lines.lastIndex { $0.state != .notPlayed }.map { $0 + 1 } }

  /// `passed on try 2`; nil if it did not need another try.
  package var flakiness: String? { outcome == .passed && tries > 1 ? "passed on try \(tries)" : nil }

  /// Names of the chapters, each another.
  package var chapterNames: [String] {
    let names = chapters.map { chapter in
      chapter.title.isEmpty ? chapters.count == 1 ? "all lines" : "before the first heading" : chapter.title
    }
    let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
    return zip(names, chapters).map { counts[$0] == 1 ? $0 : "\($0) (line \($1.line))" }
  }

  /// The problems of each chapter; those of no line belong to the first chapter that was not played to its end.
  package var problemsByChapter: [[Problem]] {
    var all = Array(repeating: [Problem](), count: chapters.count)
    guard !chapters.isEmpty else { return all }
    for problem in problems { all[problem.line.flatMap(chapter) ?? endingChapter].append(problem) }
    return all
  }

  /// The chapter in which the play ended.
  private var endingChapter: Int {
    let next = lines.indices.first { lines[$0].runs && $0 + 1 > lastPlayed ?? 0 }
    return next.flatMap { chapter(ofLine: $0 + 1) } ?? chapters.count - 1
  }
}
