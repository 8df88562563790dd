import Commands
import Glibc
import SessionLanguage
import Sockets

// Requests that the session fulfils itself; the others are left to its caller.
extension Session {
  func fulfil(_ request: Request, _ line: CommandLine, _ step: Step) throws(Diagnostic) {
    switch request {
    case .sleep(let milliseconds):
      step.request = request
      if !sleep(milliseconds: milliseconds) {
        step.listing = [interruption]
        step.wasInterrupted = true
      }
    case .why(let name, let evidence):
      try why(name, evidence: evidence, at: line.words.dropFirst().first { $0.plain == name }?.span, step)
    case .jobs: step.listing = jobLines
    case .wait(let name): try wait(for: name, line, step)
    case .cancel(let name):
      step.request = request
      try cancel(try jobs.find(name), line, step)
    case .foreground(let name): try foreground(name, line, step)
    case .role(let name):
      if let refusal = roleRefusal(name, line.words.last?.span ?? 0..<0) { throw refusal }
      (role, step.request) = (name, request)
    case .peer(let request): try fulfil(request, step)
    case .host(let request): try fulfil(request, step)
    case .cable(let request): try fulfil(request, at: line.words[0].span, step)
    case .wire(let request): try fulfil(request, at: line.words.last?.span ?? 0..<0, step)
    case .note(let text):
      report.take(.note(.prose(text, .english)))
      step.request = request
    case .quit, .clear, .share, .lastCallInC, .record, .resume, .source, .replay, .quiz, .course, .pause, .capture:
      step.request = request
    }
  }

  /// `sockets --watch`: one list per second. Without a count only Ctrl-C ends it.
  func follow(_ watch: Watch, _ step: Step) throws(Diagnostic) {
    guard let count = watch.count ?? (isInteractive ? .max : nil) else {
      throw Diagnostic(
        "without a prompt, --watch needs a count", at: watch.span, label: "nobody could end it with Ctrl-C",
        help: "--watch 5 shows the list five times")
    }
    for turn in 1...count {
      step.report = watch.lines()
      if turn == count { return }
      report.take(.interim(step.report))
      if !sleep(milliseconds: Self.watchPeriod) {
        (step.report, step.wasInterrupted) = ([interruption], true)
        return
      }
    }
  }

  /// The interval of the lists, in milliseconds.
  private static let watchPeriod = 1000

  private var interruption: String { table.language.text("interrupted", korean: "중단했습니다") }

  private var jobLines: [String] {
    if jobs.isEmpty { return [table.language.text("no call is waiting", korean: "기다리는 호출이 없습니다")] }
    return jobs.waiting.map { job in
      "[\(job.number)] \(job.name)  \(job.invocation.call.name)"
        + (job.hasReturned ? "  has returned: wait \(jobs.word(for: job))" : "")
    }
  }

  /// `wait`: Ctrl-C ends the wait, not the call. If several calls wait under one name, or for `any`, the one that
  /// returns first is meant.
  private func wait(for name: JobName, _ line: CommandLine, _ step: Step) throws(Diagnostic) {
    let meant = try jobs.find(orAny: name)
    // At a prompt its card was shown when it returned.
    if let meant, case .returned = meant { return add(meant, step, isShown: isInteractive) }
    var found: Job? = if case .waiting(let job)? = meant { job } else { nil }
    if leavesWait(of: line) {
      if found == nil { found = try onlyJob(at: name.span) }
      if let found, !found.hasReturned { return hold(for: found, step) }
    }
    let keys = Keyboard.now, interrupts = interruptsAtStart ?? keys.interrupts
    let expected = line.expectation
    var limit = expected?.within ?? timeout
    if let found { limit = limit.map { extendedLimit($0, for: found.invocation) } }
    let start = monotonicNanoseconds()
    var isAnnounced = false
    while true {
      if let job = found.map({ jobs.returned(name) ?? $0 }) ?? jobs.returned(), job.pending.answer != nil {
        return collect(job, expected, step)
      }
      if !isAnnounced { report.take(.delay) }
      isAnnounced = true
      let left = limit.map { $0 * 1000 - Int(monotonicNanoseconds() - start) / 1000 } ?? 1_000_000
      let now = Keyboard.now
      let isInterrupted = now.interrupts != interrupts || now.suspends != keys.suspends
      if isInterrupted { report.take(.interruption) }
      if left <= 0 || isInterrupted { return stillWaiting(found, timedOut: !isInterrupted, step) }
      wakeup.wait(microseconds: min(left, isInteractive ? Self.watchInterval * 1000 : 1_000_000))
      if let found { catchUp(besides: found.invocation, own: found.name) } else if isInteractive { watch() }
    }
  }

  /// Leaves the wait for `job` to the terminal of the line, while others type.
  private func hold(for job: Job, _ step: Step) {
    stillWaiting(job, timedOut: false, step)
    step.isHeld = true
    if let expected = step.statement.expected { jobs.expect(expected, of: job.number) }
  }

  /// The job that `any` means while others type: a terminal waits for one call. nil if one has returned.
  private func onlyJob(at span: Span) throws(Diagnostic) -> Job? {
    if jobs.returned() != nil { return nil }
    guard jobs.count > 1 else { return jobs.last }
    throw Diagnostic(
      "several calls wait", at: span, label: "which one?",
      help: "while others type, wait for one of them: " + jobs.waiting.map(\.name).joined(separator: ", "))
  }

  /// `job` still waits; nil if any might have returned, and none did.
  private func stillWaiting(_ job: Job?, timedOut: Bool, _ step: Step) {
    guard job != nil || timedOut else {
      step.listing = [interruption]
      step.wasInterrupted = true
      return
    }
    for job in job.map({ [$0] }) ?? jobs.waiting {
      step.exchanges.append(Exchange(call: job.invocation.call, answer: nil, since: job.pending.began))
      if report.wantsChanges { showState(of: job, step) }
    }
    if let job, !timedOut { step.outcome = .waiting(job.number, name: job.name) } else { step.outcome = .timedOut }
  }

  /// Shows the state of the handle on which `job` waits. The line that began the call has changed it, if anything has.
  private func showState(of job: Job, _ step: Step) {
    guard let handle = job.invocation.subject else { return }
    let before = handle.snapshot.state
    showState(of: handle, step)
    if handle.snapshot.state != before, let cause = jobs.transitionCause(of: handle) { handle.attribute(to: cause) }
  }

  private func cancel(_ found: FoundJob, _ line: CommandLine, _ step: Step) throws(Diagnostic) {
    guard case .waiting(let job) = found else { return add(found, step, isShown: true) }
    guard job.pending.isInterruptible || job.pending.answer != nil else {
      throw Diagnostic(
        "\(job.invocation.call.name) cannot be interrupted", at: line.words[1].span,
        label: "the C library asks again after a signal",
        help: "it returns when the name servers answer, or after some seconds without an answer")
    }
    step.mayHaveRunOut = job.invocation.ownLimit(in: table) != nil
    settleBeforeInterruption(of: job.invocation, job.pending, line.expectation)
    guard end(job.pending) else {
      throw Diagnostic(
        "\(job.invocation.call.name) cannot be interrupted now", at: line.words[1].span,
        label: "it waits for a lock inside the kernel",
        help: "another call holds the lock, such as a splice that waits: cancel that first")
    }
    collect(job, line.expectation, step)
  }

  /// Adds a job's call and its answer to the step again.
  /// - Parameter isShown: Whether to say that it is not new.
  private func add(_ found: FoundJob, _ step: Step, isShown: Bool) {
    guard case .returned(let finished) = found else { return }
    let exchange = finished.exchange
    step.add(exchange.call, exchange.answer)
    step.outputs = finished.outputs
    if isShown { step.listing = ["  \(exchange.call.name) had returned before this line"] }
    if report.wantsChanges { showState(of: finished.subject, step) }
  }

  /// `fg`: as if the call had never left the foreground.
  private func foreground(_ name: JobName?, _ line: CommandLine, _ step: Step) throws(Diagnostic) {
    let found = try name.map { (name) throws(Diagnostic) in try jobs.find(name) } ?? jobs.last.map { .waiting($0) }
    guard let found else { throw .noCallWaits(at: line.words[0].span) }
    guard case .waiting(let job) = found else { return add(found, step, isShown: true) }
    if leavesWait(of: line), !job.hasReturned { return hold(for: job, step) }
    let forecast = report.wantsChanges ? BlockingReason.explain(job.invocation, in: table) : nil
    if !isInteractive || forecast == nil { report.take(.blocked(job.invocation.call, forecast: forecast)) }
    switch waitInForeground(
      job.pending, forecast, limit: line.expectation?.within ?? timeout, job.invocation, job: job.name)
    {
    case .suspended: stillWaiting(job, timedOut: false, step)
    case .timedOut(let forecast):
      step.forecast = forecast
      collect(job, line.expectation, step)
      step.isCut = isCut(job.pending, job.invocation)
      if step.isCut { step.outcome = .timedOut }
    case .answered: collect(job, line.expectation, step)
    case .interrupted:
      collect(job, line.expectation, step)
      step.isCut = isCut(job.pending, job.invocation)
    }
  }
}
