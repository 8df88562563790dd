import CSockets
import Glibc

/// An array of `struct mmsghdr`.
package typealias MessageHeaders = UnsafeMutablePointer<sockplay_mmsghdr>
package typealias MessageHeader = sockplay_mmsghdr

/// Sends `count` messages. The C function is `sendmmsg`.
package func sendmmsg(_ descriptor: Int32, _ headers: MessageHeaders?, _ count: Int, _ flags: Int32) -> Int {
  Int(sockplay_sendmmsg(descriptor, headers, UInt32(count), flags))
}

/// Receives up to `count` messages. `timeout` is in milliseconds; nil means no limit. The C function is `recvmmsg`.
package func recvmmsg(_ descriptor: Int32, _ headers: MessageHeaders?, _ count: Int, _ flags: Int32, timeout: Int?)
  -> Int
{
  Int(sockplay_recvmmsg(descriptor, headers, UInt32(count), flags, timeout.map { Int64($0) * 1_000_000 } ?? -1))
}

/// The same with a pointer to a `struct timespec`, which may be wrong on purpose.
package func recvmmsg(
  _ descriptor: Int32, _ headers: MessageHeaders?, _ count: Int, _ flags: Int32, byHand time: UnsafeMutableRawPointer?
) -> Int {
  Int(sockplay_recvmmsg_by_hand(descriptor, headers, UInt32(count), flags, time))
}

// The calls that take messages. Each preserves the call's errno.
extension Message {
  /// Calls `send` with the message as a `struct msghdr`, some of whose members may be given `byHand`.
  package func passed(byHand: MessageByHand? = nil, to send: (UnsafeMutablePointer<msghdr>?) -> Int) -> Int {
    let memory = MessageMemory([self])
    guard let byHand else { return send(memory.first) }
    byHand.apply(to: memory.first)
    return send(byHand.pointer(to: memory.first))
  }
}

extension Received {
  /// Calls `send` with `messages`, and keeps how many bytes of each were sent (msg_len).
  package mutating func takeLengths(_ messages: [Message], _ send: (MessageHeaders) -> Int) -> Int {
    let memory = MessageMemory(messages)
    let result = send(memory.headers.baseAddress!)
    let number = errno
    details = .lengths(memory.lengths(result))
    errno = number
    return result
  }

  /// Calls `read` with buffers for one message, and keeps what it wrote. On a stream, 0 bytes mean end of file.
  package mutating func takeMessage(
    _ room: MessageBuffer, isStream: Bool, isDiscarded: Bool = false, byHand: MessageByHand? = nil,
    _ read: (UnsafeMutablePointer<msghdr>?) -> Int
  ) -> Int {
    let memory = MessageMemory(room, count: 1)
    byHand?.apply(to: memory.first)
    let result = read(byHand.map { $0.pointer(to: memory.first) } ?? memory.first)
    let number = errno
    if result >= 0 {
      byHand?.remove(from: memory.first)
      let message = memory.received(0, length: result, isDiscarded: isDiscarded)
      details = .messages([message])
      data = message.data
      address = message.address
      isEndOfFile = isStream && result == 0 && room.count > 0
    }
    errno = number
    return result
  }

  /// Calls `read` with buffers for `count` messages, and keeps those that it wrote.
  package mutating func takeMessages(
    _ room: MessageBuffer, count: Int, isDiscarded: Bool = false, _ read: (MessageHeaders) -> Int
  ) -> Int {
    let memory = MessageMemory(room, count: count)
    let result = read(memory.headers.baseAddress!)
    let number = errno
    if result >= 0 {
      let lengths = memory.lengths(result)
      details = .messages(lengths.indices.map { memory.received($0, length: lengths[$0], isDiscarded: isDiscarded) })
      address = messages.first?.address
    }
    errno = number
    return result
  }
}

extension [UInt8] {
  /// Calls `send` with the bytes. If `pinned`, they are in pages of their own, which the kernel may still read after
  /// the call has returned (MSG_ZEROCOPY).
  package func passed(pinned: Bool, to send: (UnsafeRawPointer?) -> Int) -> Int {
    if !pinned { return withUnsafeBytes { send($0.baseAddress) } }
    return Message([self]).passed { send($0?.pointee.msg_iov.pointee.iov_base) }
  }
}
