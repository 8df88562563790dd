import Commands
import Glibc
import Handles
import Reports
import Runner
import SessionLanguage
import Sockets

/// `sockplay replay` and `sockplay check`: each file with handles of its own.
struct FilePlay {
  let context: RunContext
  private let reports: [any Report]
  /// The screen of a play that shows lines before they run, or opens a prompt; nil for any other.
  private let watched: (screen: ScreenReport, above: AboveLine)?
  /// The number of interrupts when it began.
  private let interrupts: UInt32
  /// The nesting depth: how many files led to this play, each naming the next.
  private let nesting: Int
  /// Whether a session asks for it.
  private let isAsked: Bool
  /// Whether nothing else is played in this process, which may then move into a namespace for good.
  private var isOnlyPlay: Bool
  private let manner: PlayManner
  private let options: PlayOptions
  /// Which lines are played against a program; nil where there is none.
  private let rounds: PlayRounds?
  /// Whether to say which files held.
  private var saysHeld = false
  /// Whether to say what each file that held leaves behind.
  private var lints = false

  /// - Parameters:
  ///   - interrupts: The number of interrupts when the caller began; one more ends the play.
  ///   - nesting: How many files led to this play; nil if it is the first.
  init(
    _ context: RunContext, interrupts: UInt32 = 0, nesting: Int? = nil, manner: PlayManner = .plain,
    options: PlayOptions = PlayOptions(), rounds: PlayRounds? = nil
  ) {
    self.rounds = rounds
    (self.context, self.manner, self.options) = (context, manner, options)
    let isWatched = manner == .step || manner == .promptAtFailure || manner != .quiz && options.isWatched
    let screen = isWatched && context.common.forms.isEmpty ? context.screen(showsLines: true) : nil
    screen?.saysHeld = manner == .step
    watched = screen.map { ($0, AboveLine($0)) }
    reports = watched.map { [$0.above] } ?? (manner == .quiz ? Self.quiz(context, interrupts) : context.reports)
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
      // Ctrl-D leaves the quiz, as Ctrl-C does.
      if answer == nil, isatty(0) == 1 { raise(SIGINT) }
      return answer
    }
    return [QuizOpening(output: context.output, language: context.language), screen, quiz]
  }

  /// The rows that a card may take.
  private static let cardRows = 6

  private func lessonPauses(_ session: Session, _ curtain: Curtain?) -> LessonPauses {
    let output = context.output
    output.countsLines = true
    var seen = output.lines
    return LessonPauses(isFull: { output.lines - seen + Self.cardRows > RunContext.height ?? .max }) { [context] in
      guard curtain?.isOpen != false else { return }
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
      let verdict = hasEnded(before: path) ?? verdict(path)
      worst = max(worst, verdict)
      if verdict == .interrupted || Keyboard.now.isTimeUp || context.output.problem != nil { break }
    }
    return context.exitCode(worst)
  }

  /// What to end with where Ctrl-C came, or the time was up, before `path` was begun.
  private func hasEnded(before path: String) -> Verdict? {
    guard Keyboard.now.isTimeUp else { return Keyboard.now.interrupts == interrupts ? nil : .interrupted }
    context.complain("\(path): \(Player.timeIsUp)")
    return .couldNotRun
  }

  private func loader(_ report: any Report) -> SessionLoader {
    SessionLoader(report: report, complain: context.complain, permissions: context.filePermissions)
  }

  /// - Parameters:
  ///   - refusesPipes: Whether a pipe may not be read.
  ///   - tourPart: Which file of the tour it is, which waits for Enter between its parts; nil for any other file.
  ///   - listener: Makes one more report, which listens, too; where it makes none, nothing is played.
  func play(
    _ path: String, refusesPipes: Bool = false, tourPart: Int? = nil,
    listener: ((SessionFile, HandleTable) -> (any Report)?)? = nil
  ) -> Verdict {
    let part = isAsked ? nil : rounds?.part ?? context.partOutput.map { PartReport(path: path, output: $0) }
    let curtain = options.from == nil && options.journal == nil ? nil : context.curtain(before: reports)
    let view: [any Report] = isAsked ? [] : context.view.map { [$0] } ?? []
    let look: [any Report] = isAsked ? [] : rounds?.look.map { [$0] } ?? []
    let reports = Broadcast((curtain.map { [$0] } ?? reports) + (part.map { [$0] } ?? []) + look + view)
    reports.begin()
    defer { reports.end() }
    let names = context.common.variables.map(\.name)
    let (file, verdict) = loader(reports).load(path, known: names, refusesPipes: refusesPipes)
    guard let file else { return verdict }
    guard let range = range(of: file) else { return .usage }
    part?.plays(file)
    if options.share == nil, let verdict = playedElsewhere(file, path) { return verdict }
    let session = newSession(reports)
    addPauses(to: reports, session, tourPart, curtain)
    if let listener {
      guard let report = listener(file, session.table) else { return .couldNotRun }
      reports.add(report)
    }
    let console = Console(context, session: session, reports: reports, source: path, nesting: nesting)
    defer { session.end() }
    guard isAsked || console.beginCapture() else { return .couldNotRun }
    if let share = options.share, !isAsked {
      let (channel, verdict) = share.begin(file, path, in: session, context, loader(reports), interrupts: interrupts)
      guard let channel else { return verdict }
      console.channel = channel
    }
    let director = direct(console, curtain, path, range)
    if let rounds { console.control = rounds }
    let played = console.judge(console.play(file, source: path))
    console.channel?.leave(played)
    if played == .held { director?.reachesEnd() }
    if director?.isGoingBack == true { return played }
    if played == .held { showHeld(path, session) }
    if tourPart == nil, manner.hasResult, played != .skipped { reports.take(.played(console.tally.result)) }
    return played
  }

  private func newSession(_ reports: Broadcast) -> Session {
    let session = context.session(reports, permissions: context.filePermissions)
    session.timeout = Session.fileTimeout
    session.interruptsAtStart = interrupts
    return session
  }

  /// Has a lesson or a part of the tour wait where a person is to go on.
  private func addPauses(to reports: Broadcast, _ session: Session, _ tourPart: Int?, _ curtain: Curtain?) {
    if let tourPart {
      reports.add(TourPauses(afterAnother: tourPart > 0) { [context] in PauseKey.wait("", context, session) })
    }
    if manner == .lesson { reports.add(lessonPauses(session, curtain)) }
  }

  /// Shows what there is to say of a file that held.
  private func showHeld(_ path: String, _ session: Session) {
    if lints { session.showLeftovers(of: path) }
    if saysHeld { context.output.write("ok \(TerminalEscape.prose(path))\n") }
  }

  /// The lines to show; nil if the file does not have them, which has been said.
  private func range(of file: SessionFile) -> PlayRange? {
    do throws(PlayRange.Problem) { return try PlayRange(options, file, context.language) } catch {
      context.complain(error.title)
      for line in error.help { context.errors.write(TerminalEscape.prose(line) + "\n") }
      return nil
    }
  }

  /// Plays a file in another process, if it needs one: to have a namespace while this process stays where it is, or to
  /// be played anew.
  private func playedElsewhere(_ file: SessionFile, _ path: String) -> Verdict? {
    let child = ChildPlay(context, nesting: nesting, lints: lints)
    if manner == .step, file.isIsolated || context.common.isolated, options.journal == nil {
      return child.step(path, options, interrupts)
    }
    guard file.isIsolated, !isOnlyPlay else { return nil }
    return child.play(path, manner, options, interrupts, isAsked: isAsked)
  }

  /// Gives `console` what decides how the play goes on, where the file alone does not.
  private func direct(_ console: Console, _ curtain: Curtain?, _ path: String, _ range: PlayRange) -> PlayDirector? {
    guard watched != nil || curtain != nil || options.to != nil else { return nil }
    var play = WatchedPlay(curtain: curtain, screen: watched?.screen)
    play.promptsAtFailure = manner == .step || manner == .promptAtFailure
    if let (screen, above) = watched, options.isAtTerminal {
      let prompt = PlayPrompt(
        context, session: console.session, reports: console.reports, screen: screen, above: above)
      play.prompt = prompt
      let journal = options.journal.map { StepJournal(MemoryFile(given: $0)) }
      if manner == .step {
        play.steps = StepPause(
          context, session: console.session, screen: screen, prompt: prompt, path: path, journal: journal,
          hasOthers: console.channel != nil)
      }
    }
    let director = PlayDirector(play, console: console, path: path, range: range, pace: options.pace)
    console.control = director
    return director
  }
}
