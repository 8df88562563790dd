import Commands
import Glibc
import Handles
import Sockets

// How the session's thread waits for a call that has a thread of its own.
extension Session {
  enum Wait {
    case answered, interrupted, suspended
    /// Its time was up, and this is why it still waited.
    case timedOut(String?)
  }

  /// Whether Ctrl-C, or a signal that ends the program, has come since a play began.
  package var isInterrupted: Bool { interruptsAtStart.map { Keyboard.now.interrupts != $0 } ?? false }

  /// Whether Ctrl-C has come since a play began; at the prompt, since this was first asked with these `keys`. Shows the
  /// interruption.
  func isInterrupted(since keys: inout UInt32?) -> Bool {
    let now = Keyboard.now.interrupts, before = interruptsAtStart ?? keys ?? now
    keys = before
    if now != before { report.take(.interruption) }
    return now != before
  }

  /// How long a call waits before this is shown, in microseconds.
  private static let announceAfter = 50_000

  /// Waits until `pending`, the call of `invocation`, has returned. Ctrl-C and the limit interrupt it; Ctrl-Z moves it
  /// to the background. An uninterruptible call is left to the background in all three cases. At the prompt the
  /// forecast is shown at once, and events while it waits.
  /// - Parameter limit: In milliseconds, from when its thread came to the call; nil for none.
  /// - Parameter forecast: Why the call blocks, if that is known.
  /// - Parameter job: Its name if it comes from the background.
  func waitInForeground(
    _ pending: PendingCall, _ forecast: String?, limit: Int?, _ invocation: Invocation, job: String? = nil
  ) -> Wait {
    let start = monotonicNanoseconds()
    let limit = limit.map { extendedLimit($0, for: invocation) }
    let keys = Keyboard.now, interrupts = interruptsAtStart ?? keys.interrupts
    var isAnnounced = isInteractive && forecast != nil
    if isAnnounced { report.take(.blocked(pending.call, forecast: forecast)) }
    while pending.answer == nil {
      let waited = pending.entered.map { Int(monotonicNanoseconds() - max(start, $0)) / 1000 } ?? 0
      if let limit, waited >= limit * 1000 {
        let forecast = forecast ?? BlockingReason.explain(invocation, in: table)
        return end(pending) ? .timedOut(forecast) : .suspended
      }
      let now = Keyboard.now
      if now.interrupts != interrupts {
        let hasReturned = end(pending)
        report.take(.interruption)
        return hasReturned ? .interrupted : .suspended
      }
      if isInteractive, now.suspends != keys.suspends {
        report.take(.interruption)
        return .suspended
      }
      // One that moves much data runs all the time, and waits for nobody.
      if !isAnnounced, waited >= Self.announceAfter, pending.isWaiting {
        isAnnounced = true
        let isWanted = report.wantsChanges && forecast == nil
        let reason = isWanted ? BlockingReason.explain(invocation, in: table) : forecast
        report.take(.blocked(pending.call, forecast: reason))
      }
      let next =
        isAnnounced || waited >= Self.announceAfter ? Self.watchInterval * 1000 : Self.announceAfter - waited
      wakeup.wait(microseconds: max(1, min(next, limit.map { $0 * 1000 - waited } ?? next)))
      if isAnnounced, pending.answer == nil, catchUp(besides: invocation, own: job), pending.answer == nil {
        // The last thing on the screen is to be the call for which it waits.
        report.take(.blocked(pending.call, forecast: nil))
      }
    }
    return .answered
  }

  /// Gives `pending` as long as passes before a wait is told.
  func waitShortly(for pending: PendingCall) {
    let end = monotonicNanoseconds() + Int64(Self.announceAfter) * 1000
    while pending.answer == nil {
      let left = Int(end - monotonicNanoseconds()) / 1000
      if left <= 0 { return }
      wakeup.wait(microseconds: left)
    }
  }

  /// How long to wait for the call of `invocation` whose line may take `limit` milliseconds: on a busy machine a call
  /// that returns by itself by then may be late, and is not interrupted for it.
  func extendedLimit(_ limit: Int, for invocation: Invocation) -> Int {
    invocation.ownLimit(in: table).map { $0 <= limit } == true ? limit + Self.lateness : limit
  }

  /// In milliseconds.
  private static let lateness = 10_000

  /// Shows what has happened while the call of `invocation` is waited for; events only at the prompt.
  /// - Parameter own: The name of the call's job, if it is one.
  /// - Returns: Whether a card was shown.
  @discardableResult
  func catchUp(besides invocation: Invocation, own: String?) -> Bool {
    isInteractive ? catchUp(own: own, besides: concerned(invocation)) : showReturned(besides: own)
  }

  /// The handles that a call may change: its own card shows them.
  private func concerned(_ invocation: Invocation) -> Set<Handle> {
    var all: Set<Handle> = []
    for handle in [invocation.subject, invocation.alsoAffects].compactMap(\.self) {
      all.insert(handle)
      all.formUnion(handle.duplicates)
      table.related(to: handle) { all.formUnion([$0] + $0.duplicates) }
    }
    return all
  }

  /// Waits until `pending` is seen sleeping in its call (true), or has returned (false).
  func isSeenWaiting(_ pending: PendingCall) -> Bool {
    var pause = 20, uninterruptible = 0
    while pending.answer == nil {
      uninterruptible = pending.isUninterruptible ? uninterruptible + 1 : 0
      if pending.isAsleep || uninterruptible > Self.interruptTimeout / 5 { return pending.answer == nil }
      wakeup.wait(microseconds: pause)
      pause = min(pause * 2, 5000)
    }
    return false
  }

  /// How long an interrupted call may stay in uninterruptible sleep, in milliseconds. A call that waits for a lock in
  /// the kernel, such as that of a pipe held by splice(2), cannot be interrupted until it has the lock.
  private static let interruptTimeout = 300

  /// Makes `pending` return. False if it is uninterruptible.
  func end(_ pending: PendingCall) -> Bool {
    var uninterruptible = 0
    while pending.isInterruptible, pending.answer == nil, uninterruptible < Self.interruptTimeout {
      interrupt(pending, for: 1)
      uninterruptible = pending.isUninterruptible ? uninterruptible + 1 : 0
    }
    return pending.answer != nil
  }

  /// Interrupts `pending` until it returns, for at most `milliseconds`.
  private func interrupt(_ pending: PendingCall, for milliseconds: Int) { interrupt([pending], for: milliseconds) }

  /// Interrupts all of `pending` until each has returned, or until none has returned for `milliseconds`.
  func interrupt(_ pending: [PendingCall], for milliseconds: Int) {
    var (left, last) = (pending, monotonicNanoseconds())
    while true {
      let still = left.filter { $0.answer == nil }
      if still.count < left.count { last = monotonicNanoseconds() }
      left = still
      if left.isEmpty || monotonicNanoseconds() - last >= Int64(milliseconds) * 1_000_000 { return }
      for call in left { call.interrupt() }
      wakeup.wait(microseconds: 1000)
    }
  }

  /// Sleeps while events are shown. Returns false if Ctrl-C ended it early.
  package func sleep(milliseconds: Int) -> Bool {
    let interrupts = interruptsAtStart ?? Keyboard.now.interrupts
    let end = monotonicNanoseconds() + Int64(milliseconds) * 1_000_000
    report.take(.delay)
    while true {
      let left = Int(end - monotonicNanoseconds()) / 1000
      if left <= 0 { return true }
      if Keyboard.now.interrupts != interrupts {
        report.take(.interruption)
        return false
      }
      wakeup.wait(microseconds: min(left, Session.watchInterval * 1000))
      catchUp()
    }
  }
}

extension Invocation {
  /// Whether an interrupted call on `handle` returned `answer` because it was interrupted. It may have returned by
  /// itself at that very moment, and then its result counts; an interrupted transfer returns what it had done so far.
  func isCut(_ answer: Answer, on handle: Handle?, in table: HandleTable) -> Bool {
    if case .lingering(let seconds) = wait, let handle { return table.isCut(handle, seconds, answer.nanoseconds) }
    if answer.failed { return answer.errno.rawValue == EINTR }
    guard let asked = call.asked else { return false }
    // A call that asks for nothing returns 0 also when it is interrupted: what it waited for has not come then.
    if asked == 0, case .until = wait { return answer.result == 0 && !table.kernel.isReady(wait) }
    return wait == .unknown && answer.result < asked
  }
}
