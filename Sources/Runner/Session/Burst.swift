import Handles
import Sockets

/// What looks at several handles have seen, in the order in which it happened as far as the kernel tells that.
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
  }

  /// Two times that differ by more than this are those of different ticks: 100 a second are the fewest that Linux has.
  private static let tick: Int64 = 10_000_000

  init(_ changes: [Change], in table: HandleTable, since start: Int64) {
    let now = monotonicNanoseconds()
    let seen = changes.flatMap { Self.parts(of: $0, in: table, now) }
    for (index, one) in Self.causesFirst(Self.inOrder(seen, now), in: table).enumerated() {
      let before = index > 0 ? events[index - 1] : nil
      events.append(
        Event(
          one.change, at: now - start, happened: one.happened.map { $0 - start },
          order: before.map { Self.order(one, after: $0, in: table, since: start) } ?? .seenLater))
    }
  }

  /// By the time at which each happened. Those of one handle stay as they were seen: the first happened no later than the
  /// second, whatever the two readings of their times say.
  private static func inOrder(_ seen: [Seen], _ now: Int64) -> [Seen] {
    var next: [String: Int64] = [:]
    let timed = seen.reversed().map { one in
      let latest = min(one.happened ?? now, next[one.change.name] ?? now)
      next[one.change.name] = latest
      return (latest, Seen(change: one.change, happened: one.happened.map { _ in latest }))
    }
    return timed.reversed().enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }.map(
      \.element.1)
  }

  private static func order(_ one: Seen, after before: Event, in table: HandleTable, since start: Int64)
    -> Event.Order
  {
    // What a second look at a handle has seen came after what the first one saw.
    if one.change.name == before.change.name { return .happenedLater }
    if let handle = table.find(one.change.name), handle.duplicates.contains(where: { $0.name == before.change.name }) {
      return .same
    }
    if one.change.follows(before.change, in: table) { return .happenedLater }
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
    guard let before = change.before else { return [Seen(change: change, happened: nil)] }
    let (hasData, hasTransition) = (change.after.unread > before.unread, change.after.state != before.state)
    let (dataCame, answerCame) = (ago("tcpi_last_data_recv"), ago("tcpi_last_ack_recv"))
    guard hasData, hasTransition, !change.isGone, !change.isClosing, change.endpoints == nil, change.kind.isTCP else {
      let happened = hasData ? dataCame : hasTransition && change.after.state.isAnswered ? answerCame : nil
      return [Seen(change: change, happened: happened)]
    }
    var middle = before
    let isOpening = !before.state.isConnected
    if isOpening { middle.state = change.after.state } else { middle.unread = change.after.unread }
    let (first, second) = (change.part(from: before, to: middle), change.part(from: middle, to: change.after))
    return [
      Seen(change: first, happened: isOpening ? nil : dataCame),
      Seen(
        change: second, happened: isOpening ? dataCame : answerCame.map { max($0, dataCame ?? $0) }),
    ]
  }

  /// Puts what one end did after what the other end did before it: a FIN leaves, arrives, and is acknowledged. All that was
  /// seen of one end keeps its order.
  private static func causesFirst(_ seen: [Seen], in table: HandleTable) -> [Seen] {
    var ordered = seen
    for change in seen.map(\.change) {
      guard let index = ordered.firstIndex(where: { $0.change === change }),
        let cause = ordered[index...].lastIndex(where: { change.follows($0.change, in: table) })
      else { continue }
      let between = ordered[index...cause]
      ordered.replaceSubrange(
        index...cause,
        with: between.filter { $0.change.name != change.name } + between.filter { $0.change.name == change.name })
    }
    return ordered
  }
}

extension Change {
  /// Whether it is the arrival of a FIN that `other` has sent, or the acknowledgement of a FIN whose arrival is `other`.
  fileprivate func follows(_ other: Change, in table: HandleTable) -> Bool {
    let isArrival = hasMoved(from: [.established], to: [.closeWait])
    let isAcknowledgement = hasMoved(from: [.established, .finWait1], to: [.finWait2, .timeWait])
    guard
      isArrival && other.hasMoved(from: [.established], to: [.finWait1])
        || isAcknowledgement && other.hasMoved(from: [.established], to: [.closeWait])
    else { return false }
    return table.find(name)?.peer === table.find(other.name)
  }

  private func hasMoved(from states: [SocketState], to others: [SocketState]) -> Bool {
    before.map { states.contains($0.state) } == true && others.contains(after.state)
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
