import Commands
import Handles
import Sockets
import Text

/// A call that sent less of a stream than it was given, as it was when it returned.
struct ShortSend {
  let name: String
  let sent: Int
  let asked: Int
  /// Why it did not go on until all was sent.
  let end: End
  private let isPipe: Bool

  enum End {
    case wasNotToWait, ranOutOfTime, wasTimedOut, wasInterrupted, connectionEnded
    /// Its own end sends no more, or the other end takes no more.
    case wasShutDown, takesNoMore
    /// Nothing that was seen tells.
    case unseen
  }

  /// nil when the call of `step` did something else.
  init?(_ step: Step, in table: HandleTable) {
    guard let exchange = step.result, let sent = exchange.answer?.result, sent > 0, exchange.call.isSending,
      let handle = exchange.call.descriptor.flatMap({ table.owner(of: $0) }),
      handle.kind.type == .stream || handle.kind == .pipe
    else { return nil }
    let asked = exchange.call.asked ?? exchange.call.bufferedBytes
    guard sent < asked else { return nil }
    (name, self.sent, self.asked, isPipe) = (handle.name, sent, asked, handle.kind == .pipe)
    let isToWait = !table.isNonblocking(handle) && !exchange.call.has("MSG_DONTWAIT")
    end =
      switch step.outcome {
      case _ where handle.snapshot.state == .closed: .connectionEnded
      case .timedOut: .wasTimedOut
      case _ where step.isCut: .wasInterrupted
      default: isToWait ? Self.endOfWait(handle, exchange.answer, in: table) : .wasNotToWait
      }
  }

  /// Why a call that waits until all is sent returned before.
  private static func endOfWait(_ handle: Handle, _ answer: Answer?, in table: HandleTable) -> End {
    if handle.shutHere.contains(.sending) { return .wasShutDown }
    if handle.kind == .pipe { return handle.peer?.isOpen == true ? .unseen : .takesNoMore }
    if handle.kind.domain == .unix, handle.snapshot.shut.contains(.sending) { return .takesNoMore }
    guard let limit = table.timeLimit(of: handle, isSending: true), let answer else { return .unseen }
    return answer.hasTaken(milliseconds: limit) ? .ranOutOfTime : .unseen
  }

  var sentence: String {
    let full = "the \(isPipe ? "pipe" : "send buffer") had no room for more, and "
    let reason =
      switch end {
      case .wasNotToWait: full + "the call was non-blocking"
      case .ranOutOfTime: full + "SO_SNDTIMEO ran out"
      case .wasTimedOut: full + "sockplay ended the call, because its time was up"
      case .wasInterrupted: full + "a signal interrupted the call while it waited"
      case .connectionEnded: "the connection ended meanwhile"
      case .wasShutDown: "it was shut down for writing meanwhile"
      case .takesNoMore: "its other end was closed meanwhile, or shut down for reading"
      case .unseen: "the call ended before there was room for more"
      }
    return "\(name) took \(sent) of \(asked) bytes: \(reason)"
  }

  var remedies: [String] {
    if [.connectionEnded, .wasShutDown, .takesNoMore].contains(end) { return [] }
    return [
      "when poll \(name):POLLOUT returns, send the other \(Plural.bytes(asked - sent)); sendall does both by itself"
    ]
  }
}

extension Call {
  /// Whether it may have been given more than `count` bytes to send, or was to receive more. The second argument tells
  /// mostly, which takes less time than to ask whether the call sends. A file may have become shorter, so nothing is said
  /// of one.
  func mayMoveMore(than count: Int) -> Bool {
    guard arguments.count > 1 else { return false }
    switch arguments[1] {
    case .bytes(let bytes): return bytes.count > count
    case .rest(let bytes, let start): return bytes.count - start > count
    case .buffer, .messageOut: return asked ?? 0 > count && has("MSG_WAITALL")
    case .integer, .length, .symbol, .path, .address, .addressOut: return false
    default: return traits.contains(.sends)
    }
  }
}
