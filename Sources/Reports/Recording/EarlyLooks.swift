import Commands
import Glibc
import Handles
import Runner
import Sockets

/// Calls that looked for what another process sends, and found nothing, sooner than it may have answered: in a play it may
/// have sent something by then.
struct EarlyLooks {
  /// When the call before returned, in nanoseconds of the monotonic clock.
  private var last: Int64?

  /// In nanoseconds. A process that is there hardly ever takes as long, and a person takes longer from line to line.
  private static let patience: Int64 = 200_000_000

  /// Says how `step` is to be written, where that is chance.
  mutating func take(_ step: Step, _ hints: inout RecordedHints, in table: HandleTable) {
    guard let exchange = step.result, let answer = exchange.answer else { return }
    let returned = answer.began + answer.nanoseconds
    defer { last = returned }
    guard let last, returned - last < Self.patience, hints.outcome == nil, step.outcome == .done else { return }
    let looked = Self.looked(exchange.call, answer, step, in: table)
    if looked.contains(where: { table.find($0)?.isConnectedOutside == true }) { hints.outcome = "*" }
  }

  /// The handles on which a call has found nothing; none where it found something.
  private static func looked(_ call: Call, _ answer: Answer, _ step: Step, in table: HandleTable) -> Set<String> {
    let own = call.descriptor.flatMap { table.owner(of: $0) }.map { Set([$0.name]) } ?? []
    if !call.traits.isDisjoint(with: [.receives, .receivesSeveral]) {
      return answer.failed && answer.errno.rawValue == EAGAIN ? own : []
    }
    if answer.failed { return [] }
    if call.traits.contains(.countsUnread) { return step.outputs == ["0"] ? own : [] }
    return answer.result == 0 ? call.watched(in: table) : []
  }
}

extension Handle {
  /// Whether its other end is not of this session.
  fileprivate var isConnectedOutside: Bool { kind.isSocket && snapshot.state == .established && peer == nil }
}
