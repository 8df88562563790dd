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

  enum End { case wasNotToWait, ranOutOfTime, wasTimedOut, wasInterrupted, connectionEnded }

  /// nil when the call of `step` did something else.
  init?(_ step: Step, in table: HandleTable) {
    guard let exchange = step.result, let sent = exchange.answer?.result, sent > 0, exchange.call.isSending,
      let id = exchange.call.descriptor.flatMap({ table.owner(of: $0) }), id.kind.type == .stream || id.kind == .pipe
    else { return nil }
    let asked = exchange.call.asked ?? exchange.call.bufferedBytes
    guard sent < asked else { return nil }
    (name, self.sent, self.asked) = (id.name, sent, asked)
    let isToWait = !table.isNonblocking(id) && !exchange.call.has("MSG_DONTWAIT")
    end =
      switch step.outcome {
      case _ where id.snapshot.state == .closed: .connectionEnded
      case .timedOut: .wasTimedOut
      case _ where step.isCut: .wasInterrupted
      default: isToWait ? .ranOutOfTime : .wasNotToWait
      }
  }

  var sentence: String {
    let full = "the send buffer had no room for more, and "
    let reason =
      switch end {
      case .wasNotToWait: full + "the call was non-blocking"
      case .ranOutOfTime: full + "SO_SNDTIMEO ran out"
      case .wasTimedOut: full + "sockplay ended the call, because its time was up"
      case .wasInterrupted: full + "a signal interrupted the call while it waited"
      case .connectionEnded: "the connection ended meanwhile"
      }
    return "\(name) took \(sent) of \(asked) bytes: \(reason)"
  }

  var remedies: [String] {
    if end == .connectionEnded { return [] }
    return [
      "when poll \(name):POLLOUT returns, send the other \(Plural.bytes(asked - sent)); sendall does both by itself"
    ]
  }
}

extension Call {
  /// Whether it may have been given more than `count` bytes to send. The second argument tells mostly, which takes less
  /// time than to ask whether the call sends. A file may have become shorter, so nothing is said of one.
  func maySendMore(than count: Int) -> Bool {
    guard arguments.count > 1 else { return false }
    switch arguments[1] {
    case .bytes(let bytes): return bytes.count > count
    case .rest(let bytes, let start): return bytes.count - start > count
    case .buffer, .integer, .length, .symbol, .path, .address, .addressOut: return false
    default: return traits.contains(.sends)
    }
  }
}
