/// One argument of a call.
package enum Argument: Sendable, Equatable {
  case integer(Int)
  /// How many bytes the call is to move, or how many messages; prints as a number.
  case length(Int)
  /// A descriptor of this process.
  case descriptor(Int32)
  /// A constant, or several joined with `|`, spelled as in C.
  case symbol(String)
  /// Bytes handed to the kernel.
  case bytes([UInt8])
  /// Room for bytes that the kernel fills.
  case buffer
  /// An address handed to the kernel; prints with its length behind it.
  case address(SocketAddress)
  /// Room for an address that the kernel fills; prints what it wrote, with its length.
  case addressOut
  /// Room for two descriptors that the kernel makes; prints those it made.
  case descriptorPairOut
  /// The value of a socket option, handed to the kernel; prints with its length behind it.
  case option(OptionForm, [UInt8])
  /// Room for the value of a socket option; prints what the kernel wrote, with its length.
  case optionOut(OptionForm)
  /// A message handed to the kernel.
  case message(Message)
  /// Messages handed to the kernel; print what it wrote of each.
  case messages([Message])
  /// Room for a message that the kernel fills; prints what it wrote.
  case messageOut(MessageBuffer)
  /// Room for that many messages likewise.
  case messagesOut(MessageBuffer, count: Int)
  /// The list of poll(2), into which the kernel writes what came.
  case polled([PollEntry])
  /// One of the three sets of select(2), in which the kernel leaves the descriptors that are ready.
  case selected(SelectSet, [Int32])
  /// An event handed to epoll_ctl(2).
  case epollEvent(EpollEvent)
  /// Room for the events of epoll_wait(2).
  case epollEventsOut
  /// Several buffers handed to the kernel, or with room for so many bytes each; prints with their number behind it.
  case vectors([[UInt8]])
  case vectorsOut([Int])
  /// Memory that the kernel fills; prints what it wrote, and until then this text.
  case filled(String)

  /// The descriptor, when it is one.
  package var descriptor: Int32? {
    if case .descriptor(let number) = self { return number }
    return nil
  }
}
