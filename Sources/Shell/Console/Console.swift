import Commands
import Glibc
import Handles
import Reports
import Runner
import SessionLanguage
import Text

/// Takes lines one by one, from the prompt or a pipe, and fulfils the requests that the session leaves to its caller.
final class Console {
  let context: RunContext
  let session: Session
  private let source: String
  private(set) var isDone = false
  /// Decides how a play of this console goes on; nil leaves that to the file.
  var control: (any PlayControl)?
  private var director: PlayDirector? { control as? PlayDirector }
  let tally = PlayTally()
  /// Has the roles of a file that other processes play.
  var channel: RoleChannel?
  /// How a play may go on that waits for this console; empty where none waits.
  var resumptions: [Resumption] = []
  /// How the play is to go on.
  var resumption: Resumption?
  let reports: Broadcast
  var recorder: Recorder?
  /// What sees the lines that are not recorded, once a recording has ended.
  var gap: RecordingGap?
  /// What writes the segments that pass to a file.
  var captured: CaptureReport?
  /// Whether a recording ended before it was to.
  var hasLostRecording = false
  private var lines = LinePreparer()
  /// The block that has not ended yet, and the number of its first line.
  private var block: SessionReader?
  private var blockStart = 1
  /// The block whose opening line was refused, until it ends.
  private var refusedBlock: RefusedBlock?
  /// The nesting depth of source and replay up to the file that is played.
  private(set) var nesting: Int
  /// How many lines are being taken: one may have others taken.
  private var depth = 0
  /// The lesson that waits for what is typed, and the one that was left last.
  var guide: Guide?
  var restingGuide: Guide?

  /// The terminals that may share the session; nil where none may.
  var terminals: Terminals?
  /// The terminal whose lines it takes, if that has joined.
  weak var joined: JoinedTerminal?
  /// The line for whose call the terminal waits, while others type.
  var heldStep: Step?

  /// - Parameter reports: what listens to `session`; a recording joins them.
  init(_ context: RunContext, session: Session, reports: Broadcast, source: String, nesting: Int = 0) {
    self.context = context
    self.session = session
    self.reports = reports
    self.source = source
    self.nesting = nesting
  }

  /// What the block that has not ended yet begins with.
  var openKeyword: String? { refusedBlock?.keyword ?? block?.openBlock?.construct.keyword }

  /// Forgets a block that has not ended.
  func abandonBlock() { (block, refusedBlock) = (nil, nil) }

  // MARK: Lines

  /// Takes one line. The verdict is that of this line alone.
  func take(_ line: ArraySlice<UInt8>, number: Int) -> Verdict {
    depth += 1
    let verdict = takeLine(line, number: number)
    depth -= 1
    if depth == 0, openKeyword == nil { guide?.lineTaken(isBlank: line.allSatisfy { $0 == 0x20 || $0 == 0x09 }) }
    return verdict
  }

  private func takeLine(_ line: ArraySlice<UInt8>, number: Int) -> Verdict {
    let isRefused = refusedBlock?.takes(Array(line)) == true
    if refusedBlock?.isOpen == false { refusedBlock = nil }
    if isRefused { return .held }
    let place = Place(source: source, number: number)
    var refusal = Verdict.unreadable
    do throws(Diagnostic) {
      let prepared = try lines.prepare(line)
      refusal = .couldNotRun
      if block != nil { return try takeInBlock(line, number) }
      switch prepared.statement.body {
      case .heading, .prose:
        session.report.take(.note(prepared.statement.body))
        return .held
      case .opening, .end, .directive(.include): return try takeInBlock(line, number)
      default:
        return try run(prepared, place, below: RefusedBlock(below: line))
      }
    } catch {
      session.report.take(.refusal(error, at: place, line: line))
      let line = Array(line)
      refusedBlock =
        RefusedBlock(branchOf: line, hasRun: false)
        ?? (refusal == .unreadable ? RefusedBlock(openedBy: line) : nil)
      return refusal
    }
  }

  /// Runs a line, while others may type if the session is shared.
  private func runBesideOthers(_ line: PreparedLine, _ place: Place) throws(Diagnostic) -> Step {
    session.letsOthersType = terminals?.isShared ?? false
    defer { session.letsOthersType = false }
    return try session.run(line, at: place)
  }

  /// - Parameter below: The lines below it that do not run.
  private func run(_ line: PreparedLine, _ place: Place, below: RefusedBlock?) throws(Diagnostic) -> Verdict {
    if let role = line.statement.role, line.host == nil, role != joined?.role,
      let refusal = session.roleRefusal(role, 0..<role.utf8.count)
    {
      throw refusal
    }
    let step = try runBesideOthers(line, place)
    heldStep = step.isHeld ? step : nil
    refusedBlock = below
    if below?.keyword != nil {
      step.report += [
        session.table.language.text(
          "  the branch of this if, which handles an error, does not run", korean: "  이 if에 딸린 줄은 실행하지 않습니다")
      ]
    }
    session.report.take(.step(step))
    if step.request != nil {
      do throws(Diagnostic) { isDone = try !fulfil(step) } catch { throw error.on(step.statement.line) }
    }
    return step.failure == nil ? .held : .checkFailed
  }

  /// Collects the lines of a block, and plays them at its end; and those of a file that a line includes.
  private func takeInBlock(_ line: ArraySlice<UInt8>, _ number: Int) throws(Diagnostic) -> Verdict {
    if block == nil { blockStart = number }
    var reader = block ?? SessionReader(needsHeader: false)
    block = nil
    reader.add(line)
    if let open = reader.openBlock {
      guard reader.size <= SessionLoader.limit else {
        throw Diagnostic(
          "the \(open.construct.keyword) of line \(blockStart) has more than \(SessionLoader.limit >> 20) MB",
          help: "write end after its lines")
      }
      block = reader
      return .held
    }
    var (file, problems) = reader.finish()
    if problems.isEmpty, !file.inclusions.isEmpty {
      let loader = loader(session.table.permissions)
      problems = loader.problemsBefore(&file, source, knownNames)
      if problems.contains(where: { $0.source != nil }) {
        loader.show(problems, of: file, source)
        return .unreadable
      }
    }
    if let problem = problems.first { throw problem.diagnostic }
    return play(file, source: source, first: blockStart)
  }

  func loader(_ permissions: Permissions) -> SessionLoader {
    SessionLoader(report: session.report, complain: context.complain, permissions: permissions)
  }

  var knownNames: [String] { session.table.names + session.table.variables.names }

  /// Plays `file` on this console's session.
  /// - Parameter first: The number of the file's first line.
  func play(_ file: SessionFile, source: String, first: Int = 1) -> Verdict {
    let keepsGoing = context.common.keepGoing
    let player = Player(
      file, source: source, first: first, on: session, keepsGoing: keepsGoing, control: control, tally: tally,
      channel: channel
    ) { [unowned self, output = context.output] step throws(Diagnostic) in
      if output.problem != nil { return false }
      guard step.request != nil else { return true }
      let goesOn = try fulfil(step)
      if !goesOn { isDone = true }
      return goesOn
    }
    return player.play()
  }

  // MARK: Requests

  /// Fulfils the request of `step`. Returns false if it ends the session.
  private func fulfil(_ step: Step) throws(Diagnostic) -> Bool {
    if let joined { return try fulfil(step, of: joined) }
    let span = step.command?.words.dropFirst().first?.span
    switch step.request {
    case .quit?: return false
    case .share(let isWanted)?: try share(isWanted, at: step.command?.words[0].span)
    case .resume(let resumption)?: try resumePlay(resumption, step.command?.words[0].span)
    case .lastCallInC?: showLastCallInC()
    case .clear?: if isatty(1) == 1 { context.output.write(Style.clearScreen) }
    case .record(.begin(let path, let adds))?: try startRecording(path, adds: adds, step.command?.words.last?.span)
    case .record(.end)?: endRecording()
    case .record(.drop)?: try dropLine(span)
    case .capture(let path)?: try capture(path, span)
    case .pause(let text)?: pause(text)
    case .source(let path)?: try source(resolve(path, step), span)
    case .course(let request)?: try fulfil(request, step, span)
    case .replay(let path)?: try replay(resolve(path, step), span)
    case .quiz(let path)?: try quiz(resolve(path, step), span)
    default: break
    }
    return true
  }

  func showLastCallInC() {
    session.report.take(
      .interim(Listing(StepInC.lines(of: session.lastStepWithCalls, in: session.table, language: context.language))))
  }

  /// Resolves `path`: in a file it is relative to that file.
  func resolve(_ path: String, _ step: Step) -> String {
    RelativePath.resolve(path, in: step.place.source)
  }

  private func source(_ path: String, _ span: Span?) throws(Diagnostic) {
    try checkNesting(path, span)
    let file = try load(path, span)
    let (before, timeout) = (session.table.permissions, session.timeout)
    session.table.permissions = before.intersection(context.filePermissions)
    session.timeout = timeout ?? Session.fileTimeout
    nesting += 1
    defer {
      nesting -= 1
      session.table.permissions = before
      session.timeout = timeout
    }
    try require(play(file, source: path), path, span)
  }

  private func replay(_ path: String, _ span: Span?) throws(Diagnostic) {
    try checkNesting(path, span)
    let interrupts = session.interruptsAtStart ?? Keyboard.now.interrupts
    let play = FilePlay(context, interrupts: interrupts, nesting: nesting + 1)
    try require(play.play(path, refusesPipes: !isTyped), path, span)
  }

  /// A person who steps through the file has been waited for.
  private func pause(_ text: String) {
    guard director?.isHidden != true else { return }
    if director?.isStepping == true { return PauseKey.say(text, context) }
    PauseKey.wait(text, context, session)
  }

  private func quiz(_ path: String, _ span: Span?) throws(Diagnostic) {
    guard isTyped, isatty(0) == 1 else {
      throw Diagnostic(
        "quiz needs somebody at a terminal", at: span,
        help: "sockplay replay --quiz FILE reads the answers from its input")
    }
    try checkNesting(path, span)
    let interrupts = session.interruptsAtStart ?? Keyboard.now.interrupts
    let play = FilePlay(context, interrupts: interrupts, nesting: nesting + 1, manner: .quiz)
    try require(play.play(path), path, span)
  }

  /// Whether the line that names a file was typed, and does not come from a file or a pipe.
  var isTyped: Bool { nesting == 0 && session.table.permissions == .all }
}
