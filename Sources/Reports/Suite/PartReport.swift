import Glibc
import Runner
import SessionLanguage
import Sockets
import Text

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
  /// What is said to students; nil where nothing is graded.
  private let words: StudentWords?
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
  ///   - words: What is said to students; nil where nothing is graded.
  package init(path: String, output: Output, words: StudentWords? = nil) {
    (self.path, self.output, self.words) = (path, output, words)
  }

  /// Tells the lines and chapters of the file. To be called before it is played, and each time.
  package func plays(_ file: SessionFile) {
    began = monotonicNanoseconds()
    if chapters.all.isEmpty { tellAll(of: file) }
  }

  private func tellAll(of file: SessionFile) {
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
    chapters = ChapterLines(of: file, limit: Self.chapterLimit, language: words?.language ?? .english)
    for chapter in chapters.all {
      messages += PartMessage.chapter(title: chapter.title, line: chapter.line, points: chapter.points).bytes
    }
    write(messages)
  }

  /// The chapters, by what they are called; that before the first heading has no title.
  package var titles: [String] { chapters.all.map(\.title) }

  /// The index of the chapter that the line with this number belongs to.
  package func chapter(ofLine number: Int) -> Int? { chapters.index(ofLine: number, near: chapter) }

  /// The lines of the chapter with this index were played to their end, and held.
  package func finish(_ chapter: Int) { write(PartMessage.finished(chapter: chapter).bytes) }

  /// Tells that the file cannot be played to its end, whatever the program does: `refusal` is not the program's.
  package func cannotBeGraded(_ refusal: Diagnostic, _ place: Place) {
    let sentence = DiagnosticText.sentence(refusal), line = place.number
    let reason = (words?.language ?? .english).text(
      "line \(line) of \(place.source) could not be played: \(sentence)",
      korean: "\(place.source)의 \(line)번째 줄을 재생할 수 없었습니다: \(sentence)")
    write(PartMessage.skipped(reason: refusal.isUnmet ? sentence : TerminalEscape.prose(reason)).bytes)
  }

  /// Tells what went wrong besides the lines.
  package func tell(_ fault: ProgramFault, output: [UInt8], line: Int) {
    let language = words?.language ?? .english, title = fault.sentence(language)
    let text = title + "\n" + ProgramOutput.text(output, language)
    let words = words.map { fault.words($0.language) } ?? ""
    write(PartMessage.fault(line: line, title: title, text: text, words: words).bytes)
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
    chapter = nil
  }

  private func take(_ step: Step) {
    if step.isUnjudged { return }
    guard step.failure != nil else { return tell(step.place, .held) }
    tell(step.place, .failed)
    guard let diagnostic = FailureText.diagnostic(step) else { return }
    tell(diagnostic, step.place, step.line, words: words?.sentence(of: step))
  }

  private func take(_ refusal: Diagnostic, _ place: Place, _ line: ArraySlice<UInt8>) {
    if refusal.isUnmet { return write(PartMessage.skipped(reason: DiagnosticText.sentence(refusal)).bytes) }
    tell(place, .failed)
    tell(refusal, place, line, words: words?.sentence(of: refusal))
  }

  private func tell(_ diagnostic: Diagnostic, _ place: Place, _ line: ArraySlice<UInt8>, words: String?) {
    problemCount += 1
    guard problemCount <= Self.problemLimit else { return }
    let text = DiagnosticText.render(diagnostic, at: place, line: line, style: Style(isColoured: false))
    let title = DiagnosticText.title(diagnostic)
    let number = place.source == path ? place.number : 0
    write(PartMessage.problem(line: number, title: title, text: text, words: words ?? "").bytes)
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
    var title: String
    let line: Int
    var state = FileResult.State.notPlayed
    var nanoseconds: Int64 = 0
    var points = 0
  }

  var all: [Chapter] = []

  init() {}

  /// Finds those that have lines to run besides directives.
  /// - Parameter language: In which headings are wanted. What has only one in English keeps that.
  init(of file: SessionFile, limit: Int, language: Language) {
    var next = Chapter(title: "", line: 1)
    for index in 0..<file.count where all.count < limit {
      let statement = file.statement(index)
      if case .heading(let title, .english) = statement.body { next = Chapter(title: title, line: index + 1) }
      if case .heading(let title, language) = statement.body { next.title = title }
      if case .directive(.points(let points)) = statement.body { add(points, &next) }
      let hasLines = !statement.isDirective || file.included[index] != nil
      if statement.runs, hasLines, all.last?.line != next.line { all.append(next) }
    }
  }

  /// Gives points to a chapter, which may be there already.
  private mutating func add(_ points: Int, _ next: inout Chapter) {
    next.points += points
    if all.last?.line == next.line { all[all.count - 1].points = next.points }
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
