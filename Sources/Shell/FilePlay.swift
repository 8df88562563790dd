import Commands
import Glibc
import Handles
import Reports
import Runner
import SessionLanguage

/// `sockplay replay` and `sockplay check`: each file with handles of its own.
struct FilePlay {
  let context: RunContext
  private let reports: [any Report]
  /// The screen of a play that opens a prompt at a line that fails; nil for any other.
  private let promptScreen: (screen: ScreenReport, above: AboveLine)?
  /// The number of interrupts when it began.
  private let interrupts: UInt32
  /// The nesting depth: how many files led to this play, each naming the next.
  private let nesting: Int
  /// Whether a session asks for it.
  private let isAsked: Bool
  /// Whether nothing else is played in this process, which may then move into a namespace for good.
  private var isOnlyPlay: Bool
  private let manner: Manner
  /// Whether to say which files held.
  private var saysHeld = false
  /// Whether to say what each file that held leaves behind.
  private var lints = false

  /// - Parameters:
  ///   - interrupts: The number of interrupts when the caller began; one more ends the play.
  ///   - nesting: How many files led to this play; nil if it is the first.
  init(_ context: RunContext, interrupts: UInt32 = 0, nesting: Int? = nil, manner: Manner = .plain) {
    self.context = context
    self.manner = manner
    let screen = manner == .promptAtFailure ? context.screen(showsLines: true) : nil
    promptScreen = screen.map { ($0, AboveLine($0)) }
    reports = promptScreen.map { [$0.above] } ?? (manner == .quiz ? Self.quiz(context, interrupts) : context.reports)
    self.interrupts = interrupts
    self.nesting = nesting ?? context.common.nesting
    isOnlyPlay = nesting == nil
    isAsked = nesting != nil
  }

  private static func quiz(_ context: RunContext, _ interrupts: UInt32) -> [any Report] {
    let screen = context.screen(showsLines: true)
    let quiz = QuizReport(on: screen, output: context.output, language: context.language) {
      let answer = QuizAnswer.read(interrupts: interrupts)
      // A terminal has shown it already.
      if isatty(0) == 0 { context.output.write(TerminalEscape.text(answer ?? "") + "\n") }
      return answer
    }
    return [QuizOpening(output: context.output, language: context.language), screen, quiz]
  }

  /// How it deals with a person at the terminal.
  enum Manner {
    case plain
    /// It waits for Enter where there is something to think about.
    case lesson
    /// It opens a prompt at a line that fails.
    case promptAtFailure
    /// It asks before each call what that will return.
    case quiz
  }

  /// The rows that a card may take.
  private static let cardRows = 6

  private func lessonPauses(_ session: Session) -> LessonPauses {
    let output = context.output
    output.countsLines = true
    var seen = output.lines
    return LessonPauses(isFull: { output.lines - seen + Self.cardRows > RunContext.height ?? .max }) { [context] in
      // Shows prose that may still be followed by the same in another language.
      session.report.take(.delay)
      // The end of the input ends the lesson, as Ctrl-C does.
      if !PauseKey.wait("", context, session) { raise(SIGINT) }
      seen = output.lines
    }
  }

  /// Plays `files` one after the other. Returns the worst of their exit codes.
  func run(_ files: [String], saysHeld: Bool = false, lints: Bool = false) -> Int32 {
    Keyboard.leaveSuspending()
    var play = self
    play.isOnlyPlay = files.count == 1
    (play.saysHeld, play.lints) = (saysHeld, lints)
    return worst(of: files) { play.play($0) }
  }

  /// Only parses `files`.
  func checkSyntax(_ files: [String]) -> Int32 {
    worst(of: files) { path in
      let reports = Broadcast(reports)
      reports.begin()
      defer { reports.end() }
      return loader(reports).load(path, known: context.common.variables.map(\.name)).verdict
    }
  }

  /// The worst exit code over `files`; Ctrl-C ends early.
  private func worst(of files: [String], _ verdict: (String) -> Verdict) -> Int32 {
    var worst = Verdict.held
    for path in files {
      let verdict = Keyboard.now.interrupts == interrupts ? verdict(path) : .interrupted
      worst = max(worst, verdict)
      if verdict == .interrupted || Keyboard.now.isTimeUp || context.output.problem != nil { break }
    }
    return context.exitCode(worst)
  }

  private func loader(_ report: any Report) -> SessionLoader {
    SessionLoader(report: report, complain: context.complain)
  }

  /// - Parameters:
  ///   - refusesPipes: Whether a pipe may not be read.
  ///   - tourPart: Which file of the tour it is, which waits for Enter between its parts; nil for any other file.
  ///   - listener: Makes one more report, which listens, too; where it makes none, nothing is played.
  func play(
    _ path: String, refusesPipes: Bool = false, tourPart: Int? = nil,
    listener: ((SessionFile, HandleTable) -> (any Report)?)? = nil
  ) -> Verdict {
    let reports = Broadcast(reports)
    reports.begin()
    defer { reports.end() }
    let names = context.common.variables.map(\.name)
    let (file, verdict) = loader(reports).load(path, known: names, refusesPipes: refusesPipes)
    guard let file else { return verdict }
    if file.isIsolated, !isOnlyPlay {
      return ChildPlay(context, nesting: nesting, lints: lints).play(path, manner, interrupts, isAsked: isAsked)
    }
    let session = context.session(reports, permissions: context.filePermissions)
    session.timeout = Session.fileTimeout
    session.interruptsAtStart = interrupts
    if let tourPart {
      reports.add(TourPauses(afterAnother: tourPart > 0) { [context] in PauseKey.wait("", context, session) })
    }
    if manner == .lesson { reports.add(lessonPauses(session)) }
    if let listener {
      guard let report = listener(file, session.table) else { return .couldNotRun }
      reports.add(report)
    }
    let console = Console(context, session: session, reports: reports, source: path, nesting: nesting)
    defer { session.end() }
    guard isAsked || console.beginCapture() else { return .couldNotRun }
    if let (screen, above) = promptScreen {
      console.resume = FailurePrompt(context, session: session, reports: reports, screen: screen, above: above).open
    }
    let played = console.judge(console.play(file, source: path))
    if lints, played == .held { session.showLeftovers(of: path) }
    if saysHeld, played == .held { context.output.write("ok \(TerminalEscape.prose(path))\n") }
    return played
  }
}
