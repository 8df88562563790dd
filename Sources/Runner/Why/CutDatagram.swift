import Commands
import Glibc
import Handles
import Sockets
import Text

/// A call that had no room for all of a datagram: the kernel throws the rest away, and recv(2) does not say so.
struct CutDatagram {
  /// Such as `the datagram`, `message 2`, or `messages 1 and 2`.
  private let what: String
  private let room: Int
  /// How long it was; nil where that cannot be known.
  private let length: Int?
  /// Whether it is certain that something is lost.
  private let isCertain: Bool
  /// The call, where it asked for nothing, and it cannot be known of how much.
  private var askingForNothing: String?

  /// nil when the call of `step` has returned all of it, and when it leaves the datagram where it is.
  ///
  /// - Parameter isBusy: Whether other calls receive from the same socket.
  init?(_ answer: Answer, of call: Call, on handle: Handle, isBusy: Bool, _ step: Step) {
    guard handle.kind.type != .stream, call.traits.contains(.receives), !answer.failed else { return nil }
    let noun = "the " + handle.kind.messageNoun
    let messages = answer.received.messages
    guard messages.isEmpty else {
      let cut = messages.indices.filter { messages[$0].flags & Int32(MSG_TRUNC) != 0 }
      guard !call.leavesDatagram, let first = cut.first else { return nil }
      what = messages.count == 1 ? noun : Self.numbered(cut)
      // All messages of a call have the same room.
      (room, isCertain) = (messages[first].buffers.reduce(0) { $0 + $1.count }, true)
      length = cut.count == 1 && messages[first].length > room ? messages[first].length : nil
      return
    }
    // Nothing also comes from a socket that is shut down for reading.
    if answer.result == 0, handle.isShutForReading { return nil }
    guard let asked = call.asked, answer.result >= asked, handle.kind.isSocket, !call.leavesDatagram,
      !call.reachesNoSocket
    else { return nil }
    (what, room) = (noun, asked)
    let seen = handle.kind.type == .datagram && !isBusy ? step.unreadBefore(handle) : nil
    length = answer.result > asked ? answer.result : seen
    if asked == 0, length == nil {
      // An empty message is as likely, unless one with data is gone.
      guard !isBusy, step.hasTakenData(of: handle) else { return nil }
      askingForNothing = call.name
    }
    isCertain = length != nil || askingForNothing != nil
    if let length, length <= asked { return nil }
  }

  /// How many messages a sentence names.
  private static let mostNamed = 8

  /// The messages at `indices`, counted from 1.
  private static func numbered(_ indices: [Int]) -> String {
    let numbers = indices.map { "\($0 + 1)" }
    guard let last = numbers.last, numbers.count > 1 else { return "message \(numbers.joined())" }
    let more = numbers.count - mostNamed
    let ending = more > 0 ? "\(more) more" : last
    let named = numbers.prefix(more > 0 ? mostNamed : numbers.count - 1)
    return "messages \(named.joined(separator: ", ")) and \(ending)"
  }

  var sentence: String {
    if let askingForNothing { return "\(askingForNothing) asked for nothing: what \(what) had is lost" }
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

  /// Whether it returns 0 before the socket is asked: vfs_readv in fs/read_write.c, and sock_read_iter in net/socket.c.
  var reachesNoSocket: Bool { length == 0 && ["read", "readv"].contains(name) }
}

extension Step {
  /// How long the next datagram of `handle` was before the call; nil if none had been seen, or others may have taken
  /// it.
  fileprivate func unreadBefore(_ handle: Handle) -> Int? {
    guard !handle.isShared, let before = changes.first(where: { $0.name == handle.name })?.before, before.unread > 0
    else { return nil }
    return before.unread
  }

  /// Whether a call that asked for nothing has taken a message with data from `handle`, which nobody else reads from.
  fileprivate func hasTakenData(of handle: Handle) -> Bool {
    guard !handle.isShared, let change = changes.first(where: { $0.name == handle.name }), let before = change.before
    else { return false }
    // A seqpacket socket counts all messages together, any other only the next one.
    return handle.kind.type == .sequenced ? change.after.unread < before.unread : before.unread > 0
  }
}

extension SocketKind {
  /// What one message of such a socket is called.
  var messageNoun: String { type == .datagram && domain != .netlink ? "datagram" : "message" }
}
