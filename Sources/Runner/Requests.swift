import Commands
import Glibc
import SessionLanguage
import Sockets

// Requests that the session fulfils itself; the others are left to whoever runs it.
extension Session {
  func obey(_ request: Request, _ line: CommandLine, _ step: inout Step) throws(Diagnostic) {
    switch request {
    case .sleep(let milliseconds):
      if !rest(milliseconds) {
        step.report = ["interrupted"]
        step.wasInterrupted = true
      }
    case .jobs: step.report = jobLines
    case .wait(let name): try wait(for: name, line, &step)
    case .cancel(let name): try cancel(try jobs.find(name), line, &step)
    case .foreground(let name): try foreground(name, line, &step)
    case .quit, .record, .source, .replay, .pause, .role: step.request = request
    }
  }

  private var jobLines: [String] {
    if jobs.isEmpty { return ["no call is waiting"] }
    return jobs.waiting.map { "[\($0.number)] \($0.name)  \($0.invocation.call.name)" }
  }

  /// `wait`: Ctrl-C ends the waiting, not the call. Where several calls wait under one name, the kernel chooses which
  /// returns first, and that one is meant.
  private func wait(for name: JobName, _ line: CommandLine, _ step: inout Step) throws(Diagnostic) {
    let found = try jobs.find(name)
    var job = jobs.returned(name) ?? found
    if let exchange = job.collected { return step.add(exchange) }
    let keys = Keyboard.now
    let expected = line.expectation
    let limit = expected?.within ?? timeout
    let start = monotonicNanoseconds()
    if job.pending.answer == nil { audience.waitBegins() }
    while job.pending.answer == nil {
      let left = limit.map { $0 * 1000 - Int(monotonicNanoseconds() - start) / 1000 } ?? 1_000_000
      let isInterrupted = Keyboard.now != keys
      if isInterrupted { audience.showInterruption() }
      if left <= 0 || isInterrupted { return stillWaiting(job, timedOut: !isInterrupted, &step) }
      wakeup.wait(microseconds: min(left, 1_000_000))
      job = jobs.returned(name) ?? job
    }
    collect(job, expected, &step)
  }

  private func stillWaiting(_ job: Job, timedOut: Bool, _ step: inout Step) {
    step.exchanges.append(Exchange(call: job.invocation.call, answer: nil))
    step.outcome = timedOut ? .timedOut : .waiting(job.number, name: job.name)
  }

  private func cancel(_ job: Job, _ line: CommandLine, _ step: inout Step) throws(Diagnostic) {
    if let exchange = job.collected { return step.add(exchange) }
    guard job.pending.hears || job.pending.answer != nil else {
      throw Diagnostic(
        "no signal ends \(job.invocation.call.name)", at: line.words[1].span, label: "the C library asks again",
        help: "it returns when the name servers have answered, or have not for some seconds")
    }
    interrupt(job.pending)
    collect(job, line.expectation, &step)
  }

  /// `fg`: as if the call had never left the foreground.
  private func foreground(_ name: JobName?, _ line: CommandLine, _ step: inout Step) throws(Diagnostic) {
    guard let job = try name.map({ (name) throws(Diagnostic) in try jobs.find(name) }) ?? jobs.waiting.last else {
      throw Diagnostic("no call is waiting", at: line.words[0].span)
    }
    if let exchange = job.collected { return step.add(exchange) }
    audience.show(waiting: job.invocation.call)
    switch waitInForeground(job.pending, limit: line.expectation?.within ?? timeout) {
    case .suspended: stillWaiting(job, timedOut: false, &step)
    case .timedOut:
      collect(job, line.expectation, &step)
      step.outcome = job.invocation.outcome(afterTimeout: job.pending.answer!)
    case .answered, .interrupted: collect(job, line.expectation, &step)
    }
  }
}
