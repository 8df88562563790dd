import Commands
import Handles
import Packets
import SessionLanguage
import Sockets

// What passes on the wire while a session runs its lines. Without a wire nothing of this is done.
extension Session {
  /// How long a step waits for what is still under way when its call has returned, in milliseconds. On a busy machine the
  /// thread of the cable may have to wait for its turn.
  private static let quietTime = 200
  /// How many segments are a stream, and how long a step waits where one comes, in nanoseconds.
  private static let stream = 64
  private static let streamTime: Int64 = 20_000_000

  /// Tells what has passed since the last line, or adds it to the step whose line is running.
  func tellPassed() {
    guard let wire else { return }
    if let runningStep { return add(wire, actor(of: runningStep), to: runningStep) }
    for reported in wire.take(for: Actor(role: role)) where report.wantsChanges { report.take(.segment(reported)) }
  }

  /// Refuses a line that expects segments where none can be seen. Nothing has been done then.
  func requireWire(for line: CommandLine) throws(Diagnostic) {
    guard wire == nil, let span = line.expectation?.segmentsSpan else { return }
    throw Diagnostic(
      "the wire is not watched", at: span, label: "no segment can be seen",
      help: "write wire on in a line before this one; it needs an isolated session, or root"
    ).inKorean(
      "회선을 보고 있지 않습니다", label: "세그먼트가 보이지 않음", help: "이 줄보다 앞에 wire on을 쓰세요. 격리된 세션이나 root 권한이 필요합니다")
  }

  /// Keeps what the calls of `step` did, and adds what has passed since it began, and what that has changed.
  func noteCalls(_ step: Step) {
    guard let wire else { return }
    let handle = actor(of: step).handle
    wire.note(
      step.exchanges, by: Cause(step.statement).text, on: handle,
      isShared: handle.flatMap(table.find)?.duplicates.isEmpty == false,
      made: step.changes.filter { $0.before == nil }.map(\.name))
    waitUntilQuiet(step)
    lookAgain(step)
  }

  /// Adds to `step` what has passed since it began.
  func waitUntilQuiet(_ step: Step) {
    guard let wire else { return }
    let actor = actor(of: step)
    if let handle = actor.handle, let role = step.role { wire.note(handle, of: role) }
    let start = monotonicNanoseconds(), before = step.segments.count
    _ = settle(within: Self.quietTime, isInterrupted: { isInterrupted }) {
      let isQuiet = wire.isQuiet
      add(wire, actor, to: step)
      let isStream = step.segments.count - before >= Self.stream
      return isQuiet || isStream && monotonicNanoseconds() - start > Self.streamTime
    }
  }

  private func add(_ wire: Wire, _ actor: Actor, to step: Step) {
    let taken = wire.take(for: actor, during: Cause(step.statement).text)
    if !taken.isEmpty { step.segments += taken }
  }

  /// Whose call it is: its role, and the handle on which it worked, which may be closed by now.
  private func actor(of step: Step) -> Actor {
    let descriptor = step.result?.call.descriptor
    let worked = descriptor.flatMap { table.owner(of: $0)?.name ?? table.formerOwner(of: $0) }
    return Actor(
      role: step.role, handle: step.subject ?? worked ?? runningCall.flatMap { $0.subject?.name ?? $0.jobName })
  }

  /// Keeps for the ladder what `step` did and when it began, and what changed by it.
  func noteOnWire(_ step: Step) {
    guard let wire, let exchange = step.exchanges.first else { return }
    let handle = actor(of: step).handle
    let end = end(of: handle, role: step.role)
    let result = (step.result ?? exchange).answer.map { answer in
      " = \(answer.result)" + (answer.failed ? " \(answer.errno.symbol)" : "")
    }
    wire.add(.init(moment: step.began(exchange), end: end, text: Cause(step.statement).text + (result ?? " …")))
    let now = monotonicNanoseconds() - start
    for change in step.changes { noteOnWire(change, at: now, role: change.name == handle ? step.role : nil) }
  }

  /// Keeps for the ladder that a state has changed.
  func noteOnWire(_ change: Change, at moment: Int64, role: String?) {
    guard let wire, change.before?.state != change.after.state || change.isGone else { return }
    let states = [change.before?.state.name, change.isGone ? "gone" : change.after.state.name].compactMap(\.self)
    wire.add(
      .init(
        moment: moment, end: end(of: change.name, role: role),
        text: "\(change.name) \(states.joined(separator: " → "))"))
  }

  /// How segments name the end that `handle` is: its host, or itself.
  private func end(of handle: String?, role: String?) -> String {
    guard table.hasHosts else { return handle ?? role ?? "" }
    let host = (handle.flatMap(table.find)?.network).flatMap(table.hosts.at)
    return host?.name ?? role ?? handle ?? ""
  }

  /// `reason`, with what the wire says of a call that failed, or of a wait whose time was up.
  func withWire(_ reason: Reason?, _ step: Step) -> Reason? {
    guard let wire, step.failed || step.outcome == .timedOut, let handle = actor(of: step).handle,
      let story = WireStory(
        wire.log, of: handle, to: table.find(handle)?.target, after: step.failed ? step.answer?.errno : nil)
    else {
      keep(reason, step)
      return reason
    }
    // What is not seen to pass remains true later; what ICMP says takes the place of a guess.
    defer { keep(story.isWhole ? story.reason : reason, step) }
    // What ICMP says is the whole reason; without the wire it can only be guessed.
    let before = story.isWhole ? "" : reason.map { $0.sentence + "; " } ?? ""
    let sentence = before + "on the wire: " + story.sentence
    return Reason(sentence: sentence, evidence: (reason?.evidence ?? []) + [story.evidence])
  }

  /// Keeps why a connection ended or did not come about, for who asks later.
  private func keep(_ reason: Reason?, _ step: Step) {
    guard step.failed, !step.isAtEnd, step.failure?.isBesideTheCall != true else { return }
    reason?.keepForTheEnd(of: step, in: table)
  }

  /// Waits until the segments that a line expects have passed, its time is up, or one fits nowhere.
  func settleSegments(_ expectation: Expectation, _ step: Step) {
    guard let wire else { return }
    let (limit, actor) = (expectation.within ?? Self.settleTime, actor(of: step))
    var seen = step.segments.withoutForwarded
    var verdict = SegmentMatch(expectation.segments, seen).verdict
    let waited = settle(within: limit, isInterrupted: { isInterrupted }) {
      add(wire, actor, to: step)
      seen = step.segments.withoutForwarded
      verdict = SegmentMatch(expectation.segments, seen).verdict
      if case .open = verdict { return false }
      return true
    }
    if verdict == .met { return }
    let failure = SegmentFailure(
      patterns: expectation.segments, seen: seen, verdict: verdict, afterMilliseconds: waited ?? 0)
    step.failure = Failure(.segments(failure), at: failure.span ?? expectation.segmentsSpan)
  }
}
