import Glibc
import Reports
import Runner
import Sockets
import Text

/// `sockplay check` of many files: side by side, each in a process of its own. What they show appears in their order.
struct SuiteCheck {
  private let context: RunContext
  private let options: SuiteOptions
  private let child: ChildPlay
  /// Whether the files are submissions, which a table tells at the end.
  private let isGrading: Bool
  private let interrupts = Keyboard.now.interrupts
  private let began = monotonicNanoseconds()
  private var suite: SuiteResult
  private var progress: ProgressLine
  /// How many files are played at once: fewer than asked for once the machine does not let another begin.
  private var mostAtOnce: Int
  /// The index of the file that is to begin next.
  private var next = 0
  /// What has begun and is not shown yet, in the order of the files.
  private var parts: [PlayedPart] = []

  /// - Parameters:
  ///   - files: In the order in which they are told; of these, a shard may be chosen.
  ///   - lints: Whether to say what each file leaves behind.
  ///   - part: What begins the command line of the process of a file.
  ///   - isGrading: Whether the files are submissions.
  init(
    _ files: [String], _ context: RunContext, _ options: SuiteOptions, lints: Bool,
    part: [String] = ["check", "--part"], isGrading: Bool = false
  ) {
    self.isGrading = isGrading
    self.context = context
    self.options = options
    mostAtOnce = options.atOnce
    child = ChildPlay(context, nesting: context.common.nesting, lints: lints, part: part)
    let places = options.shard?.places(in: files) ?? Array(files.indices)
    let chosen = places.map { FileResult(path: files[$0], number: $0 + 1) }
    suite = SuiteResult(files: chosen, shard: options.shard?.text, began: time(nil))
    suite.isGrading = isGrading
    progress = ProgressLine(context.errors, isShown: isatty(Output.standardError) == 1)
  }

  /// Plays them all.
  mutating func run() -> SuiteResult {
    Keyboard.leaveSuspending()
    while next < suite.files.count && !isOver || !parts.isEmpty {
      while !isOver, runningCount < mostAtOnce, parts.count < Self.mostKept, next < suite.files.count { start() }
      if runningCount > 0 { waitForOne() }
      showEnded()
    }
    progress.erase()
    suite.nanoseconds = monotonicNanoseconds() - began
    suite.interruption = interruption
    if !isGrading { for report in context.reports { report.take(.summary(suite.summary)) } }
    return suite
  }

  /// How many files are played, or their outputs wait for that of an earlier file: each has three open descriptors.
  static let mostKept = 128

  private var runningCount: Int { parts.count { $0.process != nil } }

  private var isInterrupted: Bool { Keyboard.now.interrupts != interrupts || Keyboard.now.isEnding }

  /// Whether no more files are to begin.
  private var isOver: Bool { isInterrupted || Keyboard.now.isTimeUp || context.output.problem != nil }

  /// Why not all files were played to their ends.
  private var interruption: String? {
    if Keyboard.now.isTimeUp { return Player.timeIsUp }
    if isInterrupted { return "interrupted" }
    return context.output.problem.map { "the output broke off: \($0.text)" }
  }

  /// - Parameter isOneFile: Whether a single file was named, whose own exit code is told.
  func exitCode(isOneFile: Bool) -> Int32 {
    if Keyboard.now.isTimeUp { return context.exitCode(.couldNotRun) }
    if isInterrupted { return context.exitCode(.interrupted) }
    if isOneFile { return context.exitCode(suite.files.first?.verdict ?? .held) }
    if suite.lacksMarks { return context.exitCode(.couldNotRun) }
    return context.exitCode(suite.summary.failed == 0 ? .held : .usage)
  }

  private mutating func start() {
    var part = PlayedPart(index: next, path: suite.files[next].path)
    suite.files[next].tries = 1
    if let problem = part.begin(child) {
      if runningCount > 0 {
        part.discard()
        mostAtOnce = runningCount
        return
      }
      if part.isMute { context.complain(problem) }
      finish(&part, .couldNotRun, problem)
    }
    parts.append(part)
    next += 1
  }

  /// Waits until one of the processes has ended. A key or the end of the time interrupts the wait, and ends them all.
  private mutating func waitForOne() {
    if isOver { endAll() }
    var status: Int32 = 0
    let ended = waitpid(-1, &status, 0)
    if ended < 0, isOver { endAll() }
    guard let index = parts.firstIndex(where: { $0.process == ended }) else { return }
    var part = parts[index]
    let (verdict, complaint) = child.end(status, part.path)
    part.process = nil
    finish(&part, verdict, complaint)
    parts[index] = part
  }

  private func endAll() {
    for process in parts.compactMap(\.process) { kill(process, Keyboard.now.isTimeUp ? SIGTERM : SIGINT) }
  }

  /// Takes what a process has told, and plays its file again if it failed and may be.
  private mutating func finish(_ part: inout PlayedPart, _ verdict: Verdict, _ complaint: String?) {
    part.takeResult(&suite.files[part.index], verdict, complaint)
    let tries = suite.files[part.index].tries
    if verdict == .checkFailed || verdict == .couldNotRun, tries <= options.retries, !isOver {
      suite.files[part.index].beginAnotherTry()
      for report in context.reports(part.outputs.output, part.outputs.errors) {
        report.take(.retry(source: part.path, number: tries + 1))
      }
      suite.files[part.index].tries += 1
      if let problem = part.begin(child) { finish(&part, .couldNotRun, problem) }
      return
    }
    part.verdict = verdict
  }

  /// Shows what has ended, up to the first that has not.
  private mutating func showEnded() {
    while let part = parts.first, let verdict = part.verdict {
      parts.removeFirst()
      progress.erase()
      if isGrading { part.discard() } else { part.show(context.output, context.errors) }
      if verdict == .held, context.common.forms.isEmpty, !isGrading {
        let file = suite.files[part.index], points = file.chapters.reduce(0) { $0 + $1.points }
        let remarks = [file.flakiness, points > 0 ? Plural.count(points, "point") : nil].compactMap { $0 }
        let remark = remarks.isEmpty ? "" : " (\(remarks.joined(separator: ", ")))"
        context.output.write("ok \(TerminalEscape.prose(part.path))\(remark)\n")
      }
    }
    let summary = suite.summary
    let done = "\(summary.done) of \(suite.files.count)"
    progress.show(isGrading ? "\(done) graded …" : "\(done), \(summary.failed) failed …")
  }
}
