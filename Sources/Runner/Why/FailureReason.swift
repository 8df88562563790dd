import Handles
import Sockets
import Text

// Why a check did not hold.
extension Reason {
  /// Of a check that is not about the call's own result: why what it is about is so.
  /// - Parameter isWatched: Whether the states were looked at after each line. Otherwise a line before may have changed them.
  static func explain(_ failure: Failure, in table: HandleTable, isWatched: Bool) -> Reason? {
    guard case .state(let name, let expected, _, _) = failure.kind else { return nil }
    let observed = Observations(table)
    let isToLast = [SocketState.timeWait, .finWait2].contains { $0.name == expected }
    let sentence =
      (isToLast ? fullTable(observed) : nil) ?? table.find(name).flatMap { came($0, observed, isWatched: isWatched) }
    return sentence.map { Reason(sentence: $0, evidence: observed.evidence) }
  }

  /// Of a check of what a call returned that did not fail: why that was so, as far as it can be seen now.
  static func explain(_ failure: Failure, returnedBy step: Step, in table: HandleTable) -> Reason? {
    guard let exchange = step.result, let answer = exchange.answer, !answer.failed else { return nil }
    let observed = Observations(table)
    let sentence: String? =
      switch failure.kind {
      case .notEndOfFile: exchange.subject(observed).flatMap { stillReceives($0, observed) }
      case .result where answer.result == 0:
        WatchedEvents(exchange.call, observed).flatMap { $0.nothingReady(observed) }
      default: nil
      }
    return sentence.map { Reason(sentence: $0, evidence: observed.evidence) }
  }

  /// Why a socket that was shut down for reading was not at its end.
  private static func stillReceives(_ handle: Handle, _ observed: Observations) -> String? {
    guard observed.isShutForReading(handle) else { return nil }
    return
      "\(handle.name) was shut down for reading, which keeps what has come: recv returns 0 once nothing is unread"
  }

  /// Why a connection was not in the state in which it would have been without a descriptor: the kernel keeps only so
  /// many such.
  private static func fullTable(_ observed: Observations) -> String? {
    let limit = "net.ipv4.tcp_max_tw_buckets"
    guard let kept = observed.timeWaitCount, let most = observed.setting(limit).flatMap({ Int($0) }),
      kept >= most - most / 50
    else { return nil }
    return "the kernel has \(kept) sockets in TIME_WAIT, of at most \(most) (\(limit)), and drops any more"
  }

  /// How a handle came into the state in which it is.
  private static func came(_ handle: Handle, _ observed: Observations, isWatched: Bool) -> String? {
    let story = HandleStory(handle: handle, observed: observed, jobs: [])
    if let failed = story.failedHandshake { return failed }
    if story.isOver { return story.ending }
    let state = observed.state(of: handle).state.name
    guard let last = handle.transitions.last else {
      return isWatched ? "\(handle.name) has been in \(state) since it was made" : nil
    }
    observed.note(
      "this session, \(handle.name)", "\(last.from?.name ?? "new") → \(last.to.name)", at: last.moment)
    if !isWatched { return last.cause.map { "\(handle.name) was first seen in \(state) after \($0.text) ran" } }
    return last.cause.map { "\(handle.name) is in \(state) since \($0.text) ran" }
      ?? "\(handle.name) came into \(state) by itself, \(Elapsed.since(last.moment))"
  }
}

extension Failure {
  /// Whether the call did what was expected of it, and something else did not hold.
  var isBesideTheCall: Bool {
    switch kind {
    case .state, .data, .noMatch, .endlessPattern, .noMessage, .sender, .notGiven, .refused, .condition,
      .unending, .segments:
      true
    case .failed, .result, .errno, .notEndOfFile, .notBlocked, .deadline, .stillWaiting: false
    }
  }
}

// What is found out when a handshake fails, or the kernel gives a connection up, is kept: the machine may look otherwise when somebody asks again.
extension Reason {
  /// Keeps the reason for the handle of `step`, if its call says how a handshake ended.
  func keepForTheEnd(of step: Step, in table: HandleTable) {
    guard let exchange = step.result,
      let handle = step.invocation?.subject ?? exchange.call.descriptor.flatMap({ table.owner(of: $0) }),
      handle.kind.isTCP,
      let errno = exchange.answer?.errno, !handle.hasConnected || errno.symbol == "ETIMEDOUT"
    else { return }
    if handle.end == errno { return table.recordEndCause(handle, sentence) }
    // It may have failed before connect returned, as on loopback.
    guard exchange.call.traits.contains(.connects), errno.symbol == "EINPROGRESS", let target = handle.target,
      [.closed, .bound].contains(handle.snapshot.state)
    else { return }
    let refusal = ConnectionRefusal(target, handle, Observations(table))
    if refusal.isCertain { table.recordEndCause(handle, refusal.text, isPending: true) }
  }
}
