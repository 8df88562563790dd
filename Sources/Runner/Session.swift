import Commands
import Glibc
import SessionLanguage
import Sockets

/// Runs lines, one after the other: typing, replaying and checking all go through `run`.
/// Used on one thread only; calls that wait have threads of their own (see PendingCall).
public final class Session {
  public let table: Table
  public let audience: any Audience
  public let wakeup: Wakeup
  /// Whether a person at a keyboard runs it, who may interrupt and move calls, and is the only deadline.
  public let isInteractive: Bool
  /// How long a call may wait, in milliseconds; nil for ever.
  public var timeout: Int?
  /// How many interrupts there had been when a play began, which a later one ends, also one that comes between two lines.
  var interruptsBefore: UInt32?
  var jobs = Jobs()
  /// The step of the last line.
  private var last: Step?
  /// The last step that failed, waits, or ended otherwise than one may have thought, for `why`.
  var surprise: Surprise?

  public init(kernel: any Kernel, audience: any Audience, wakeup: Wakeup, permissions: Permissions = .all, isInteractive: Bool = false) {
    table = Table(kernel: kernel, permissions: permissions)
    self.audience = audience
    self.wakeup = wakeup
    self.isInteractive = isInteractive
  }

  /// Runs one line. A line that cannot be understood or is not allowed throws, and has done nothing.
  public func run(_ statement: Statement, at place: Place) throws(Diagnostic) -> Step { try run(Prepared(statement), at: place) }

  /// The same for a line that may come again.
  func run(_ line: Prepared, at place: Place) throws(Diagnostic) -> Step {
    audience.begin(line.statement)
    var step = blank(line.statement, at: place)
    if let command = line.statement.command {
      try run(command, line, &step)
      return step
    }
    switch line.statement.body {
    case .check(let expression): try check(expression, &step)
    case .directive(let directive): try obey(directive)
    case .command, .blank, .header, .heading, .prose, .repetition, .end: break
    }
    return step
  }

  /// A step to fill in: the last one, when nobody refers to it any more.
  private func blank(_ statement: Statement, at place: Place) -> Step {
    if isKnownUniquelyReferenced(&last), let last {
      last.begin(statement, at: place)
      return last
    }
    let step = Step(place: place, statement: statement)
    last = step
    return step
  }

  private func run(_ line: CommandLine, _ prepared: Prepared, _ step: inout Step) throws(Diagnostic) {
    let action = try prepared.action(line, in: table)
    if line.inBackground { try checkBackground(action, line) }
    switch action {
    case .call(let invocation): try run(invocation, line, &step)
    case .calls(let invocations): try run(invocations, line, &step)
    case .report(let lines): step.report = lines
    case .watch(let watch): try follow(watch, &step)
    case .request(let request): try obey(request, line, &step)
    }
    guard line.expectation != nil || !step.exchanges.isEmpty else { return }
    try verify(line, &step)
    defer { remember(step) }
    if step.failed, audience.wantsChanges || step.failure != nil {
      // Where nobody wants changes, nobody has looked until now.
      if !audience.wantsChanges { for id in table.all { _ = table.refresh(id) } }
      step.why = Reason.explain(step, in: table)
    }
    if step.why == nil, let failure = step.failure { step.why = Reason.explain(failure) }
    dropGone(step)
  }

  private func obey(_ directive: Directive) throws(Diagnostic) {
    switch directive {
    case .timeout(let milliseconds): timeout = milliseconds
    case .variable(let name, let value):
      if table.variables[name] == nil { table.variables[name] = try table.text(of: value) }
    case .needs(let needs): for need in needs { try Need.check(need, table) }
    }
  }

  /// Ends the session: gives up what still waits, closes what is open, and removes the socket files it made.
  public func end() {
    let waiting = jobs.waiting
    for job in waiting { job.pending.interrupt() }
    for job in waiting {
      interrupt(job.pending, for: 200)
      // It may have returned just then, with a descriptor of its own.
      if let answer = job.pending.answer { _ = job.invocation.finish?(table, answer) }
    }
    for id in table.all where table[id].isOpen { close(id) }
    for path in table.boundPaths { unlink(String(decoding: path, as: UTF8.self)) }
  }
}

// MARK: - Calls

extension Session {
  /// Closes a handle at the end of the session, which waits for nobody.
  private func close(_ id: HandleID) {
    let descriptor = table[id].descriptor
    guard table.lingerTime(id) != nil else { return _ = Glibc.close(descriptor) }
    let pending = PendingCall(Call("close", .descriptor(descriptor)), kernel: table.kernel, wakeup: wakeup) { _ in
      Int(Glibc.close(descriptor))
    }
    if pending.start() == nil { interrupt(pending, for: 200) }
  }

  /// Only one call can be a job.
  private func checkBackground(_ action: Action, _ line: CommandLine) throws(Diagnostic) {
    if case .call = action { return }
    throw Diagnostic("\(line.name) cannot run in the background", at: line.words[0].span)
  }

  private func run(_ invocations: [Invocation], _ line: CommandLine, _ step: inout Step) throws(Diagnostic) {
    for invocation in invocations {
      try run(invocation, line, &step)
      if step.answer?.failed ?? true { return }
    }
  }

  private func run(_ invocation: Invocation, _ line: CommandLine, _ step: inout Step) throws(Diagnostic) {
    if isDirect(invocation) {
      let answer = table.kernel.perform(invocation.call, invocation.body)
      step.add(Exchange(call: invocation.call, answer: answer))
      return take(answer, of: invocation, line.expectation, &step)
    }
    let made = try make(invocation, line)
    step.outcome = made.outcome
    step.forecast = made.forecast
    step.add(Exchange(call: invocation.call, answer: made.answer))
    if let answer = made.answer { return take(answer, of: invocation, line.expectation, &step) }
    if let leaves = invocation.leaves {
      leaves(table)
      look(at: invocation.subject, isClosing: true, &step)
    }
  }

  /// What came of making a call.
  private struct Made {
    /// nil while it waits.
    var answer: Answer?
    var outcome = Step.Outcome.done
    /// Why it went to the background, or why its time was up.
    var forecast: String?
  }

  /// Makes a call that may wait, on a thread of its own.
  private func make(_ invocation: Invocation, _ line: CommandLine) throws(Diagnostic) -> Made {
    let forecast = audience.wantsChanges ? Forecast.explain(invocation, in: table) : nil
    let made = attend(try start(invocation, line), invocation, line, forecast)
    if made.answer != nil { unlock(invocation) }
    return made
  }

  /// Waits for a call that has a thread of its own, or lets it go on in the background.
  private func attend(_ pending: PendingCall, _ invocation: Invocation, _ line: CommandLine, _ forecast: String?) -> Made {
    let expected = line.expectation?.outcome?.pattern
    if line.inBackground || expected == .blocks {
      return isSeenWaiting(pending) ? background(invocation, pending, forecast) : Made(answer: pending.answer)
    }
    if expected == .failure(errno: "EINTR"), isSeenWaiting(pending) {
      interrupt(pending)
      return Made(answer: pending.answer)
    }
    switch waitInForeground(pending, forecast, limit: line.expectation?.within ?? timeout, invocation) {
    case .answered, .interrupted: return Made(answer: pending.answer)
    case .timedOut(let forecast):
      let handle = invocation.subject.map { table[$0] }
      return Made(
        answer: pending.answer, outcome: invocation.outcome(afterTimeout: pending.answer!, on: handle, in: table), forecast: forecast)
    case .suspended: return background(invocation, pending, forecast)
    }
  }

  /// Whether a call will not wait. What was last seen of its socket may tell that, but only where changes are wanted has it
  /// been looked at since its last call; else the kernel is asked.
  private func isDirect(_ invocation: Invocation) -> Bool {
    if invocation.wait == .never { return invocation.subject.map { !table[$0].isLocked } ?? true }
    guard let subject = invocation.subject else { return !jobs.isBusy(invocation) && table.kernel.isReady(invocation.wait) }
    let handle = table[subject]
    if invocation.wait.heedsNonblocking, table.isNonblocking(subject) { return true }
    // Whoever shares the socket might take away what was there when the kernel was asked.
    if jobs.isBusy(invocation) || handle.isShared { return false }
    if audience.wantsChanges, case .until(_, let events) = invocation.wait, handle.isKnownReady(for: events) { return true }
    return table.kernel.isReady(invocation.wait)
  }

  private func start(_ invocation: Invocation, _ line: CommandLine) throws(Diagnostic) -> PendingCall {
    let pending = PendingCall(
      invocation.call, kernel: table.kernel, wakeup: wakeup, hears: invocation.wait != .unknownAndDeaf, body: invocation.body)
    guard let errno = pending.start() else {
      for id in [invocation.subject, invocation.bystander] { table.lock(id, true) }
      return pending
    }
    throw Diagnostic(
      "there is no thread for this call", at: line.words[0].span, label: "\(errno.symbol) (\(errno.text))",
      help: "each call that waits has a thread of its own, and this process may have no more (ulimit -u)")
  }

  /// Notes that a call that had a thread of its own has returned.
  func unlock(_ invocation: Invocation) { for id in [invocation.subject, invocation.bystander] { table.lock(id, false) } }

  private func background(_ invocation: Invocation, _ pending: PendingCall, _ forecast: String?) -> Made {
    let name = invocation.makes ?? invocation.subject.map { table[$0].name } ?? invocation.call.name
    if invocation.makes != nil { table.promise(name) }
    for name in invocation.promises { table.promise(name) }
    let outcome = Step.Outcome.waiting(
      jobs.add(invocation, pending, on: invocation.subject.map { table[$0] }, name: name).number, name: name)
    return Made(outcome: outcome, forecast: forecast ?? (audience.wantsChanges ? Forecast.explain(invocation, in: table) : nil))
  }

  /// Takes what a call returned into the table, and looks at all that it may have changed.
  /// The handle that it worked on is looked at only while it is still THERE.
  func take(_ answer: Answer, of invocation: Invocation, _ expectation: Expectation?, _ step: inout Step, isThere: Bool = true) {
    let made = invocation.finish?(table, answer) ?? []
    for id in made { jobs.forget(table[id].name) }
    if let gives = invocation.gives, !answer.failed, audience.wantsChanges || expectation?.given.isEmpty == false {
      step.gives = gives(table, answer)
    }
    if answer.cameWithSIGPIPE { step.gives.append("SIGPIPE") }
    let subject = isThere ? invocation.subject : nil
    let isClosing = !invocation.isTransfer && invocation.call.name == "close"
    if !audience.wantsChanges {
      if invocation.isTransfer { return }
      // A fresh socket has no addresses, and accepting changes none of the listener's.
      let name = invocation.call.name
      if name != "socket" { for id in made { table.learnNaming(id) } }
      if let subject, !name.hasPrefix("accept") { table.learnNaming(subject) }
      return
    }
    for id in made {
      step.changes.append(table.introduce(id))
      attribute(id, step)
    }
    look(at: subject, isClosing: isClosing, mayHaveRead: !invocation.onlySends, &step)
    for id in made { table.related(to: id) { look(at: $0, mayHaveRead: jobs.isBusy($0), &step) } }
    if let bystander = invocation.bystander {
      look(at: bystander, &step)
      table.related(to: bystander) { look(at: $0, &step) }
    }
    if let subject {
      table.related(to: subject, isClosing: isClosing) {
        if $0 != invocation.bystander { look(at: $0, mayHaveRead: jobs.isBusy($0), &step) }
      }
    }
    if let notes = invocation.notes { step.report += notes(table, answer) }
    if let address = answer.received.address, let sender = table.bound(to: address) { step.sender = table[sender].name }
  }

  private func look(at id: HandleID?, isClosing: Bool = false, mayHaveRead: Bool = true, _ step: inout Step) {
    guard let id, let change = table.refresh(id, mayHaveRead: mayHaveRead) ?? (isClosing ? table.unchanged(id) : nil) else { return }
    note(isClosing && change.descriptor < 0 ? change.closing : change, of: id, &step)
  }

  /// Adds what was seen of a handle, which the step's command has brought about.
  func note(_ change: consuming Change, of id: HandleID, _ step: inout Step) {
    if let before = change.before, before.state != change.after.state { attribute(id, step) }
    step.note(change)
  }

  private func attribute(_ id: HandleID, _ step: Step) {
    if step.command != nil { table.attribute(id, to: Cause(step.statement)) }
  }

  /// Forgets the handles of which a step left nothing.
  private func dropGone(_ step: Step) {
    guard step.leavesNothing else { return }
    for change in step.changes where change.isGone {
      if let id = table.find(change.name), !table[id].isOpen { table.drop(id) }
    }
  }
}

extension Invocation {
  /// Whether it waits for room to send, and so reads nothing.
  fileprivate var onlySends: Bool {
    if case .until(_, let events) = wait { return events == Int16(POLLOUT) }
    return false
  }
}
