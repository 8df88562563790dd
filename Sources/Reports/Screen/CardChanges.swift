import Commands
import Handles
import Sockets

// What a step changed: one line for each handle.
extension Card {
  /// The column of the details after the states.
  private static let detailColumn = 30

  /// Writes a change; the line begins with `mark`, and ends with `end`.
  func write(_ change: Change, mark: StaticString = "  ", end: StaticString = "", to text: inout TextBuffer) {
    text.put(mark)
    text.put(text: change.name)
    text.pad(to: 8)
    let after = change.after
    if let before = change.before {
      writeStates(before, after, change, to: &text)
    } else {
      text.put("fd ")
      text.put(Int(change.descriptor))
      text.put("  ")
      text.put(text: change.kind.word)
      text.put("  ")
      text.put(after.state.symbol)
    }
    writeDetails(change, to: &text)
    text.put(end)
    text.endLine()
  }

  private func writeStates(_ before: Snapshot, _ after: Snapshot, _ change: Change, to text: inout TextBuffer) {
    text.put(before.state.symbol)
    if change.isGone {
      text.put(" → gone")
    } else if before.state != after.state {
      text.put(" → ")
      style.paint(.good, &text) { $0.put(after.state.symbol) }
    }
    text.pad(to: Self.detailColumn + (before.state != after.state && !change.isGone ? style.hidden(.good) : 0))
  }

  private func writeDetails(_ change: Change, to text: inout TextBuffer) {
    var isFirst = change.before != nil
    func detail(_ body: (inout TextBuffer) -> Void) {
      if !isFirst { text.put("  ") }
      isFirst = false
      body(&text)
    }
    let before = change.before, after = change.after
    if let endpoints = change.endpoints, endpoints.hasLocal || endpoints.hasPeer {
      detail { write(endpoints, to: &$0) }
    }
    if after.state == .listen {
      let isQueueNew = before?.state != .listen || before?.queue == after.queue && before?.backlog == after.backlog
      detail { queue(isQueueNew ? nil : before, after, to: &$0) }
    }
    if before?.unread ?? 0 != 0 || after.unread != 0 {
      detail { count("unread ", before?.unread, after.unread, to: &$0) }
    }
    if before?.unsent ?? 0 != 0 || after.unsent != 0 {
      detail { count("unsent ", before?.unsent, after.unsent, to: &$0) }
    }
    if after.millisecondsLeft > 0 { detail { $0.put(text: "\((after.millisecondsLeft + 999) / 1000) s left") } }
    if let remark = remark(change) { detail { $0.put(text: remark) } }
    if isFirst { text.trimEnd() }
  }

  private func write(_ endpoints: Endpoints, to text: inout TextBuffer) {
    if let local = endpoints.local { text.put(local) }
    guard let peer = endpoints.peer, !endpoints.hasLocal || !peer.isUnnamed else { return }
    let arrow: StaticString = endpoints.hasLocal ? " → " : "→ "
    text.put(arrow)
    text.put(peer)
  }

  private func queue(_ before: Snapshot?, _ after: Snapshot, to text: inout TextBuffer) {
    text.put("queue ")
    if let before {
      fraction(before.queue, before.backlog, to: &text)
      text.put(" → ")
    }
    fraction(after.queue, after.backlog, to: &text)
    if after.queue > after.backlog { text.put(" (Linux takes one more)") }
  }

  private func fraction(_ part: Int, _ whole: Int, to text: inout TextBuffer) {
    text.put(part)
    text.put("/")
    text.put(whole)
  }

  private func count(_ word: StaticString, _ before: Int?, _ after: Int, to text: inout TextBuffer) {
    text.put(word)
    if let before, before != after {
      text.put(before)
      text.put(" → ")
    }
    text.put(after)
  }

  /// What a state means, if it is new.
  private func remark(_ change: Change) -> String? {
    if change.isGone, change.isShared { return "closed here only" }
    if let remainingDuplicate = change.remainingDuplicate { return "\(remainingDuplicate) still has it open" }
    if change.isGone { return change.isClosing ? "nothing is left of it" : "the kernel has forgotten it" }
    if change.isClosing { return "(no descriptor; the kernel still holds it)" }
    guard let before = change.before else { return nil }
    if change.isSame { return change.after.shut.meaning }
    if before.shut != change.after.shut { return change.after.shut.meaning }
    guard before.state != change.after.state else { return nil }
    switch change.after.state {
    case .closeWait: return "the peer sent FIN"
    case let state where state.hasUnacknowledgedFIN: return "its FIN is not acknowledged yet"
    case .closed where before.state == .synSent || before.state == .bound: return nil
    case .closed where before.state == .listen: return "it listens no more"
    case .closed: return "the connection is over"
    default: return nil
    }
  }
}
