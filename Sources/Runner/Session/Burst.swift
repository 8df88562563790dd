import Handles
import Sockets

/// What one look at several handles has seen, in the order in which it happened as far as the kernel tells that.
///
/// TCP_INFO says when data and acknowledgements last came, in ticks of a few milliseconds. Of one connection the order is
/// known without that: data come before the FIN or RST that ends it, and after the handshake. Of two ends that this session
/// has, the one gets the FIN before the other gets its acknowledgement.
struct Burst {
  private(set) var events: [Event] = []

  /// A change, and when it happened.
  private struct Seen {
    let change: Change
    let happened: Int64?
    /// Whether it is the second part of what was seen of one handle.
    let isContinuation: Bool
  }

  /// Two times that differ by more than this are those of different ticks: 100 a second are the fewest that Linux has.
  private static let tick: Int64 = 10_000_000

  init(_ changes: [Change], in table: HandleTable, since start: Int64) {
    let now = monotonicNanoseconds()
    let seen = changes.flatMap { Self.parts(of: $0, in: table, now) }
    let ordered = seen.enumerated().sorted { one, other in
      let (first, second) = (one.element.happened ?? now, other.element.happened ?? now)
      return first != second ? first < second : one.offset < other.offset
    }.map(\.element)
    for (index, one) in Self.causesFirst(ordered, in: table).enumerated() {
      let before = index > 0 ? events[index - 1] : nil
      events.append(
        Event(
          one.change, at: now - start, happened: one.happened.map { $0 - start },
          order: before.map { Self.order(one, after: $0, in: table, since: start) } ?? .seenLater))
    }
  }

  private static func order(_ one: Seen, after before: Event, in table: HandleTable, since start: Int64)
    -> Event.Order
  {
    if one.isContinuation, one.change.name == before.change.name { return .happenedLater }
    if let handle = table.find(one.change.name), handle.duplicates.contains(where: { $0.name == before.change.name }) {
      return .same
    }
    if one.change.acknowledges(before.change, in: table) { return .happenedLater }
    guard let happened = one.happened, let earlier = before.happened, happened - start - earlier > tick else {
      return .unknown
    }
    return .happenedLater
  }

  /// The parts of `change`, in their order: data that came, and the transition.
  private static func parts(of change: Change, in table: HandleTable, _ now: Int64) -> [Seen] {
    let handle = table.find(change.name).flatMap { $0.isOpen && $0.kind.isTCP ? $0 : nil }
    let info = handle.flatMap { table.kernel.tcpInfoBytes($0.descriptor) }
    func ago(_ field: String) -> Int64? {
      guard let info, let milliseconds = TCPField.named(field)?.read(info) else { return nil }
      return now - Int64(milliseconds) * 1_000_000
    }
    guard let before = change.before else { return [Seen(change: change, happened: nil, isContinuation: false)] }
    let (hasData, hasTransition) = (change.after.unread > before.unread, change.after.state != before.state)
    let (dataCame, answerCame) = (ago("tcpi_last_data_recv"), ago("tcpi_last_ack_recv"))
    guard hasData, hasTransition, !change.isGone, !change.isClosing, change.endpoints == nil, change.kind.isTCP else {
      let happened = hasData ? dataCame : hasTransition && change.after.state.isAnswered ? answerCame : nil
      return [Seen(change: change, happened: happened, isContinuation: false)]
    }
    var middle = before
    let isOpening = !before.state.isConnected
    if isOpening { middle.state = change.after.state } else { middle.unread = change.after.unread }
    let (first, second) = (change.part(from: before, to: middle), change.part(from: middle, to: change.after))
    return [
      Seen(change: first, happened: isOpening ? nil : dataCame, isContinuation: false),
      Seen(
        change: second, happened: isOpening ? dataCame : answerCame.map { max($0, dataCame ?? $0) },
        isContinuation: true),
    ]
  }

  /// Puts the end that got a FIN before the one that got its acknowledgement.
  private static func causesFirst(_ seen: [Seen], in table: HandleTable) -> [Seen] {
    var ordered = seen
    for index in ordered.indices where ordered[index].change.before?.state == .finWait1 {
      let cause = ordered[index...].lastIndex { ordered[index].change.acknowledges($0.change, in: table) }
      guard let cause, cause > index else { continue }
      ordered.insert(ordered.remove(at: cause), at: index)
    }
    return ordered
  }
}

extension Change {
  /// Whether it is the acknowledgement of a FIN whose arrival is `other`.
  fileprivate func acknowledges(_ other: Change, in table: HandleTable) -> Bool {
    guard before?.state == .finWait1, after.state == .finWait2 || after.state == .timeWait,
      other.after.state == .closeWait, other.before?.state == .established
    else { return false }
    return table.find(name)?.peer === table.find(other.name)
  }

  /// A part of this change.
  fileprivate func part(from before: Snapshot, to after: Snapshot) -> Change {
    Change(name: name, before: before, after: after, descriptor: descriptor, kind: kind, isShared: isShared)
  }
}

extension SocketState {
  /// Whether the handshake is over.
  fileprivate var isConnected: Bool { ![.closed, .bound, .listen, .synSent, .synReceived].contains(self) }

  /// Whether a segment of the other end led to it, and an RST did not.
  fileprivate var isAnswered: Bool { isConnected && self != .finWait1 && self != .lastAck }
}
