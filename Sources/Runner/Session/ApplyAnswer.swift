import Commands
import Glibc
import Handles
import SessionLanguage
import Sockets
import Text

// Applies the answer of a call: to the table, and to the step what it changed.
extension Session {
  /// Applies the answer of a call to the table, and refreshes every handle that it may have changed.
  /// - Parameters:
  ///   - isThere: Whether the handle on which it worked still exists.
  ///   - isInBackground: Whether later lines may ask for what it output.
  func apply(
    _ answer: Answer, of invocation: Invocation, _ expectation: Expectation?, _ step: Step, isThere: Bool = true,
    isInBackground: Bool = false
  ) {
    let queued = isThere && report.wantsChanges ? queueThatMayEnd(of: invocation) : []
    let made = invocation.finish?(table, answer) ?? []
    for handle in made { jobs.forget(handle.name) }
    if let outputs = invocation.outputs, !answer.failed,
      report.wantsChanges || isInBackground || expectation?.given.isEmpty == false
    {
      step.outputs = outputs(table, answer)
    }
    if answer.cameWithSIGPIPE { step.outputs.append("SIGPIPE") }
    let subject = isThere ? invocation.subject : nil
    if let subject, invocation.call.traits.contains(.sends) { noteSend(answer, of: invocation.call, on: subject) }
    // ECONNABORTED from connect only says that the errno of an earlier handshake has already been read.
    if answer.failed, let subject, !invocation.call.traits.contains(.isInjected),
      !invocation.call.traits.contains(.connects) || answer.errno.rawValue != ECONNABORTED
    {
      table.recordTermination(subject, answer.errno)
    }
    if report.wantsChanges {
      see(answer, of: invocation, on: subject, made, queued, step)
    } else if !invocation.isTransfer {
      readEndpointsOnly(answer, of: invocation, on: subject, made)
      // Of a TCP connection the kernel may hold something still, which is asked only where somebody looks.
      if invocation.call.traits.contains(.closes), let subject, !subject.kind.isTCP {
        look(at: subject, step)
      }
    }
  }

  /// Records what a call that sends has left behind: a failed one drops what was held back, unless it found no room.
  private func noteSend(_ answer: Answer, of call: Call, on subject: Handle) {
    if subject.formerPeer != nil, !answer.failed { table.recordSent(subject) }
    if answer.failed, answer.errno.rawValue == EAGAIN || call.traits.contains(.isInjected) { return }
    table.recordSend(subject, waitsForMore: !answer.failed && call.has("MSG_MORE"), at: answer.began)
  }

  /// Refreshes the handles that were `made`, `subject`, and all that are related to them.
  /// - Parameter queued: Those that waited in its queue before.
  private func see(
    _ answer: Answer, of invocation: Invocation, on subject: Handle?, _ made: [Handle], _ queued: [Handle], _ step: Step
  ) {
    let isClosing = !invocation.isTransfer && invocation.call.traits.contains(.closes)
    let cause = invocation.isTransfer ? nil : subject.flatMap { resetCause(of: invocation, answer, on: $0, queued) }
    for handle in made {
      step.changes.append(table.observeFirst(handle, peer: invocation.peer(of: answer)))
      attribute(handle, step)
    }
    let before = subject?.snapshot.state, peer = subject?.peer
    showState(of: subject, isClosing: isClosing, mayHaveRead: !invocation.onlySends, step)
    if isClosing, let subject, let before, let cause { noteOwnReset(subject, before, cause) }
    if !queued.isEmpty, subject?.snapshot.state != .listen {
      for handle in queued { look(at: handle, expecting: cause, step) }
    }
    table.related(toAny: made) { look(at: $0, mayHaveRead: jobs.isBusy($0), step) }
    if let alsoAffects = invocation.alsoAffects {
      look(at: alsoAffects, expecting: cause, step)
      table.related(to: alsoAffects) { look(at: $0, step) }
    }
    if let subject {
      table.related(to: subject, isClosing: isClosing) {
        if $0 != invocation.alsoAffects { look(at: $0, mayHaveRead: jobs.isBusy($0), expecting: cause, step) }
      }
      noteDataAfterShutdown(answer, of: invocation, on: subject)
      if isClosing, let peer, let cause { noteResetOnItsWay(to: peer, from: subject, cause) }
    }
    if let notes = invocation.notes { step.report += Listing(notes(table, answer)) }
    if let subject, subject.kind.type != .stream { noteCut(answer, of: invocation.call, on: subject, step) }
    if let values = invocation.values { step.values += values(answer) }
    // The peer of an accepted connection is found by the connection, not by its address alone.
    if invocation.call.traits.contains(.receives), let address = answer.received.address,
      let sender = table.sender(at: address)
    {
      step.sender = sender.name
    }
  }

  private func noteCut(_ answer: Answer, of call: Call, on subject: Handle, _ step: Step) {
    guard let cut = CutDatagram(answer, of: call, on: subject, isBusy: jobs.isBusy(subject), step) else { return }
    step.report += ["  \(cut.sentence)"]
  }

  /// The handles in the queue of a listener that shutdown or connect may stop, which resets them as close does. Once it
  /// has no address any more, it has no relations either.
  private func queueThatMayEnd(of invocation: Invocation) -> [Handle] {
    guard let subject = invocation.subject, subject.snapshot.state == .listen,
      invocation.call.traits.isDisjoint(with: [.accepts, .closes])
    else { return [] }
    return table.mayWait(in: subject)
  }

  /// Only reads the addresses, by which handles are found, when no report wants the states. A fresh socket has none,
  /// and accept does not change those of the listener.
  private func readEndpointsOnly(_ answer: Answer, of invocation: Invocation, on subject: Handle?, _ made: [Handle]) {
    if !invocation.isOpening || subject != nil {
      for handle in made { table.readEndpoints(handle, peer: invocation.peer(of: answer)) }
    }
    if let subject, !invocation.isOpening { table.readEndpoints(subject, peer: invocation.peer(of: answer)) }
  }

  /// Why the call of `invocation` would have reset the connection of `handle`, judged by its state before.
  private func resetCause(
    of invocation: Invocation, _ answer: Answer, on handle: Handle, _ queued: [Handle]
  ) -> ResetCause? {
    if answer.failed { return nil }
    let call = invocation.call
    if call.traits.contains(.closes) { return ResetCause(closing: handle, seen: handle.snapshot) }
    if call.traits.contains(.destroys) { return .destroyed(handle.name) }
    if !queued.isEmpty { return .unacceptedAtStop(handle.name) }
    return call.traits.contains(.connects) && call.address == .unspecified ? .disconnected(handle.name) : nil
  }

  /// Refreshes a handle. If it went straight to CLOSED, RST was received, because of `cause`.
  private func look(at handle: Handle, mayHaveRead: Bool = true, expecting cause: ResetCause?, _ step: Step) {
    let before = handle.snapshot.state
    look(at: handle, mayHaveRead: mayHaveRead, step)
    if let cause, before.isUntouchedByFIN, handle.snapshot.state == .closed {
      table.recordReset(handle, because: cause)
    }
  }

  /// Records why closing `subject`, which was in `before`, has made its own kernel send RST instead of FIN.
  private func noteOwnReset(_ subject: Handle, _ before: SocketState, _ cause: ResetCause) {
    guard subject.kind.isTCP, before.isUntouchedByFIN || before == .finWait1, subject.snapshot.state == .closed else {
      return
    }
    switch cause {
    case .unread, .lingering: table.recordOwnReset(subject, because: cause)
    default: return
    }
  }

  /// Records why a RST will come to `peer` that a cable holds back.
  private func noteResetOnItsWay(to peer: Handle, from subject: Handle, _ cause: ResetCause) {
    guard subject.ownResetCause == cause, peer.snapshot.state.isUntouchedByFIN else { return }
    table.expectReset(peer, from: subject, because: cause)
  }

  /// Records that what `subject` has just sent comes for an end that was shut down both ways, whose kernel answers with
  /// RST: that was seen, or will be, as loopback loses nothing.
  private func noteDataAfterShutdown(_ answer: Answer, of invocation: Invocation, on subject: Handle) {
    guard subject.kind.isTCP, answer.result > 0, let peer = subject.peer,
      peer.shutHere.rawValue == Directions.both.rawValue, peer.isOpen, invocation.call.traits.contains(.sends)
    else { return }
    let cause = ResetCause.dataAfterShutdown(of: peer.name)
    if [.finWait1, .finWait2].contains(peer.snapshot.state), subject.endpoints.local?.isLoopback == true {
      return table.expectReset(subject, from: peer, because: cause)
    }
    guard [.finWait1, .finWait2].contains(peer.transitions.last?.from),
      [subject, peer].allSatisfy({ $0.hasEnded(since: answer.began) })
    else { return }
    table.recordReset(subject, because: cause)
    table.recordOwnReset(peer, because: cause)
  }

  /// Refreshes the handle on which a step acted: its state belongs to the step also if it is the same as before.
  func showState(of handle: Handle?, isClosing: Bool = false, mayHaveRead: Bool = true, _ step: Step) {
    guard let handle, !handle.isGone else { return }
    let change = table.refresh(handle, mayHaveRead: mayHaveRead) ?? table.unchanged(handle)
    note(isClosing && change.descriptor < 0 ? change.closing : change, of: handle, step)
  }

  /// Refreshes once more what the call of `step` may have changed on another host, when all that it sent has passed: the
  /// call returns before the last segment has come there. Of what a reset ends the cause was told with the call.
  func lookAgain(_ step: Step) {
    guard report.wantsChanges, !step.segments.isEmpty, step.answer != nil, let invocation = step.invocation,
      invocation.call.traits.isDisjoint(with: [.closes, .destroys])
    else { return }
    if let alsoAffects = invocation.alsoAffects { look(at: alsoAffects, step) }
    guard let subject = invocation.subject, !subject.isGone else { return }
    table.related(to: subject) { look(at: $0, mayHaveRead: jobs.isBusy($0), step) }
  }

  private func look(at handle: Handle, mayHaveRead: Bool = true, _ step: Step) {
    if let change = table.refresh(handle, mayHaveRead: mayHaveRead) { note(change, of: handle, step) }
  }

  /// Adds a change of a handle that the step's command has caused.
  func note(_ change: consuming Change, of handle: Handle, _ step: Step) {
    if let before = change.before, before.state != change.after.state { attribute(handle, step) }
    step.note(change)
  }

  private func attribute(_ handle: Handle, _ step: Step) {
    if step.command != nil { handle.attribute(to: step.origin?.cause ?? Cause(step.statement)) }
  }

  /// Removes the handles that are gone after a step.
  func dropGone(_ step: Step) {
    guard step.leavesNothing else { return }
    step.complete()
    for change in step.changes where change.isGone {
      if let handle = table.find(change.name), !handle.isOpen { table.drop(handle) }
    }
  }
}

extension Handle {
  /// Whether its last transition led to CLOSED, at `moment` or later.
  fileprivate func hasEnded(since moment: Int64) -> Bool {
    transitions.last.map { $0.to == .closed && $0.moment >= moment } ?? false
  }
}

extension SocketState {
  /// Whether only RST, or a timeout of the kernel, leads from this state to CLOSED.
  fileprivate var isUntouchedByFIN: Bool { self == .established || self == .closeWait || self == .finWait2 }
}

extension Invocation {
  /// Whether it only waits for space in the send buffer, and so reads nothing.
  fileprivate var onlySends: Bool {
    if case .until(_, let events) = wait { return events == Int16(POLLOUT) }
    return false
  }
}
