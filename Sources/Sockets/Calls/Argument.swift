/// One argument of a call.
package enum Argument: Sendable, Equatable {
  case integer(Int)
  /// How many bytes the call is to move, or how many messages; prints as a number.
  case length(Int)
  /// A descriptor of this process.
  case descriptor(Int32)
  /// A constant, or several joined with `|`, as written in C.
  case symbol(String)
  /// The path of a file; prints as a string.
  case path(String)
  /// Bytes passed to the kernel.
  case bytes([UInt8])
  /// What is left of bytes whose beginning another call has passed to the kernel, from an index on. All such calls share
  /// the memory of the bytes.
  case rest([UInt8], from: Int)
  /// A buffer that the kernel fills.
  case buffer
  /// An address passed to the kernel; printed with its length after it.
  case address(SocketAddress)
  /// A buffer for an address; prints what the kernel wrote, with its length.
  case addressOut
  /// An array for two descriptors; prints those that the kernel made.
  case descriptorPairOut
  /// The value of a socket option, passed to the kernel; printed with its length after it.
  case option(OptionForm, [UInt8])
  /// A buffer for the value of a socket option; prints what the kernel wrote, with its length.
  case optionOut(OptionForm)
  /// A message passed to the kernel.
  case message(Message)
  /// Messages passed to the kernel; printed with what it wrote for each.
  case messages([Message])
  /// Buffers for a message; prints what the kernel wrote.
  case messageOut(MessageBuffer)
  /// Buffers for that many messages.
  case messagesOut(MessageBuffer, count: Int)
  /// The array of poll(2), in which the kernel sets `revents`.
  case polled([PollEntry])
  /// One of the three sets of select(2), in which the kernel leaves only the ready descriptors.
  case selected(SelectSet, [Int32])
  /// An event passed to epoll_ctl(2).
  case epollEvent(EpollEvent)
  /// An array for the events of epoll_wait(2).
  case epollEventsOut
  /// Several buffers (`struct iovec`) passed to the kernel or filled by it; printed with their number after them.
  case vectors([[UInt8]])
  case vectorsOut([Int])
  /// Memory that the kernel fills; prints what it wrote, or this text before that.
  case filled(String)

  /// The bytes that are passed to the kernel, if it is those.
  package var passed: ArraySlice<UInt8>? {
    switch self {
    case .bytes(let bytes): bytes[...]
    case .rest(let bytes, let start): bytes[start...]
    default: nil
    }
  }

  /// The descriptor, if it is one.
  package var descriptor: Int32? {
    if case .descriptor(let number) = self { return number }
    return nil
  }
}
