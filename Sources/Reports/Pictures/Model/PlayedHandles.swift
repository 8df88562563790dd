import Handles
import Sockets

/// The handles of a session and the ways of their states, from one line to the next.
struct PlayedHandles {
  /// The last handle of each name, in the order in which they were made.
  private var entries: [Entry] = []
  private(set) var ways: [StateWay] = []
  /// The role that made each.
  private(set) var owners: [String: String] = [:]

  private struct Entry {
    let name: String
    var change: Change
    var endpoints: Endpoints?
    /// Which of the ways is its own; nil where it is not TCP.
    var way: Int?
    var isGone = false
  }

  /// Takes what a line, or an event after it, has changed.
  /// - Parameter moment: The number of the line.
  mutating func take(_ changes: [Change], at moment: Int, role: String?) {
    for change in changes { take(change, at: moment, role: role) }
  }

  private mutating func take(_ change: Change, at moment: Int, role: String?) {
    let index = entry(of: change, role: role)
    if !change.isSame || change.before == nil { entries[index].change = change }
    if let endpoints = change.endpoints { entries[index].endpoints = endpoints }
    entries[index].isGone = change.isGone
    if change.kind.isTCP { note(change, of: index, at: moment) }
  }

  private mutating func entry(of change: Change, role: String?) -> Int {
    let known = entries.firstIndex { $0.name == change.name }
    if let known, change.before != nil { return known }
    if let role { owners[change.name] = role }
    if let known { entries.remove(at: known) }
    entries.append(Entry(name: change.name, change: change))
    return entries.count - 1
  }

  private mutating func note(_ change: Change, of index: Int, at moment: Int) {
    // In the RFC, a connection that no longer exists is CLOSED.
    let isOver = change.isGone && !change.isShared && change.remainingDuplicate == nil
    guard let to = isOver ? .closed : TCPState(change.after.state) else { return }
    guard let way = entries[index].way else {
      entries[index].way = ways.count
      var steps = [StateWay.Step(moment: moment, from: nil, to: to)]
      if let before = change.before.flatMap({ TCPState($0.state) }), before != to {
        steps = [.init(moment: moment, from: nil, to: before), .init(moment: moment, from: before, to: to)]
      }
      return ways.append(StateWay(name: change.name, steps: steps))
    }
    guard let last = ways[way].steps.last?.to, last != to else { return }
    ways[way].steps.append(StateWay.Step(moment: moment, from: last, to: to))
  }

  /// All handles, with what `changes` did to them. Those that no longer exist are then forgotten.
  mutating func shown(after changes: [Change]) -> [PlayedHandle] {
    defer { entries.removeAll(where: \.isGone) }
    return entries.map { entry in
      let change = entry.change, own = changes.last { $0.name == entry.name }
      let before = own?.before.map(\.state).flatMap { $0 == change.after.state && !entry.isGone ? nil : $0.name }
      return PlayedHandle(
        name: entry.name, descriptor: change.isClosing ? -1 : change.descriptor, kind: change.kind.word,
        state: change.after.state.name, before: before, addresses: Self.text(entry.endpoints),
        details: Self.details(change.after), isChanged: own.map { !$0.isSame || $0.before == nil } ?? false,
        isTold: own != nil, isGone: entry.isGone)
    }
  }

  private static func text(_ endpoints: Endpoints?) -> String {
    let local = endpoints?.local.map { "\($0)" } ?? ""
    guard let peer = endpoints?.peer, local.isEmpty || !peer.isUnnamed else { return local }
    return (local.isEmpty ? "" : local + " ") + "→ \(peer)"
  }

  private static func details(_ snapshot: Snapshot) -> String {
    var parts: [String] = []
    if snapshot.state == .listen { parts.append("queue \(snapshot.queue)/\(snapshot.backlog)") }
    if snapshot.unread > 0 { parts.append("unread \(snapshot.unread)") }
    if snapshot.unsent > 0 { parts.append("unsent \(snapshot.unsent)") }
    return parts.joined(separator: ", ")
  }
}

extension [PlayedHandle] {
  /// Replaces the handle `name` with what was seen of it later.
  mutating func update(with later: [PlayedHandle], of name: String) {
    guard let seen = later.first(where: { $0.name == name }) else { return }
    if let index = firstIndex(where: { $0.name == name }) { self[index] = seen } else { append(seen) }
  }
}
