import Packets
import Sockets

/// Finds what made the kernel send a segment by itself.
///
/// The kernel does not say it of a segment, but counts for each host how often each of its timers made it send. A trigger is
/// told only if it alone of those that come into question has moved, and just as often as there are such segments: two
/// connections of a host whose timers run out at the same time are not told apart.
struct SendTriggers {
  /// What may have made the kernel send a segment, by its form alone.
  enum Occasion: Hashable {
    /// It has the numbers of an earlier one.
    case repetition
    /// It carries nothing, and the number before the next one, so that it is answered.
    case probe
    /// It carries nothing, and acknowledges a segment that came a while before.
    case lateAcknowledgment

    fileprivate var triggers: [SendTrigger] {
      switch self {
      case .repetition: [.retransmissionTimer, .lossProbe, .fastRetransmit, .slowStart]
      case .probe: [.keepAliveTimer, .persistTimer]
      case .lateAcknowledgment: [.delayedAckTimer]
      }
    }
  }

  /// The counters of a host, or where there are no hosts of the session's network; nil where they cannot be had.
  private let read: (String?) -> CounterReading?
  private var readings: [String?: CounterReading] = [:]

  init(read: @escaping (String?) -> CounterReading?) { self.read = read }

  /// Reads the counters of `host` before it sends anything.
  mutating func begin(_ host: String?) { readings[host] = read(host) }

  /// - Parameter occasions: Of each segment that was taken, which host sent it, and its occasion.
  /// - Returns: The trigger of each; nil where it is not known, or was a call or a segment that came.
  mutating func find(_ occasions: [(host: String?, occasion: Occasion?)]) -> [SendTrigger?] {
    var found: [String?: [Occasion: SendTrigger]] = [:]
    for host in Set(occasions.map(\.host)) {
      let counts = Dictionary(grouping: occasions.filter { $0.host == host }.compactMap(\.occasion)) { $0 }
        .mapValues(\.count)
      guard !counts.isEmpty, let before = readings[host], let now = read(host) else { continue }
      readings[host] = now
      let moves = Dictionary(uniqueKeysWithValues: now.moves(since: before).map { ($0.counter.name, $0.count) })
      for (occasion, count) in counts {
        found[host, default: [:]][occasion] = Self.only(occasion.triggers, in: moves, count: count)
      }
    }
    return occasions.map { host, occasion in occasion.flatMap { found[host]?[$0] } }
  }

  /// The one of `triggers` that has moved, if it has moved `count` times and no other has.
  private static func only(_ triggers: [SendTrigger], in moves: [String: Int], count: Int) -> SendTrigger? {
    let moved = triggers.filter { $0.counter.map { moves[$0] != nil } ?? false }
    guard moved.count == 1, let one = moved.first, let counter = one.counter, moves[counter] == count else {
      return nil
    }
    return one
  }
}
