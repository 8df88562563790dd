import Commands
import Handles
import SessionLanguage
import Sockets

// `why`: the reason for the last failure, or a handle's situation, from live state.
extension Session {
  /// Keeps `step` for `why` if its call failed, waits, or had an unexpected result.
  func remember(_ step: Step) {
    let short = step.mayBeShort ? ShortSend(step, in: table) : nil
    if !step.failed, !step.isAtEnd, step.failure == nil, step.outcome == .done, short == nil { return }
    guard let exchange = step.result else { return }
    let isUnexpected = exchange.answer.map { $0.failed || $0.received.isEndOfFile && $0.result == 0 } ?? true
    guard isUnexpected || step.outcome != .done || step.failure != nil || short != nil else { return }
    let id = exchange.subject(Observations(table))
    step.complete()
    lastFailure = LastFailure(step: step, handle: id.map { $0.name }, short: short)
  }

  /// What `why` answers: sentences, and if they are asked for the evidence under them, which are values for programs, too.
  func why(_ name: String?, evidence isWanted: Bool, at span: Span?, _ step: Step) throws(Diagnostic) {
    for id in table.all { _ = table.refresh(id) }
    let observed = Observations(table)
    step.listing = try answer(name, at: span, observed)
    guard isWanted else { return }
    let earlier = name == nil ? lastFailure?.step.reason?.evidence ?? [] : []
    let evidence = earlier + observed.evidence
    step.listing += evidence.map { "  seen  \($0.source): \($0.value), \(Elapsed.since($0.moment))" }
    step.values = evidence.map { seen in
      [
        "what": .text(seen.source), "value": .text(seen.value), "at": .number(Int(seen.moment - start) / 1000),
      ]
    }
  }

  private func answer(_ name: String?, at span: Span?, _ observed: Observations) throws(Diagnostic) -> [String] {
    guard let name else { return whyLast(observed) }
    if let id = table.find(name) { return situation(id, observed).lines }
    guard table.isGone(name) else { throw table.unknownHandle(name, at: span ?? 0..<0) }
    return ["\(name) is gone: it was closed, and the kernel holds nothing of it any more"]
  }

  private func situation(_ id: Handle, _ observed: Observations) -> HandleStory {
    HandleStory(id: id, observed: observed, jobs: jobs.waiting.filter { $0.invocation.subject === id })
  }

  private func whyLast(_ observed: Observations) -> [String] {
    guard let lastFailure, let exchange = lastFailure.step.result, exchange.answer != nil || job(exchange.call) != nil
    else {
      let none =
        lastFailure == nil
        ? "nothing has failed, and no call waits"
        : "nothing has failed since the last call that waited, and it has returned"
      return [none, "why HANDLE explains the state of a socket, and what comes next"]
    }
    let id = lastFailure.handle.flatMap { table.find($0) }
    let context = Reason.Context(lastFailure.step, id: id, observed)
    let why =
      lastFailure.step.why ?? context.flatMap { Reason.explain($0)?.sentence } ?? lastFailure.short?.sentence
      ?? endOfFile(exchange, id, observed)
    var lines =
      [headline(lastFailure.step, lastFailure.step.failedExchange ?? exchange)] + (why.map { ["  why   \($0)"] } ?? [])
    if let short = lastFailure.short { lines += short.remedies.map { "  try   " + $0 } }
    if let context {
      lines += context.currentOwners(since: why).map { "  now   " + $0 } + Remedy.lines(context).map { "  try   " + $0 }
    }
    return lines + (id.map { situation($0, observed).lines } ?? [])
  }

  /// The job of `call`, which was left waiting, while it has not been collected.
  private func job(_ call: Call) -> Job? { jobs.waiting.first { $0.invocation.call == call } }

  /// Why a call returned 0, if nothing else says so: the other end sends no more.
  private func endOfFile(_ exchange: Exchange, _ id: Handle?, _ observed: Observations) -> String? {
    guard exchange.answer?.received.isEndOfFile == true, let id else { return nil }
    guard id.kind.isTCP else { return "the other end of \(id.name) is closed, or was shut down for writing" }
    switch observed.state(of: id).state {
    case .closeWait, .closing, .lastAck, .timeWait: return "the other end has sent FIN: nothing more will come from it"
    default: return "\(id.name) was at its end: nothing more will come"
    }
  }

  private func headline(_ step: Step, _ exchange: Exchange) -> String {
    let line = step.command == nil ? "" : Cause(step.statement).text
    guard let answer = exchange.answer else {
      guard let job = job(exchange.call), job.hasReturned else { return "\(line): \(exchange.call.name) waits" }
      return "\(line): \(exchange.call.name) has returned: wait \(job.name)"
    }
    if answer.failed {
      return "\(line): \(exchange.call.name) failed with \(answer.errno.symbol) (\(answer.errno.text))"
    }
    return "\(line): \(exchange.call.name) returned \(answer.result)"
  }
}

/// A step for `why`.
struct LastFailure {
  let step: Step
  /// The handle on which it worked; its descriptor may belong to another one when `why` is asked.
  let handle: String?
  /// How it sent less than it was given, if it did.
  let short: ShortSend?
}
