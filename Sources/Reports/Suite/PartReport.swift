import Glibc
import Runner
import SessionLanguage
import Sockets

/// Tells the process that checks many files what comes of this one. What it tells has a limit, however long the file is
/// and however often its lines are repeated.
package final class PartReport: Report {
  private let path: String
  private let output: Output
  private var chapters = ChapterLines()
  /// What was told of the first lines, by their index.
  private var told: [FileResult.State] = []
  private var problemCount = 0
  /// The files whose lines it includes, and its own line that was played last.
  private var included: Set<String> = []
  private var ownLine = 0
  private var chapter: Int?
  /// When the chapter began, and when its last step so far was done.
  private var began: Int64 = 0, moment: Int64 = 0

  /// How many lines, and bytes of lines, are told one by one.
  static let lineLimit = 10_000, byteLimit = 512 << 10
  /// How many chapters, and how many problems, are told.
  static let chapterLimit = 1000, problemLimit = 100

  package var wantsChanges: Bool { false }

  /// - Parameters:
  ///   - path: The file that is played.
  ///   - output: Where the messages are written.
  package init(path: String, output: Output) { (self.path, self.output) = (path, output) }

  /// Tells the lines and chapters of the file. To be called before it is played.
  package func plays(_ file: SessionFile) {
    var (messages, size, count) = ([UInt8](), 0, 0)
    while count < min(file.count, Self.lineLimit), size < Self.byteLimit {
      let text = file.text(count)
      size += text.count
      let runs = file.statement(count).runs
      messages += PartMessage.line(text: String(decoding: text, as: UTF8.self), runs: runs).bytes
      count += 1
    }
    told = Array(repeating: .notPlayed, count: count)
    included = file.includedPaths
    if count < file.count { messages += PartMessage.linesLeftOut(file.count - count).bytes }
    chapters = ChapterLines(of: file, limit: Self.chapterLimit)
    for chapter in chapters.all { messages += PartMessage.chapter(title: chapter.title, line: chapter.line).bytes }
    write(messages)
    began = monotonicNanoseconds()
  }

  package func take(_ record: Record) {
    switch record {
    case .step(let step): take(step)
    case .refusal(let refusal, let place, let line): take(refusal, place, line)
    case .leftover(let left, _): write(PartMessage.leftover(left.sentence).bytes)
    default: break
    }
  }

  package func end() {
    leaveChapter()
    for (index, chapter) in chapters.all.enumerated() where chapter.nanoseconds > 0 {
      write(PartMessage.took(chapter: index, nanoseconds: chapter.nanoseconds).bytes)
    }
    (chapters, chapter) = (ChapterLines(), nil)
  }

  private func take(_ step: Step) {
    guard step.failure != nil else { return tell(step.place, .held) }
    tell(step.place, .failed)
    if let diagnostic = FailureText.diagnostic(step) { tell(diagnostic, step.place, step.line) }
  }

  private func take(_ refusal: Diagnostic, _ place: Place, _ line: ArraySlice<UInt8>) {
    if refusal.isUnmet { return write(PartMessage.skipped(reason: DiagnosticText.sentence(refusal)).bytes) }
    tell(place, .failed)
    tell(refusal, place, line)
  }

  private func tell(_ diagnostic: Diagnostic, _ place: Place, _ line: ArraySlice<UInt8>) {
    problemCount += 1
    guard problemCount <= Self.problemLimit else { return }
    let text = DiagnosticText.render(diagnostic, at: place, line: line, style: Style(isColoured: false))
    let title = DiagnosticText.title(diagnostic)
    write(PartMessage.problem(line: place.source == path ? place.number : 0, title: title, text: text).bytes)
  }

  /// Tells what came of a line, if that is new. A line of another file, which this one plays, is told by its own line;
  /// one of a file that it includes, as the line that includes it.
  private func tell(_ place: Place, _ state: FileResult.State) {
    guard place.source == path || included.contains(place.source) else { return }
    if place.source == path { ownLine = place.number }
    let index = ownLine - 1
    enterChapter(of: ownLine, state)
    guard told.indices.contains(index), told[index] != state, told[index] != .failed else { return }
    told[index] = state
    write(PartMessage.played(line: ownLine, held: state == .held).bytes)
  }

  private func enterChapter(of line: Int, _ state: FileResult.State) {
    guard let index = chapters.index(ofLine: line, near: chapter) else { return }
    if index != chapter {
      leaveChapter()
      chapter = index
    }
    moment = monotonicNanoseconds()
    let known = chapters.all[index].state
    guard known != state, known != .failed else { return }
    chapters.all[index].state = state
    write(PartMessage.entered(chapter: index, held: state == .held).bytes)
  }

  /// A chapter lasts from the end of the one before to the end of its last line.
  private func leaveChapter() {
    guard let chapter else { return }
    chapters.all[chapter].nanoseconds += moment - began
    began = moment
  }

  private func write(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { output.write($0) } }
}

/// The chapters of a file.
private struct ChapterLines {
  struct Chapter {
    let title: String
    let line: Int
    var state = FileResult.State.notPlayed
    var nanoseconds: Int64 = 0
  }

  var all: [Chapter] = []

  init() {}

  /// Finds those that have lines to run besides directives.
  init(of file: SessionFile, limit: Int) {
    var next = Chapter(title: "", line: 1)
    for index in 0..<file.count where all.count < limit {
      let statement = file.statement(index)
      if case .heading(let title, .english) = statement.body { next = Chapter(title: title, line: index + 1) }
      let hasLines = !statement.isDirective || file.included[index] != nil
      if statement.runs, hasLines, all.last?.line != next.line { all.append(next) }
    }
  }

  /// The index of the chapter of the line with this number: nearly always the one that was found last.
  func index(ofLine number: Int, near last: Int?) -> Int? {
    if let last, all[last].line <= number, last + 1 == all.count || number < all[last + 1].line { return last }
    return all.isEmpty ? nil : all.lastIndex { $0.line <= number } ?? 0
  }
}

extension Statement {
  /// Whether playing it is a step.
  fileprivate var runs: Bool {
    switch body {
    case .directive, .command, .call, .check: true
    case .blank, .header, .heading, .prose, .opening, .end: false
    }
  }
}
