import Commands
import Glibc
import Handles
import Runner
import SessionLanguage
import Sockets

/// The streams on which a play may move more or fewer bytes than the recorded session did. Once the kernel has chosen how
/// much of a send it takes, or how much a receive finds, chance decides what each later call on that connection finds.
struct ChanceStreams {
  /// The handles that have sent as much as the kernel chose, and those that receive it.
  private var senders: Set<String> = [], receivers: Set<String> = []
  /// The other end of each.
  private var others: [String: String] = [:]
  /// Those whose other end was closed: with a FIN or an RST, which depends on what was unread.
  private var ended: Set<String> = []

  private var isEmpty: Bool { senders.isEmpty && receivers.isEmpty }
  private var names: Set<String> { senders.union(receivers) }

  /// Takes in what `step` has done, and says how it is to be written.
  mutating func take(_ step: Step, _ hints: inout RecordedHints, in table: HandleTable) {
    if !isEmpty {
      hints.outcome = outcome(of: step, in: table)
      hints.saysNothing = step.result.map { isChance($0.call, in: table) && Self.mayGoOn(step, $0, table) } ?? false
    }
    forgetNew(step)
    mark(step, in: table)
    if isEmpty { return }
    spread(in: table)
    for change in step.changes where change.isClosing {
      if let other = others[change.name] { ended.insert(other) }
    }
    hints.unsteady = names
    hints.isOnChance = hints.outcome != nil || step.subject.map { names.contains($0) } ?? false
  }
}

// MARK: - Which they are

extension ChanceStreams {
  /// Forgets the connections that are over: another handle has the name, or the handle has another connection.
  private mutating func forgetNew(_ step: Step) {
    if isEmpty { return }
    for change in step.changes where change.before == nil { forget(change.name) }
    if let exchange = step.result, exchange.call.traits.contains(.connects), let name = step.subject { forget(name) }
  }

  private mutating func forget(_ name: String) {
    senders.remove(name)
    receivers.remove(name)
    ended.remove(name)
    others[name] = nil
  }

  private mutating func mark(_ step: Step, in table: HandleTable) {
    guard let exchange = step.result, let answer = exchange.answer else { return }
    let call = exchange.call
    if let (from, to) = call.splicedDescriptors, answer.result > 0 {
      let names = [from, to].map { table.owner(of: $0)?.name ?? "" }
      if receivers.contains(names[0]), !names[1].isEmpty { senders.insert(names[1]) }
      return
    }
    guard let handle = call.descriptor.flatMap({ table.owner(of: $0) }), handle.kind.isStream else { return }
    if call.traits.contains(.sends), exchange.hasSentLess { senders.insert(handle.name) }
    // Where all that was sent has been received, only its pieces were the kernel's choice.
    if call.traits.contains(.receives), !answer.failed, RecordedResult.amount(call, answer) != nil,
      handle.snapshot.unread > 0 || handle.peer.map({ $0.snapshot.unsent > 0 }) ?? false
    {
      receivers.insert(handle.name)
    }
  }

  /// Finds the other ends, which may be accepted later than something was sent to them.
  private mutating func spread(in table: HandleTable) {
    for name in names {
      guard let handle = table.find(name), let peer = handle.peer else { continue }
      (others[name], others[peer.name]) = (peer.name, name)
      if senders.contains(name) { receivers.insert(peer.name) }
      for twin in peer.duplicates where senders.contains(name) { receivers.insert(twin.name) }
      for twin in handle.duplicates where senders.contains(name) { senders.insert(twin.name) }
    }
  }
}

// MARK: - What can be expected

extension ChanceStreams {
  private func outcome(of step: Step, in table: HandleTable) -> String? {
    guard let exchange = step.result, let answer = exchange.answer, step.outcome != .timedOut else { return nil }
    let call = exchange.call
    guard isChance(call, in: table) else { return nil }
    // A call that Ctrl-C has ended waited: a play that expects any result would wait for one.
    if answer.failed, answer.errno.rawValue == EINTR, step.job == nil { return nil }
    guard let handle = call.descriptor.flatMap({ table.owner(of: $0) }), !ended.contains(handle.name) else {
      return "*"
    }
    if call.traits.contains(.countsUnread) || call.traits.contains(.countsUnsent) {
      return answer.failed ? "*" : "\(answer.result)"
    }
    let waits = Self.waits(call, on: handle, in: table)
    if call.traits.contains(.sends) {
      // What waits until all is sent has sent all.
      return waits && !answer.failed && !exchange.hasSentLess ? nil : "*"
    }
    guard waits, !answer.failed, handle.mayStillReceive, let length = call.length, answer.result <= length else {
      return "*"
    }
    return "0..\(length)"
  }

  /// Whether the call of `step` goes on in the background, or may where it found something.
  private static func mayGoOn(_ step: Step, _ exchange: Exchange, _ table: HandleTable) -> Bool {
    if case .waiting = step.outcome { return true }
    guard step.command?.inBackground == true, let answer = exchange.answer, !answer.failed else { return false }
    let handle = exchange.call.descriptor.flatMap { table.owner(of: $0) }
    return handle.map { waits(exchange.call, on: $0, in: table) } ?? true
  }

  /// Whether chance decides what comes of `call`.
  private func isChance(_ call: Call, in table: HandleTable) -> Bool {
    if let (from, to) = call.splicedDescriptors {
      return has(receivers, from, in: table) || has(senders, to, in: table)
    }
    guard let descriptor = call.descriptor, !call.arguments.contains(.epollEventsOut) else {
      return !call.watched(in: table).isDisjoint(with: names)
    }
    let moves = !call.traits.isDisjoint(with: [.sends, .receives, .receivesSeveral])
    if moves, has(ended, descriptor, in: table) { return true }
    if !call.traits.isDisjoint(with: [.receives, .receivesSeveral, .countsUnread]) {
      return has(receivers, descriptor, in: table)
    }
    return !call.traits.isDisjoint(with: [.sends, .countsUnsent]) && has(senders, descriptor, in: table)
  }

  private func has(_ names: Set<String>, _ descriptor: Int32, in table: HandleTable) -> Bool {
    !names.isEmpty && table.owner(of: descriptor).map { names.contains($0.name) } ?? false
  }

  /// Whether `call` waits on `handle` until it can do what it is asked for, however long that takes.
  private static func waits(_ call: Call, on handle: Handle, in table: HandleTable) -> Bool {
    !table.isNonblocking(handle) && !call.has("MSG_DONTWAIT")
      && handle.optionsSet["SO_RCVTIMEO"] == nil && handle.optionsSet["SO_SNDTIMEO"] == nil
  }
}

extension Exchange {
  /// Whether it has sent something, but not all that it was given.
  fileprivate var hasSentLess: Bool {
    guard let answer else { return false }
    if answer.failed { return answer.received.calls.contains { $0.answer.map { $0.result > 0 } ?? false } }
    return call.asked.map { answer.result < $0 } ?? false
  }
}

extension Handle {
  /// Whether nothing that was seen of it keeps it from receiving.
  fileprivate var mayStillReceive: Bool {
    !kind.isTCP || [.established, .closeWait, .finWait1, .finWait2].contains(snapshot.state)
  }
}

extension Call {
  /// The handles for which poll, select or epoll_wait looks; none for other calls.
  func watched(in table: HandleTable) -> Set<String> {
    if arguments.contains(.epollEventsOut) {
      return Set(descriptor.flatMap { table.owner(of: $0) }.map(\.watchedNames) ?? [])
    }
    let watched = arguments.flatMap { argument -> [Int32] in
      switch argument {
      case .polled(let list): list.map(\.descriptor)
      case .selected(_, let list): list
      default: []
      }
    }
    return Set(watched.compactMap { table.owner(of: $0)?.name })
  }
}
