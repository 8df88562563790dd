import Commands
import Handles
import SessionLanguage
import Sockets

// What happens between steps: late transitions, data that arrive, calls that return.
extension Session {
  /// The interval between two refreshes of all handles, in milliseconds.
  package static let watchInterval = 50

  /// Refreshes all handles, and shows what has changed by itself.
  /// - Parameter besides: Handles whose changes belong to a step.
  package func watch(besides: Set<Handle> = []) {
    guard report.wantsChanges else { return }
    last?.complete()
    releaseHeld()
    if wire != nil { tellPassed() }
    for handle in table.all where !besides.contains(handle) { table.look(at: handle) }
    reportChanges()
    hearPartners()
  }

  /// Tells what looks have seen first: `watch`, `handles`, `why`, a check.
  func reportChanges() {
    guard table.hasUnreportedChanges else { return }
    let burst = Burst(table.takeUnreportedChanges(), in: table, since: start)
    for event in burst.events {
      let change = event.change
      guard let handle = table.find(change.name) else { continue }
      if let before = change.before, before.state != change.after.state, let cause = jobs.transitionCause(of: handle) {
        handle.attribute(to: cause)
      }
      if wire != nil { noteOnWire(change, at: event.moment, role: nil) }
      if report.wantsChanges { report.take(.event(event)) }
      if change.isGone { table.drop(handle) }
    }
  }

  /// Shows what has happened while a line waited: background calls that have returned, and what has changed by itself.
  /// - Parameter own: The job for which the line waits.
  /// - Parameter besides: Handles whose changes belong to a step.
  /// - Returns: Whether a card was shown.
  @discardableResult
  package func catchUp(own: String? = nil, besides: Set<Handle> = []) -> Bool {
    let hasShown = showReturned(besides: own)
    watch(besides: besides)
    return hasShown
  }

  /// Shows the cards of background calls that have returned, except the job `own`. In a play the cards are left to the
  /// `wait` lines of the file, and an event says that the call has returned: otherwise each card would be at a
  /// different place whenever the file is played, and a `wait` could get what belongs to the next one.
  /// - Returns: Whether a card was shown.
  @discardableResult
  func showReturned(besides own: String?) -> Bool {
    guard isInteractive, interruptsAtStart == nil else {
      for job in jobs.newlyCompleted(besides: own) {
        let exchange = job.pending.exchange
        let number = jobs.word(for: job) == job.name ? nil : job.number
        report.take(.returned(exchange, began: exchange.began - start, job: job.name, number: number))
      }
      return false
    }
    let steps = collectReturned(besides: own)
    for step in steps { report.take(.step(step)) }
    return !steps.isEmpty
  }

  /// Collects the background calls that have returned, except the job `own`: each is a step, as if the role that began it
  /// had typed `wait`, and checks what its line expects.
  package func collectReturned(besides own: String? = nil) -> [Step] {
    var steps: [Step] = []
    while let job = jobs.returned(besides: own) {
      guard let statement = try? Parser.parse(Array(job.collectingLine.utf8)) else { break }
      let step = Step(place: .prompt, statement: statement, in: setting)
      collect(job, statement.command?.expectation, step)
      if let line = statement.command, line.expectation != nil {
        do throws(Diagnostic) { try verify(line, step) } catch {
          step.failure = Failure(.refused(error), at: error.span)
        }
      }
      step.reason = step.failed ? Reason.explain(step, in: table) : Reason.ofEnd(step, in: table)
      if step.failed { step.reason?.keepForTheEnd(of: step, in: table) }
      remember(step)
      step.complete()
      steps.append(step)
    }
    return steps
  }

  /// Collects a job that has returned.
  func collect(_ job: Job, _ expectation: Expectation?, _ step: Step) {
    let exchange = job.pending.exchange
    guard let answer = exchange.answer else { return }
    step.add(exchange.call, answer)
    (step.job, step.isOneOfSeveral) = (job.name, jobs.sharesName(job))
    (step.origin, step.invocation) = (job.origin, job.invocation)
    releaseHeld()
    release(namesOf: job.invocation)
    let subject = job.invocation.subject
    apply(answer, of: job.invocation, expectation, step, isThere: subject?.isGone != true, isInBackground: true)
    jobs.collect(job, FinishedCall(exchange: exchange, subject: subject, outputs: step.outputs))
  }
}

extension Job {
  /// The line that collects it.
  fileprivate var collectingLine: String {
    let role = origin?.statement.role.map { "\($0)> " } ?? ""
    return "\(role)wait \(name)" + (expected.map { " \($0)" } ?? "")
  }
}
