import Commands
import Handles
import SessionLanguage
import Sockets
import Text

// `why`: the reason for the last failure, or a handle's situation, from live state.
extension Session {
  /// Keeps `step` for `why` if its call failed, waits, or had an unexpected result.
  func remember(_ step: Step) {
    let short = step.mayBeShort ? ShortSend(step, in: table) : nil
    step.short = step.mayBeShort ? short?.sentence ?? UnfilledBuffer(step, in: table)?.sentence : nil
    if step.short == nil, !step.outputs.isEmpty, let cut = CutControl(step, in: table) { step.short = cut.sentence }
    if short != nil || !shortSends.isEmpty { noteShort(short, step) }
    let mayBeEnd = step.receivedNothing && step.result.map(mayBeEndOfMessages) == true
    if !step.failed, !step.isAtEnd, !mayBeEnd, step.failure == nil, step.outcome == .done, step.short == nil { return }
    guard let exchange = step.result else { return }
    let isUnexpected =
      exchange.answer.map { $0.failed || mayBeEnd || $0.received.isEndOfFile && $0.result == 0 } ?? true
    guard isUnexpected || step.outcome != .done || step.failure != nil || step.short != nil else { return }
    let handle = exchange.subject(Observations(table))?.name
    step.complete()
    lastFailure = LastFailure(step: step, handle: handle, remedies: short?.remedies ?? [])
  }

  /// What `why` answers: sentences, and if they are asked for the evidence under them, which are values for programs, too.
  func why(_ name: String?, evidence isWanted: Bool, at span: Span?, _ step: Step) throws(Diagnostic) {
    refreshUntilStill()
    if let handle = (name ?? lastFailure?.handle).flatMap(table.find) { _ = table.enter(handle.network) }
    let observed = Observations(table)
    step.listing = try answer(name, at: span, observed)
    guard isWanted else { return }
    if name == nil, let line = session() { step.report += [line] }
    let earlier = name == nil ? lastFailure?.step.reason?.evidence ?? [] : []
    let evidence = earlier + observed.evidence
    step.report += Listing(evidence.map { "  seen  \($0.source): \($0.value), \(Elapsed.since($0.moment))" })
    step.values = evidence.map { seen in
      [
        "what": .text(seen.source), "value": .text(seen.value), "at": .number(Int(seen.moment - start) / 1000),
      ]
    }
  }

  /// How to play a session in which a call fails as the last one did.
  private func session() -> String? {
    guard let exchange = lastFailure?.step.failedExchange, let errno = exchange.answer?.errno, errno != .none else {
      return nil
    }
    let (call, symbol) = (exchange.call.name, errno.symbol)
    return ErrorPage.session(of: symbol, by: call) == nil ? nil : "  play  errors \(call) \(symbol) --try"
  }

  /// Looks at all handles until two looks agree: what is said of several of them is then of one moment. Sockets that
  /// never rest are looked at three times.
  private func refreshUntilStill() {
    for _ in 0..<3 where table.all.count(where: { table.look(at: $0) }) == 0 { return }
  }

  private func answer(_ name: String?, at span: Span?, _ observed: Observations) throws(Diagnostic) -> [String] {
    guard let name else { return whyLast(observed) }
    if let handle = table.find(name) { return situation(handle, observed) }
    guard table.isGone(name) else { throw table.unknownHandle(name, at: span ?? 0..<0) }
    let reset = table.resetCauseOfGone(name).map { ", and this end sent RST instead of FIN\($0.clause)" } ?? ""
    return [
      "\(name) is gone: it was closed\(reset); the kernel holds nothing of it any more, unless another descriptor has its socket open"
    ]
  }

  private func situation(_ handle: Handle, _ observed: Observations) -> [String] {
    let concerned = jobs.waiting.filter { job in
      job.invocation.subject === handle
        || events(of: job, observed)?.entries.contains { $0.handle === handle } == true
    }
    let story = HandleStory(handle: handle, observed: observed, jobs: concerned)
    return story.lines + (story.isUnderWay ? moved(for: handle.kind, observed) : []) + onWire(handle, observed)
  }

  private func events(of job: Job, _ observed: Observations) -> WatchedEvents? {
    WatchedEvents(job.invocation.call, observed, taken: watching[ObjectIdentifier(job.pending)] ?? [])
  }

  private func onWire(_ handle: Handle, _ observed: Observations) -> [String] {
    guard let wire, let story = WireStory(wire.log, of: handle.name, to: handle.target) else { return [] }
    observed.note(story.evidence.source, story.evidence.value)
    return ["  wire  \(story.sentence)"]
  }

  /// What a call waits for that has no handle of its own, such as poll, and what can be seen there.
  private func watched(by job: Job, _ observed: Observations) -> [String] {
    guard !job.hasReturned, let events = events(of: job, observed) else { return [] }
    let handles = events.entries.compactMap(\.handle).prefix(4)
    let seen = handles.flatMap { HandleStory(handle: $0, observed: observed, jobs: []).summary }
    return ["  waits \(job.invocation.call.name) in job \(job.number), for \(events.sentence)"]
      + seen.map { "  now   " + $0 } + moved(for: nil, observed)
  }

  /// The counters of the network namespace that have moved since a call last might have had to wait.
  private func moved(for kind: SocketKind?, _ observed: Observations) -> [String] {
    guard let countersBefore, kind.map({ $0.isInternet }) ?? true else { return [] }
    let moves = CounterReading().moves(since: countersBefore).filter { move in
      move.counter.part == .any || kind.map { (move.counter.part == .tcp) == $0.isTCP } ?? true
    }
    guard !moves.isEmpty else { return [] }
    let time = Elapsed.since(countersBefore.moment)
    for move in moves { observed.note("\(CounterReading.files), \(move.counter.name)", "+\(move.count) since \(time)") }
    return ["  moved since \(time), counted for all sockets of this network namespace together:"]
      + moves.prefix(6).map { "  moved \($0.counter.name) +\($0.count): \($0.counter.meaning)" }
  }

  private func whyLast(_ observed: Observations) -> [String] {
    guard let lastFailure, let exchange = lastFailure.step.result, exchange.answer != nil || job(exchange.call) != nil
    else {
      let none =
        lastFailure == nil
        ? text("nothing has failed, and no call waits", "실패한 호출도, 기다리는 호출도 없습니다")
        : text(
          "nothing has failed since the last call that waited, and it has returned",
          "마지막으로 기다리던 호출은 반환했고, 그 뒤로 실패한 호출은 없습니다")
      return [
        none,
        text(
          "why HANDLE explains the state of a socket, and what comes next",
          "why HANDLE은 소켓의 상태와 다음에 올 일을 설명합니다"),
      ]
    }
    let handle = lastFailure.handle.flatMap { table.find($0) }
    let step = lastFailure.step, context = Reason.Context(step, handle: handle, observed)
    let why =
      overtaken(context) ?? step.why ?? context.flatMap { Reason.explain($0)?.sentence } ?? step.short
      ?? endOfFile(exchange, handle, observed)
    var lines =
      [headline(step, step.failedExchange ?? exchange)] + (why.map { ["  why   \($0)"] } ?? [])
    lines += lastFailure.remedies.map { "  try   " + $0 }
    if let context, !context.isInjected {
      lines += context.currentOwners(since: why).map { "  now   " + $0 } + Remedy.lines(context).map { "  try   " + $0 }
    }
    if let handle { return lines + situation(handle, observed) }
    return lines + (exchange.answer == nil ? job(exchange.call).map { watched(by: $0, observed) } ?? [] : [])
  }

  private func text(_ english: String, _ korean: String) -> String { table.language.text(english, korean: korean) }

  /// The job of `call`, which was left waiting, while it has not been collected.
  private func job(_ call: Call) -> Job? { jobs.waiting.first { $0.invocation.call == call } }

  /// That a handshake has ended since, which was going on when the call returned.
  private func overtaken(_ context: Reason.Context?) -> String? {
    guard let context, ["EINPROGRESS", "EALREADY"].contains(context.errno.symbol), let state = context.state,
      state != .synSent
    else { return nil }
    return
      "the handshake was going on when \(context.call.name) returned; it has ended since (\(context.name) is in \(state.name))"
  }

  /// Whether a call returned 0 on a connection of messages whose other end sends no more.
  private func mayBeEndOfMessages(_ exchange: Exchange) -> Bool {
    guard exchange.call.traits.contains(.receives), exchange.answer?.result == 0, exchange.call.length ?? 0 > 0,
      let handle = exchange.call.descriptor.flatMap({ table.owner(of: $0) })
    else { return false }
    return handle.kind.type == .sequenced && handle.snapshot.shut.contains(.receiving) && !handle.isShutForReading
  }

  /// Why a call returned 0, if nothing else says so, as far as that was seen.
  private func endOfFile(_ exchange: Exchange, _ handle: Handle?, _ observed: Observations) -> String? {
    if mayBeEndOfMessages(exchange), let handle {
      return
        "the other end of \(handle.name) sends no more: this is the end of file, unless an empty message came, which looks the same"
    }
    guard exchange.answer?.received.isEndOfFile == true, let handle else { return nil }
    if handle.kind == .pipe { return "all descriptors that could write to the pipe are closed" }
    guard handle.kind.isTCP else {
      // A peer that is still there was not closed.
      let hasPeer = handle.isOpen && handle.kind.domain == .unix && observed.inodes(of: handle).peer != 0
      return "the other end of \(handle.name) " + (hasPeer ? "" : "is closed, or ") + "was shut down for writing"
    }
    let hasSeenFIN =
      observed.state(of: handle).state.hasReceivedFIN || handle.transitions.contains { $0.to.hasReceivedFIN }
    return hasSeenFIN
      ? "the other end has sent FIN: nothing more will come from it"
      : "\(handle.name) was at its end: nothing more will come"
  }

  private func headline(_ step: Step, _ exchange: Exchange) -> String {
    let line = step.command == nil ? "" : Cause(step.statement).text
    guard let answer = exchange.answer else {
      guard let job = job(exchange.call), job.hasReturned else { return "\(line): \(exchange.call.name) waits" }
      return "\(line): \(exchange.call.name) has returned: wait \(jobs.word(for: job))"
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
  /// What to do where it sent less than it was given.
  let remedies: [String]
}

extension Step {
  /// Whether nothing about it can be surprising, so that nothing is to be explained or kept. Gains 3 % of a checked step
  /// (instructions, 2026-12).
  var isOrdinary: Bool {
    !failed && failure == nil && !isAtEnd && !mayBeShort && !receivedNothing && !leavesNothing && outputs.isEmpty
      && outcome == .done
  }
}
