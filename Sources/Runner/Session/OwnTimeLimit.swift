import Commands
import Glibc
import Handles
import SessionLanguage
import Sockets

// Calls that return by themselves after a time of their own. What comes of them may depend on how busy the machine is.
extension Invocation {
  /// After how many milliseconds its call returns by itself although nothing has come: its own timeout, or that of its
  /// socket (SO_RCVTIMEO, SO_SNDTIMEO); nil for a call that waits as long as it takes.
  func ownLimit(in table: HandleTable) -> Int? {
    if let returnsWithin { return returnsWithin }
    guard wait != .never, !call.traits.contains(.closes), let subject, subject.isOpen, subject.kind.isSocket else {
      return nil
    }
    return table.timeLimit(of: subject, isSending: !call.traits.isDisjoint(with: [.sends, .connects]))
  }

  /// Whether `answer` came because the call's own time was up: then it has waited, whether somebody has seen that or not.
  func hasRunOut(_ answer: Answer, in table: HandleTable) -> Bool {
    if let returnsWithin, returnsWithin > 0 { return answer.result == 0 }
    guard wait != .never, let subject, !table.isNonblocking(subject) else { return false }
    if answer.failed { return [EAGAIN, EINPROGRESS].contains(answer.errno.rawValue) }
    guard call.traits.contains(.sends), let asked = call.asked, answer.result < asked else { return false }
    return ownLimit(in: table) != nil
  }
}

extension HandleTable {
  /// The timeout of a socket (SO_SNDTIMEO or SO_RCVTIMEO) in milliseconds; nil where it has none.
  func timeLimit(of handle: Handle, isSending: Bool) -> Int? {
    let option = isSending ? SocketOption.sendTimeout : .receiveTimeout
    guard let bytes = value(of: option, on: handle), let limit = TimeText.milliseconds(option.form.text(bytes)),
      limit > 0
    else { return nil }
    return limit
  }
}
