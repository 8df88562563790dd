import Commands
import Handles
import Sockets
import Text

/// A call with MSG_WAITALL that received less of a stream than it was to wait for, as it was when it returned. See recv(2).
struct UnfilledBuffer {
  private let call: String
  private let received: Int
  private let asked: Int
  private let end: End

  /// Why it did not go on until its buffer was full.
  private enum End {
    case wasNotToWait, ranOutOfTime, wasTimedOut, wasInterrupted, wasShutDown, finished, over
    /// Nothing that was seen tells.
    case unseen
  }

  /// nil when the call of `step` did something else.
  init?(_ step: Step, in table: HandleTable) {
    guard let exchange = step.result, let answer = exchange.answer, answer.result > 0, exchange.call.has("MSG_WAITALL"),
      let asked = exchange.call.asked, answer.result < asked,
      let handle = exchange.call.descriptor.flatMap({ table.owner(of: $0) }), handle.kind.type == .stream
    else { return nil }
    (call, received, self.asked) = (exchange.call.name, answer.result, asked)
    let isToWait = !table.isNonblocking(handle) && !exchange.call.has("MSG_DONTWAIT")
    let limit = table.timeLimit(of: handle, isSending: false)
    end =
      switch step.outcome {
      case .timedOut: .wasTimedOut
      case _ where step.isCut: .wasInterrupted
      case _ where !isToWait: .wasNotToWait
      case _ where limit.map { answer.hasTaken(milliseconds: $0) } == true: .ranOutOfTime
      default: Self.ending(of: handle)
      }
  }

  private static func ending(of handle: Handle) -> End {
    if handle.shutHere.contains(.receiving) { return .wasShutDown }
    let state = handle.snapshot.state
    if handle.kind.isTCP { return state.hasReceivedFIN ? .finished : state == .closed ? .over : .unseen }
    return handle.snapshot.shut.contains(.receiving) ? .finished : .unseen
  }

  var sentence: String {
    let reason =
      switch end {
      case .wasNotToWait: "the call was non-blocking, which MSG_WAITALL does not change"
      case .ranOutOfTime: "SO_RCVTIMEO ran out"
      case .wasTimedOut: "sockplay ended the call, because its time was up"
      case .wasInterrupted: "a signal interrupted the call while it waited"
      case .wasShutDown: "it was shut down for reading"
      case .finished: "the other end sends no more"
      case .over: "the connection ended meanwhile"
      case .unseen: "the call ended before more came"
      }
    return "\(call) returned \(received) of the \(Plural.bytes(asked)) that MSG_WAITALL waits for: \(reason)"
  }
}

extension Answer {
  /// Whether the call took that long. The kernel counts time in ticks of up to 10 ms.
  func hasTaken(milliseconds limit: Int) -> Bool { nanoseconds > Int64(limit - 10) * 1_000_000 }
}
