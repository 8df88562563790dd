import Commands
import Handles
import SessionLanguage
import Sockets
import Text

// Makes calls: on the session's thread if they cannot wait, otherwise on threads of their own.
extension Session {
  func invoke(_ invocations: [Invocation], _ line: CommandLine, _ step: Step) throws(Diagnostic) {
    if let expectation = line.expectation, let subject = invocations.first?.subject {
      drainBeforeClose(subject, expectation)
    }
    for invocation in invocations {
      try invoke(invocation, line, step)
      if step.answer?.failed ?? true { return }
    }
  }

  func invoke(_ invocation: Invocation, _ line: CommandLine, _ step: Step) throws(Diagnostic) {
    if let expectation = line.expectation { settleBeforeReceive(for: invocation, expectation) }
    if wire != nil { runningCall = invocation }
    if let file = invocation.memoryFile { try checkRoom(in: file, for: invocation.call, line) }
    let isDirect = isDirect(invocation)
    if report.wantsChanges { readCounters(before: invocation, isDirect) }
    if isDirect {
      let answer = callDirectly(invocation, line, step)
      if wire != nil { waitUntilQuiet(step) }
      if report.wantsChanges { step.invocation = invocation }
      apply(answer, of: invocation, line, step)
      return step.add(invocation.call, answer)
    }
    let made = try callOnThread(invocation, line)
    step.invocation = invocation
    (step.outcome, step.forecast, step.isCut, step.isHeld) = (made.outcome, made.forecast, made.isCut, made.isHeld)
    step.add(invocation.call, made.answer, since: made.began)
    if let answer = made.answer { return apply(answer, of: invocation, line, step) }
    invocation.onBlocked?(table)
    // A waiting call may already have changed a state, as connect does when it sends its SYN.
    if invocation.onBlocked != nil || report.wantsChanges {
      showState(of: invocation.subject, isClosing: invocation.onBlocked != nil, step)
    }
  }

  /// Reads the counters of the network namespace, which `why` compares with those of its own moment: before a call that
  /// waits, or whose handshake may go on by itself, and at the prompt before each that could have had to wait. In a burst
  /// they are read once in a while.
  private func readCounters(before invocation: Invocation, _ isDirect: Bool) {
    if case .never = invocation.wait { return }
    guard !isDirect || isInteractive || invocation.call.traits.contains(.connects) else { return }
    if let countersBefore, monotonicNanoseconds() - countersBefore.moment < Self.counterInterval { return }
    countersBefore = CounterReading()
  }

  /// In nanoseconds.
  private static let counterInterval = 100_000_000

  /// Makes a call that should not wait.
  private func callDirectly(_ invocation: Invocation, _ line: CommandLine, _ step: Step) -> Answer {
    guard let limit = line.expectation?.within ?? timeout else {
      return table.kernel.perform(invocation.call, invocation.body)
    }
    let watchdog = self.watchdog ?? Watchdog()
    self.watchdog = watchdog
    watchdog.begin(limit)
    let answer = table.kernel.perform(invocation.call, invocation.body)
    if watchdog.end(), invocation.isCut(answer, on: invocation.subject, in: table) {
      (step.outcome, step.isCut) = (.timedOut, true)
    }
    return answer
  }

  /// Applies the answer of `line`'s call. A call that was to go to the background is kept for a later `wait`.
  private func apply(_ answer: Answer, of invocation: Invocation, _ line: CommandLine, _ step: Step) {
    guard line.inBackground else { return apply(answer, of: invocation, line.expectation, step) }
    // A recording names descriptors that came without a name, and with that its job.
    let names = Set([jobName(of: invocation), invocation.subject?.name].compactMap(\.self))
    apply(answer, of: invocation, line.expectation, step, isInBackground: true)
    let exchange = Exchange(call: invocation.call, answer: answer)
    for name in names {
      jobs.remember(
        FinishedCall(exchange: exchange, subject: invocation.subject, outputs: step.outputs), as: name)
    }
  }

  /// The result of making a call.
  private struct CallResult {
    /// nil while it waits.
    var answer: Answer?
    var outcome = Step.Outcome.done
    /// When it began, while it waits.
    var began: Int64 = 0
    /// Why it still waited when it went to the background, or when its time was up.
    var forecast: String?
    /// Whether it was interrupted before it had done everything it was asked for.
    var isCut = false
    /// Whether its terminal waits for it, while others type.
    var isHeld = false
  }

  /// Makes a call that may wait, on a thread of its own.
  private func callOnThread(_ invocation: Invocation, _ line: CommandLine) throws(Diagnostic) -> CallResult {
    let mayWait = !invocation.wait.respectsNonblocking || invocation.subject.map { !table.isNonblocking($0) } ?? true
    let forecast = report.wantsChanges && mayWait ? BlockingReason.explain(invocation, in: table) : nil
    if !report.wantsChanges { observePipes(of: invocation) }
    let pending = try start(invocation, line)
    let made = attend(pending, invocation, line, forecast)
    if made.answer != nil {
      letGo(of: invocation, pending)
      release(namesOf: invocation)
    }
    return made
  }

  /// Refreshes the pipes of a call that may lock them. While it waits they are not observed, and a check compares what
  /// was seen last.
  private func observePipes(of invocation: Invocation) {
    for handle in invocation.held where handle.kind == .pipe {
      _ = table.refresh(handle)
      table.related(to: handle) { _ = table.refresh($0) }
    }
  }

  /// Waits for a call that has a thread of its own, or leaves it in the background.
  private func attend(
    _ pending: PendingCall, _ invocation: Invocation, _ line: CommandLine, _ forecast: String?
  ) -> CallResult {
    let expected = line.expectation?.outcome?.pattern
    if line.inBackground || expected == .blocks {
      let waits = isSeenWaiting(pending) || pending.answer.map { invocation.hasRunOut($0, in: table) } ?? false
      return waits ? background(invocation, pending, forecast) : CallResult(answer: pending.answer)
    }
    if expected == .failure(errno: "EINTR"), isSeenWaiting(pending) {
      settleBeforeInterruption(of: invocation, pending, line.expectation)
      return end(pending) ? CallResult(answer: pending.answer) : background(invocation, pending, forecast)
    }
    if leavesWait(of: line) {
      if forecast == nil { waitShortly(for: pending) }
      return isSeenWaiting(pending)
        ? background(invocation, pending, forecast, isHeld: true) : CallResult(answer: pending.answer)
    }
    hold(invocation, pending)
    switch waitInForeground(pending, forecast, limit: line.expectation?.within ?? timeout, invocation) {
    case .answered: return CallResult(answer: pending.answer)
    case .interrupted: return CallResult(answer: pending.answer, isCut: isCut(pending, invocation))
    case .timedOut(let forecast):
      let isCut = isCut(pending, invocation)
      return CallResult(answer: pending.answer, outcome: isCut ? .timedOut : .done, forecast: forecast, isCut: isCut)
    case .suspended: return background(invocation, pending, forecast)
    }
  }

  /// Whether a call will not wait. The last snapshot of its socket may show that, but it is only up to date if changes
  /// are wanted; otherwise the kernel is asked.
  private func isDirect(_ invocation: Invocation) -> Bool {
    if case .never = invocation.wait { return invocation.subject?.isLocked != true }
    guard let handle = invocation.subject else {
      return !jobs.isBusy(invocation) && table.kernel.isReady(invocation.wait)
    }
    // A call that needs a pipe's lock waits for it even with O_NONBLOCK.
    if !jobs.isEmpty, handle.isLocked { return false }
    // Another process that shares the socket might take what was there when the kernel was asked, and might clear
    // O_NONBLOCK.
    if handle.isNonblocking, invocation.wait.respectsNonblocking, !handle.isShared, !sharesAlsoAffected(invocation) {
      return true
    }
    if jobs.isBusy(invocation) || handle.isShared { return false }
    if report.wantsChanges, case .until(_, let events) = invocation.wait, handle.isKnownReady(for: events) {
      return true
    }
    return table.kernel.isReady(invocation.wait)
  }

  /// Whether others share the second handle of a call.
  private func sharesAlsoAffected(_ invocation: Invocation) -> Bool {
    invocation.alsoAffects?.isShared ?? false
  }

  private func start(_ invocation: Invocation, _ line: CommandLine) throws(Diagnostic)
    -> PendingCall
  {
    try checkLimits(invocation, line)
    let pending = PendingCall(
      invocation.call, kernel: table.kernel, wakeup: wakeup, isInterruptible: invocation.wait != .uninterruptible,
      body: invocation.body)
    guard let errno = pending.start() else {
      for handle in invocation.held { table.lock(handle, true) }
      let watched = invocation.call.watched.compactMap { table.owner(of: $0) }
      for handle in watched { table.hold(handle, true) }
      if !watched.isEmpty { watching[ObjectIdentifier(pending)] = watched }
      for name in invocation.names { table.reserve(name) }
      return pending
    }
    throw Diagnostic(
      "no thread could be made for this call", at: line.words[0].span, label: "\(errno.symbol) (\(errno.text))",
      help: "each call that waits has a thread of its own, and this process may make no more (ulimit -u)")
  }

  /// Refuses a call that would wait if too many do, or with too much data.
  private func checkLimits(_ invocation: Invocation, _ line: CommandLine) throws(Diagnostic) {
    let (limits, span) = (table.limits, line.words[0].span)
    if jobs.count >= limits.jobs {
      throw limits.exceeded(
        .jobs, "too many calls wait", at: span, most: "at most \(limits.jobs) at once",
        advice: "collect or cancel some of them first; jobs lists them")
    }
    if jobs.bufferedBytes + invocation.call.bufferedBytes > limits.allData {
      throw limits.exceeded(
        .data, "the calls that wait would take too much memory", at: span,
        most: "at most \(Size.text(limits.allData)) of data and buffers together",
        advice: "give them less room, or wait for some of them first; jobs lists them")
    }
  }

  /// Refuses a call that would put more into the files of memfd than they may have together.
  private func checkRoom(in file: Handle, for call: Call, _ line: CommandLine) throws(Diagnostic) {
    let files = table.all.filter { $0.kind == .memfd && $0.isOpen }.map(\.descriptor)
    let limits = table.limits
    guard MemoryFile.size(of: files) + (call.length ?? 0) > limits.allData else { return }
    throw limits.exceeded(
      .data, "the files of memfd would take too much memory", at: line.words[0].span,
      most: "at most \(Size.text(limits.allData)) together", advice: "close one of them first")
  }

  /// Releases the handles that background calls have locked and that have returned since.
  func releaseHeld() {
    for job in jobs.release() { letGo(of: job.invocation, job.pending) }
  }

  /// Records that `pending`, the call of `invocation`, has returned and holds no handles any more.
  private func letGo(of invocation: Invocation, _ pending: PendingCall) {
    for handle in invocation.held { table.lock(handle, false) }
    for handle in watching.removeValue(forKey: ObjectIdentifier(pending)) ?? [] { table.hold(handle, false) }
  }

  /// Releases the names that were reserved for `invocation`.
  func release(namesOf invocation: Invocation) {
    for name in invocation.names { table.release(name) }
  }

  /// Whether `pending` was interrupted before it had done what it was asked for.
  func isCut(_ pending: PendingCall, _ invocation: Invocation) -> Bool {
    guard let answer = pending.answer else { return false }
    return invocation.isCut(answer, on: invocation.subject, in: table)
  }

  /// Tells that the call of `invocation`, which the last line began, holds the prompt.
  private func hold(_ invocation: Invocation, _ pending: PendingCall) {
    guard isInteractive, let last else { return }
    let step = Step(place: last.place, statement: last.statement, in: setting)
    step.invocation = invocation
    step.outcome = .waiting(0, name: jobName(of: invocation))
    step.add(invocation.call, nil, since: pending.began)
    report.take(.held(step))
  }

  private func jobName(of invocation: Invocation) -> String {
    invocation.jobName ?? invocation.subject?.name ?? invocation.call.name
  }

  private func background(
    _ invocation: Invocation, _ pending: PendingCall, _ forecast: String?, isHeld: Bool = false
  ) -> CallResult {
    let name = jobName(of: invocation)
    let outcome = Step.Outcome.waiting(
      jobs.add(
        invocation, pending, name: name,
        origin: last.map { Origin(place: $0.place, statement: $0.statement) },
        expected: isHeld ? last?.statement.expected : nil
      ).number, name: name)
    return CallResult(
      outcome: outcome, began: pending.began,
      forecast: forecast ?? (report.wantsChanges ? BlockingReason.explain(invocation, in: table) : nil), isHeld: isHeld)
  }
}

extension Invocation {
  /// The names that are reserved while it waits.
  fileprivate var names: [String] { reserves + (jobName.map { [$0] } ?? []) }
}

extension Invocation {
  /// The file of memfd that it writes to; nil if it writes to none.
  fileprivate var memoryFile: Handle? {
    let target = call.traits.contains(.sends) ? subject : call.traits.contains(.splices) ? alsoAffects : nil
    if let target, target.kind == .memfd { return target }
    return nil
  }
}
