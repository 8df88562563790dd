import Commands
import Glibc
import Handles
import SessionLanguage
import Sockets

// Lets bytes arrive that are still in flight when the line that expects them comes. TCP holds a small segment back
// while an earlier one is not acknowledged (Nagle's algorithm, RFC 1122, 4.2.3.4), which may take 40 ms. At the prompt
// nobody notices; a play would come too soon. So what a line expects may settle first, as states may. The call itself
// is made as written, and waits as usual.
extension Session {
  /// Waits until what the call of `invocation` is expected to find has arrived.
  func settleBeforeReceive(for invocation: Invocation, _ expectation: Expectation) {
    let count: Int
    switch expectation.outcome?.pattern {
    case .number(let range)?: count = range.lowerBound
    // A command that repeats a call may fail after it has received something.
    case .failure?: count = expectation.data.map(leastLength) ?? 0
    default: return
    }
    if case .failure? = expectation.outcome?.pattern, count == 0 { return }
    if let isThere = arrival(invocation, expectation, count) { waitUntil(isThere, expectation) }
  }

  /// Waits until a command that repeats a call has received what is expected of it, before a signal ends it.
  func settleBeforeInterruption(of invocation: Invocation, _ pending: PendingCall, _ expectation: Expectation?) {
    guard let soFar = invocation.soFar, let expectation, let data = expectation.data else { return }
    let count = leastLength(data)
    waitUntil({ pending.answer != nil || soFar.bytes.count >= count }, expectation)
  }

  /// Waits until a small segment that the handle still has to send has gone out, before a call that would discard it.
  func drainBeforeClose(_ handle: Handle, _ expectation: Expectation) {
    guard handle.kind.isTCP, handle.isOpen else { return }
    waitUntil({ !self.holdsBack(handle) }, expectation)
  }

  /// Waits until a small segment that a call of `step` has left to be sent has gone out: what the next line receives
  /// would otherwise depend on how soon it comes, and a recording of it would not hold.
  func settleSent(_ step: Step) {
    guard let invocation = step.invocation, invocation.call.traits.contains(.sends), let handle = invocation.subject,
      handle.kind.isTCP, handle.isOpen
    else {
      return
    }
    _ = settle(within: Self.settleTime, isInterrupted: { isInterrupted }) { !holdsBack(handle) }
  }

  /// Lets background calls return whose descriptors have become ready, before the next line of a play: otherwise that
  /// line might take what they wait for, or not, whichever thread comes first. At the prompt a person's pauses let them
  /// return, but what is recorded there must not depend on how fast somebody types, or pastes.
  func settleBackground() {
    if jobs.isEmpty || isInteractive && !report.isRecording { return }
    // One call asks for all: there may be thousands.
    guard jobs.hasUnpollable || table.kernel.isReady(.untilAny(jobs.interests)) else { return }
    let waiting = jobs.waiting
    // A splice holds the lock of its pipes while it waits, and then no other call on them returns.
    let spliced = waiting.filter { $0.invocation.alsoAffects != nil }.flatMap(\.invocation.held)
    for job in waiting {
      let isBehindSplice = job.invocation.subject.map { handle in
        spliced.contains { $0 === handle || $0.pipe != nil && $0.pipe === handle.pipe }
      }
      if isBehindSplice == true { continue }
      _ = settle(within: Self.settleTime, isInterrupted: { isInterrupted }) { isSettled(job) }
    }
  }

  /// Whether the call of `job` has returned, or finds nothing with which it could.
  private func isSettled(_ job: Job) -> Bool {
    // Whether something has woken the call otherwise shows only on its thread.
    job.isPollable && job.invocation.subject.flatMap { table.doubtfulReadiness(of: $0, peeks: true) } == nil
      ? job.pending.answer != nil || !table.kernel.isReady(job.invocation.wait) : job.pending.isAtRest
  }

  private func waitUntil(_ holds: () -> Bool, _ expectation: Expectation) {
    _ = settle(within: expectation.within ?? Self.settleTime, isInterrupted: { isInterrupted }) { holds() }
  }

  /// Waits until `holds` is true, asking it again and again.
  ///
  /// - Parameter limit: How long it may take, in milliseconds.
  /// - Returns: nil once it holds; otherwise how many milliseconds had passed when the time was up, or Ctrl-C came.
  func settle<E: Error>(within limit: Int, isInterrupted: () -> Bool, until holds: () throws(E) -> Bool) throws(E)
    -> Int?
  {
    let start = monotonicNanoseconds()
    while true {
      if try holds() { return nil }
      let waited = Int(monotonicNanoseconds() - start) / 1_000_000
      if waited >= limit || isInterrupted() { return waited }
      wakeup.wait(microseconds: 500)
    }
  }

  /// Tests whether what a call that is expected to return `count` needs is there, or will not come by itself; nil for a
  /// call that needs nothing, or already finds it.
  private func arrival(_ invocation: Invocation, _ expectation: Expectation, _ count: Int) -> (() -> Bool)? {
    if let handle = invocation.subject {
      guard handle.kind.isTCP else { return nil }
      if invocation.isTransfer || invocation.receivesMessage {
        return invocation.receives(expectation) ? bytes(count, invocation, handle) : nil
      }
      if invocation.call.traits.contains(.receivesSeveral) {
        return count > 0 ? bytes(bytesOfMessages(expectation, invocation, handle), invocation, handle) : nil
      }
      return counted(invocation.call.traits, expectation, handle)
    }
    let interests = count > 0 ? invocation.call.interests : []
    if interests.isEmpty { return nil }
    if let all = expectedReadiness(expectation) { return all }
    return { self.table.kernel.isReady(.untilAny(interests)) }
  }

  private func bytes(_ count: Int, _ invocation: Invocation, _ handle: Handle) -> (() -> Bool)? {
    let unread =
      report.wantsChanges && !handle.isShared ? handle.snapshot.unread : table.kernel.unread(handle.descriptor)
    if unread >= count { return nil }
    let waits = invocation.mayWait(on: handle)
    return { [table] in
      let seen = table.kernel.observe(handle.descriptor, handle.kind)
      // A call that itself waits for the first byte is left to do so.
      return seen.unread >= count || seen.unread == 0 && waits || !seen.state.mayReceive
    }
  }

  /// How many bytes a call that receives several messages needs on a stream for those that are expected of it: if it
  /// waits, those of the first, for it waits for each of the others itself.
  private func bytesOfMessages(_ expectation: Expectation, _ invocation: Invocation, _ handle: Handle) -> Int {
    let patterns = (expectation.data.map { [$0] } ?? []) + expectation.furtherData
    let needed = invocation.mayWait(on: handle) ? patterns.prefix(1) : patterns[...]
    return max(1, needed.map(leastLength).reduce(0, +))
  }

  private func leastLength(_ pattern: DataPattern) -> Int {
    switch pattern.kind {
    case .exactly(let word), .prefix(let word): (try? table.data(of: word).count) ?? 0
    case .matching: 0
    }
  }

  /// Tests the number of unread bytes, if the line says how many.
  private func counted(_ traits: CallTraits, _ expectation: Expectation, _ handle: Handle) -> (() -> Bool)? {
    guard traits.contains(.countsUnread) || traits.contains(.countsUnsent),
      let expected = expectation.given.first?.plain.flatMap({ Int($0) })
    else { return nil }
    return { [table] in
      let seen = table.kernel.observe(handle.descriptor, handle.kind)
      return (traits.contains(.countsUnread) ? seen.unread : seen.unsent) == expected || !seen.state.mayReceive
    }
  }

  /// Whether less than a segment is unsent until an acknowledgement comes (Nagle).
  private func holdsBack(_ handle: Handle) -> Bool {
    guard let bytes = table.kernel.tcpInfoBytes(handle.descriptor) else { return false }
    func field(_ name: String) -> Int { TCPField.named(name)?.read(bytes) ?? 0 }
    let waiting = field("tcpi_notsent_bytes")
    return waiting > 0 && waiting < field("tcpi_snd_mss") && field("tcpi_unacked") > 0
  }
}

extension Invocation {
  /// Whether the call waits where `handle` has nothing for it.
  fileprivate func mayWait(on handle: Handle) -> Bool { wait != .never && !handle.isNonblocking }

  /// Whether it receives one message, which on a stream is a number of bytes.
  fileprivate var receivesMessage: Bool {
    call.traits.contains(.receives) && !call.traits.contains(.receivesSeveral)
  }

  /// Whether this call, which moves bytes, receives them.
  fileprivate func receives(_ expectation: Expectation) -> Bool {
    if case .until(_, let events) = wait { return events == Int16(POLLIN) }
    return expectation.data != nil
  }
}

extension Call {
  /// The descriptors that poll or select watches, whose open files it has until it returns. An epoll instance has none of
  /// those that it watches, see epoll(7).
  var watched: [Int32] { arguments.contains(.epollEventsOut) ? [] : interests.map(\.descriptor) }

  /// What poll, select or epoll_wait watches.
  fileprivate var interests: [Interest] {
    if arguments.contains(.epollEventsOut), let descriptor {
      return [Interest(descriptor: descriptor, events: Int16(POLLIN))]
    }
    return arguments.flatMap { argument -> [Interest] in
      switch argument {
      case .polled(let list): list.map { Interest(descriptor: $0.descriptor, events: $0.events) }
      case .selected(let set, let list): list.map { Interest(descriptor: $0, events: set.events, ends: set.ends) }
      default: []
      }
    }
  }
}

extension SocketState {
  /// Whether more bytes may arrive.
  fileprivate var mayReceive: Bool { [.established, .finWait1, .finWait2].contains(self) }
}
