/// What kind of call it is. The file of the command that makes a call says so, beside the call itself:
/// `Call("connect", .connects, .descriptor(fd), .address(address))`. Whoever needs to know, such as the recorder, the
/// jobs and the forecasts, reads it here, and never compares the call's name.
///
/// The handle that a call works on needs no trait: it is the one whose descriptor the first argument is.
package struct CallTraits: OptionSet, Sendable {
  package let rawValue: UInt32

  @inlinable package init(rawValue: UInt32) { self.rawValue = rawValue }

  // Every set of options has these two. Written out, they can be inlined in other modules.
  @inlinable package init(arrayLiteral traits: CallTraits...) {
    var all: UInt32 = 0
    for trait in traits { all |= trait.rawValue }
    self.init(rawValue: all)
  }

  @inlinable package func contains(_ other: CallTraits) -> Bool { rawValue & other.rawValue == other.rawValue }

  // MARK: What it does to its socket

  /// Its result is a new descriptor. It is recorded as `fd`, because the number may be another one when the line is
  /// played, and the handle is recorded by name where the line left the name out.
  package static let opens = CallTraits(rawValue: 1 << 0)
  /// It takes a connection out of a listener's queue. On any other socket it fails at once, so that no wait is forecast.
  package static let accepts = CallTraits(rawValue: 1 << 1)
  /// It asks another socket for a connection. What the socket goes through while the call waits is its doing, and its
  /// address is that of the peer.
  package static let connects = CallTraits(rawValue: 1 << 2)
  /// It takes the descriptor away. What the socket goes through while the call waits is its doing, and it may reset the
  /// connection.
  package static let closes = CallTraits(rawValue: 1 << 3)

  /// It ends the connection of its socket from outside, and the descriptor stays: the other end is reset.
  package static let destroys = CallTraits(rawValue: 1 << 15)

  /// A filter answers it in the kernel's place, see `Injection`: nothing of it comes to pass.
  package static let isInjected = CallTraits(rawValue: 1 << 16)

  // MARK: What it moves

  /// It moves data out of its first descriptor. It waits for room, and where it took less than it was given, a
  /// recording leaves open how much.
  package static let sends = CallTraits(rawValue: 1 << 4)
  /// It moves data in through its first descriptor. It waits for data; a recording names their sender, and leaves open
  /// how much a long call found.
  package static let receives = CallTraits(rawValue: 1 << 5)
  /// It receives several messages: its result and its length count messages, not bytes, and an empty one is recorded.
  package static let receivesSeveral = CallTraits(rawValue: 1 << 6)
  /// Less than its length may be all that was wanted: such a result does not say that the call was cut short.
  package static let mayEndEarly = CallTraits(rawValue: 1 << 7)
  /// It moves data from its first descriptor to its second. It waits for either end.
  package static let splices = CallTraits(rawValue: 1 << 8)

  // MARK: What it gives

  /// It is a function of the C library whose result is its own error number, see `gai_strerror(3)`. errno says nothing.
  package static let looksUp = CallTraits(rawValue: 1 << 9)
  /// Its result is another one in each process, such as a process number. It is recorded as `*`.
  package static let resultVaries = CallTraits(rawValue: 1 << 10)
  /// One of its words may be a port by itself, which is recorded by the name of the handle that has it.
  package static let givesPort = CallTraits(rawValue: 1 << 11)
  /// Its word is the socket's own address. Where the kernel chose the port and has taken it back, the port is recorded
  /// as `*`.
  package static let givesOwnAddress = CallTraits(rawValue: 1 << 12)
  /// Its output is the number of unread bytes. In a play they may still be in flight, so the call waits for them.
  package static let countsUnread = CallTraits(rawValue: 1 << 13)
  /// Its output is the number of bytes that are not acknowledged. In a play they may still be in flight, so it waits for them.
  package static let countsUnsent = CallTraits(rawValue: 1 << 14)
}
