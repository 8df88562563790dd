import Cable
import Commands
import Glibc
import Handles
import SessionLanguage
import Sockets
import Text

/// Runs lines, one after the other: typing, replaying and checking all go through `run`. Used on one thread only;
/// waiting calls have threads of their own (see `PendingCall`).
package final class Session {
  package let table: HandleTable
  package let report: any Report
  package let wakeup: Wakeup
  /// Whether a user at a keyboard runs it, who can interrupt calls and move them to the background; there are no
  /// deadlines then.
  package var isInteractive: Bool
  /// How long a call of a file may wait, in milliseconds, unless @timeout says otherwise.
  package static let fileTimeout = 10_000
  /// How long a call may wait, in milliseconds; nil for no limit.
  package var timeout: Int?
  /// The number of interrupts when a play began: a later one ends the play, also between two lines.
  package var interruptsAtStart: UInt32?
  /// Whether others may type while the call of the running line waits: it then goes on as a job, and the line's own terminal
  /// waits for that.
  package var letsOthersType = false

  /// Whether a wait of `line` is left to its terminal, while others type. One with a limit is not: it ends soon.
  func leavesWait(of line: CommandLine) -> Bool {
    letsOthersType && line.expectation?.within == nil && timeout == nil
  }

  /// Why the lines that follow may not be those of a role, or of none; nil where they may.
  package var roleRefusal: (String?, Span) -> Diagnostic? = { _, _ in nil }
  let jobs = JobTable()
  let partners: PartnerProcesses
  /// What passes frames on between the hosts; nil while there are none.
  var cable: Relay?
  /// What passes between the sockets; nil while the wire is not watched.
  package var wire: Wire?
  /// What was seen on the wire until it was no longer watched.
  var pastWire: Wire?
  /// The step whose line is running, while the wire is watched.
  var runningStep: Step?
  /// The call that this line makes, from before it is made.
  var runningCall: Invocation?
  /// nil until the first call with a limit.
  var watchdog: Watchdog?
  /// Whether the job with this number is still to be collected.
  package func hasJob(_ number: Int) -> Bool { jobs.contains(number) }
  /// The names of the calls that wait.
  package var waitingNames: [String] { jobs.waiting.map(\.name) }
  /// The step of the last line.
  private(set) var last: Step?
  /// The last step that made calls, as seen from a line that makes none.
  package private(set) var lastStepWithCalls: Step?
  /// Whose lines are played; a line's own `role> ` counts for that line.
  package var role: String? {
    get { setting.role }
    set { (setting.role, last) = (newValue, nil) }
  }
  private(set) var setting: StepSetting
  /// When it began, in nanoseconds of the monotonic clock: the moments that are told count from here.
  package var start: Int64 { setting.start }
  /// The last step that failed, waits, or had an unexpected result, for `why`.
  var lastFailure: LastFailure?
  /// The handles that a waiting poll or select has open until it returns, by its call.
  var watching: [ObjectIdentifier: [Handle]] = [:]
  /// How sends took less than they were given, by handle, while nothing has been sent there since.
  var shortSends: [String: String] = [:]
  /// The counters of the network namespace when a call last might have had to wait.
  var countersBefore: CounterReading?

  package init(
    kernel: any Kernel, report: any Report, wakeup: Wakeup, permissions: Permissions = .all, limits: Limits = Limits(),
    language: Language = .english, isInteractive: Bool = false, program: String = Processes.ownProgram
  ) {
    partners = PartnerProcesses(program: program, language: language)
    table = HandleTable(kernel: kernel, permissions: permissions, limits: limits, language: language)
    setting = StepSetting(peerProcesses: PeerProcesses(table))
    self.report = report
    self.wakeup = wakeup
    self.isInteractive = isInteractive
  }

  /// Runs one line.
  /// - Throws: A `Diagnostic` if the line cannot be understood or is not allowed; nothing has been done then.
  package func run(_ statement: Statement, at place: Place) throws(Diagnostic) -> Step {
    try run(PreparedLine(statement), at: place)
  }

  /// As above, for a line that may come again.
  package func run(_ line: PreparedLine, at place: Place) throws(Diagnostic) -> Step {
    if let call = line.statement.call { return try run(call, on: line.statement, at: place) }
    guard line.isRewritten else { return try runMeant(line, at: place) }
    do throws(Diagnostic) { return try runMeant(line, at: place) } catch { throw error.on(line.statement.line) }
  }

  /// Runs a line as it stands.
  private func runMeant(_ line: PreparedLine, at place: Place) throws(Diagnostic) -> Step {
    hearPartners()
    if table.hasHosts || line.host != nil { try enterHost(of: line) }
    if wire != nil { tellPassed() }
    report.take(.line(line.statement))
    noteNeeds()
    // Where a lesson or a quiz waits for a person before a line, Ctrl-C ends it there.
    if isInterrupted { return notRun(line.statement, at: place) }
    releaseHeld()
    defer { reportChanges() }
    keepCalls(before: line)
    let step = blank(line.statement, at: place)
    if let command = line.statement.command {
      try runCommand(command, line, step)
      settleBackground()
      if report.isRecording { settleSent(step) }
      return step
    }
    switch line.statement.body {
    case .check(let expression): try check(expression, step)
    case .directive(let directive): try fulfil(directive, step)
    case .command, .call, .blank, .header, .heading, .prose, .opening, .end: break
    }
    return step
  }

  /// A recording says what its player must allow: what is typed may do everything.
  private func noteNeeds() {
    if report.isRecording { table.needed = [] } else if table.needed != nil { table.needed = nil }
  }

  private func notRun(_ statement: Statement, at place: Place) -> Step {
    let step = blank(statement, at: place)
    step.wasInterrupted = true
    step.leaveUnjudged()
    return step
  }

  /// The step of a line that plays others, where they did not come to what it says.
  func fail(_ statement: Statement, at place: Place, _ failure: Failure) -> Step {
    report.take(.line(statement))
    let step = blank(statement, at: place)
    step.failure = failure
    return step
  }

  /// Runs the line that a call of C means now: descriptors are the handles that have them.
  private func run(_ call: CCall, on typed: Statement, at place: Place) throws(Diagnostic) -> Step {
    let meant = try CLine.statement(call, on: typed, CNames(table))
    do throws(Diagnostic) {
      return try run(PreparedLine(meant), at: place)
    } catch {
      throw error.on(meant.line)
    }
  }

  /// Keeps the step before `line` as it is, if that has made calls and `line` makes none, for who asks for it.
  private func keepCalls(before line: PreparedLine) {
    if !line.makesCall, let last, !last.exchanges.isEmpty { lastStepWithCalls = last }
  }

  /// An empty step: the last one, if nobody refers to it any more. Gains 17 % of a replayed step (instructions, 2026-11).
  private func blank(_ statement: Statement, at place: Place) -> Step {
    if isKnownUniquelyReferenced(&last), let last {
      last.begin(statement, at: place)
      return last
    }
    last?.complete()
    let step = Step(place: place, statement: statement, in: setting)
    last = step
    return step
  }

  private func runCommand(_ line: CommandLine, _ prepared: PreparedLine, _ step: Step) throws(Diagnostic) {
    if line.expectation?.segments.isEmpty == false { try requireWire(for: line) }
    try checkCapture(of: line)
    if wire != nil { runningStep = step }
    defer { if runningStep != nil { (runningStep, runningCall) = (nil, nil) } }
    if let invocation = prepared.knownInvocation(in: table) {
      try invoke(invocation, line, step)
    } else {
      try perform(try prepared.understand(line, in: table), line, step)
    }
    if wire != nil { noteCalls(step) }
    guard line.expectation != nil || !step.exchanges.isEmpty else { return }
    // The call has been made, so an invalid expectation is a failure of the step, which is shown and recorded.
    do throws(Diagnostic) {
      try verify(line, step)
    } catch {
      step.failure = Failure(.refused(error), at: error.span)
    }
    if wire != nil { noteOnWire(step) }
    if step.isOrdinary, shortSends.isEmpty { return }
    defer { remember(step) }
    step.reason = withWire(reason(of: step), step)
    dropGone(step)
  }

  /// Why the call of `step` failed, where somebody wants to know. Of a check that did not hold: why what it is about is
  /// so, not why a call failed as it was expected to.
  private func reason(of step: Step) -> Reason? {
    guard step.failed || step.failure != nil || step.isAtEnd, report.wantsChanges || step.failure != nil else {
      return nil
    }
    if let failure = step.failure, failure.isBesideTheCall {
      return Reason.explain(failure, in: table, isWatched: report.wantsChanges)
    }
    if step.isAtEnd { return Reason.ofEnd(step, in: table) }
    guard step.failed else {
      return step.failure.flatMap { Reason.explain($0, returnedBy: step, in: table) }
    }
    // If no report wants changes, nothing has been refreshed until now.
    if !report.wantsChanges { for handle in table.all { _ = table.refresh(handle) } }
    return Reason.explain(step, in: table)
  }

  private func perform(_ action: Action, _ line: CommandLine, _ step: Step) throws(Diagnostic) {
    if line.inBackground { try checkBackground(action, line) }
    switch action {
    case .call(let invocation): try invoke(invocation, line, step)
    case .calls(let invocations): try invoke(invocations, line, step)
    case .report(let listing, let values): (step.report, step.values) = (listing, values)
    case .watch(let watch): try follow(watch, step)
    case .request(let request): try fulfil(request, line, step)
    }
  }

  /// Only a command that makes one call can be a job.
  private func checkBackground(_ action: Action, _ line: CommandLine) throws(Diagnostic) {
    if case .call = action { return }
    throw Diagnostic("\(line.name) cannot run in the background", at: line.words[0].span)
  }

  private func fulfil(_ directive: Directive, _ step: Step) throws(Diagnostic) {
    switch directive {
    case .timeout(let milliseconds): timeout = milliseconds
    case .variable(let name, let value):
      if table.variables[name] == nil {
        try table.set(name, to: try table.text(of: value, limit: Variables.longest), at: value.span)
      }
    case .needs(let needs): for need in needs { try Requirement.check(need, table) }
    case .isolated: try Requirement.isolate(table)
    case .shortTimers: step.listing = try Requirement.shortenTimers(table)
    case .host(let name, let addresses): try fulfil(try table.hostRequest(name, addresses), step)
    // Points are for the reports of a check.
    case .points: break
    // The player plays the lines of that file.
    case .include: break
    }
  }

  /// Ends the session: abandons what still waits, closes what is open, and removes the socket files that it made.
  package func end() {
    watchdog?.stop()
    _ = table.enter(.own)
    let waiting = jobs.waiting
    interrupt(waiting.map(\.pending), for: Self.endTimeout)
    for job in waiting {
      // It may have returned just now, with a new descriptor.
      if let answer = job.pending.answer { _ = job.invocation.finish?(table, answer) }
    }
    interrupt(table.all.filter { $0.isOpen }.compactMap(close), for: Self.endTimeout)
    for file in table.boundFiles { file.remove() }
    hearPartners()
    partners.endAll()
    cable?.stop()
  }

  /// How long the end of a session waits for calls that do not return, all together, in milliseconds.
  private static let endTimeout = 200

  /// Closes a handle at the end of the session. Returns the call if it may linger: so may that of a UNIX domain socket,
  /// which closes the descriptors in its unread messages.
  private func close(_ handle: Handle) -> PendingCall? {
    let descriptor = handle.descriptor
    guard table.lingerTime(handle) != nil || table.mayLinger && handle.kind.domain == .unix else {
      _ = Glibc.close(descriptor)
      return nil
    }
    let pending = PendingCall(Call("close", .closes, .descriptor(descriptor)), kernel: table.kernel, wakeup: wakeup) {
      _ in
      Int(Glibc.close(descriptor))
    }
    return pending.start() == nil ? pending : nil
  }
}
