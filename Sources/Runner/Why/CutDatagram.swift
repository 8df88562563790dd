import Commands
import Glibc
import Handles
import Sockets
import Text

/// A call that had no room for all of a datagram: the kernel throws the rest away, and recv(2) does not say so.
struct CutDatagram {
  /// Such as `the datagram`, or `message 2`.
  private let what: String
  private let room: Int
  /// How long it was; nil where that cannot be known.
  private let length: Int?
  /// Whether it is certain that something is lost.
  private let isCertain: Bool

  /// nil when the call of `step` has returned all of it, and when it leaves the datagram where it is.
  ///
  /// - Parameter isBusy: Whether other calls receive from the same socket.
  init?(_ answer: Answer, of call: Call, on handle: Handle, isBusy: Bool, _ step: Step) {
    guard handle.kind.type != .stream, call.traits.contains(.receives), answer.result > 0 else { return nil }
    let noun = handle.kind.type == .datagram && handle.kind.domain != .netlink ? "the datagram" : "the message"
    let messages = answer.received.messages
    guard messages.isEmpty else {
      guard !call.leavesDatagram, let index = messages.firstIndex(where: { $0.flags & Int32(MSG_TRUNC) != 0 }) else {
        return nil
      }
      what = messages.count == 1 ? noun : "message \(index + 1)"
      (room, isCertain) = (messages[index].buffers.reduce(0) { $0 + $1.count }, true)
      length = messages[index].length > room ? messages[index].length : nil
      return
    }
    guard let asked = call.asked, answer.result >= asked, handle.kind.isSocket, !call.leavesDatagram else { return nil }
    (what, room) = (noun, asked)
    let seen = handle.kind.type == .datagram && !isBusy ? step.unreadBefore(handle) : nil
    length = answer.result > asked ? answer.result : seen
    isCertain = length != nil
    if let length, length <= asked { return nil }
  }

  var sentence: String {
    guard isCertain else {
      return "this fills the buffer: if \(what) had more than \(Plural.bytes(room)), the rest is lost"
    }
    guard let length else { return "\(what) had more than \(Plural.bytes(room)): the rest is lost (MSG_TRUNC)" }
    return
      "\(what) had \(Plural.bytes(length)): the last \(length - room) did not fit and \(Plural.is(length - room)) lost"
  }
}

extension Call {
  /// Whether what it receives can be received once more, or is no datagram that came.
  fileprivate var leavesDatagram: Bool { has("MSG_PEEK") || has("MSG_ERRQUEUE") }
}

extension Step {
  /// How long the next datagram of `handle` was before the call; nil if none had been seen, or others may have taken
  /// it.
  fileprivate func unreadBefore(_ handle: Handle) -> Int? {
    guard !handle.isShared, let before = changes.first(where: { $0.name == handle.name })?.before, before.unread > 0
    else { return nil }
    return before.unread
  }
}
