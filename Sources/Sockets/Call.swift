/// A system call as it would stand in a C program: its name and its real arguments.
package final class Call: Sendable {
  /// The C function's name, such as `bind`.
  package let name: String
  package let arguments: [Argument]
  /// Whether it is a function of the C library whose result is its own error number, see `gai_strerror(3)`.
  package let isLookup: Bool

  /// What makes the call: it fills in what the kernel wrote, and returns what the C function returned.
  package typealias Body = @Sendable (inout Received) -> Int

  package convenience init(_ name: String, _ arguments: Argument...) { self.init(name, arguments) }

  package init(_ name: String, _ arguments: [Argument]) {
    self.name = name
    self.arguments = arguments
    isLookup = name == "getaddrinfo" || name == "getnameinfo"
  }

  /// Where a call's length stands that is not its third argument.
  private static let lengthPlaces = ["sendfile": 3, "splice": 4]

  /// How many bytes it was to move, or how many messages; nil where it may end with less.
  package var asked: Int? {
    if name == "recvuntil" || name == "recvall" { return nil }
    for argument in arguments {
      switch argument {
      case .message(let message): return message.count
      case .messages(let messages): return messages.count
      case .messageRoom(let room): return room.count
      default: continue
      }
    }
    return length
  }

  private var length: Int? {
    let place = Self.lengthPlaces[name] ?? 2
    if place < arguments.count, case .integer(let length) = arguments[place] { return length }
    return nil
  }

  /// How many bytes of data it holds, or has room for.
  package var weight: Int {
    arguments.reduce(dataCount) { sum, argument in
      switch argument {
      case .buffer: sum + max(0, length ?? 0)
      case .messageRoom(let room): sum + room.count
      case .messagesRoom(let room, let count): sum + room.count * count
      case .vectorRoom(let lengths): sum + lengths.reduce(0, +)
      default: sum
      }
    }
  }

  /// How many bytes of data it holds.
  package var dataCount: Int {
    arguments.reduce(0) { sum, argument in
      switch argument {
      case .bytes(let bytes): sum + bytes.count
      case .message(let message): sum + message.count
      case .messages(let messages): sum + messages.reduce(0) { $0 + $1.count }
      case .vectors(let buffers): sum + buffers.reduce(0) { $0 + $1.count }
      default: sum
      }
    }
  }

  /// Whether the constant SYMBOL, such as `MSG_DONTWAIT`, is among its arguments.
  package func has(_ symbol: String) -> Bool {
    arguments.contains { if case .symbol(let flags) = $0 { flags.contains(symbol) } else { false } }
  }

  /// The descriptor it works on: the first argument, when it is one.
  package var descriptor: Int32? { arguments.first?.descriptor }

  /// The address it was given, be it within a message. Of several messages the first one's: an errno is about that, see sendmmsg(2).
  package var address: SocketAddress? {
    for argument in arguments {
      if case .address(let address) = argument { return address }
      if case .message(let message) = argument { return message.address }
      if case .messages(let messages) = argument { return messages.first?.address }
    }
    return nil
  }

  /// Whether its result is a new descriptor.
  package var makesDescriptor: Bool {
    ["socket", "accept", "accept4", "dup", "pidfd_getfd", "epoll_create1"].contains(name)
  }
}

extension Call: Equatable {
  package static func == (left: Call, right: Call) -> Bool { left.name == right.name && left.arguments == right.arguments }
}

/// One argument of a call.
package enum Argument: Sendable, Equatable {
  case integer(Int)
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
  case addressRoom
  /// Room for two descriptors that the kernel makes; prints those it made.
  case pairRoom
  /// The value of a socket option, handed to the kernel; prints with its length behind it.
  case option(OptionForm, [UInt8])
  /// Room for the value of a socket option; prints what the kernel wrote, with its length.
  case optionRoom(OptionForm)
  /// A message handed to the kernel.
  case message(Message)
  /// Messages handed to the kernel; print what it wrote of each.
  case messages([Message])
  /// Room for a message that the kernel fills; prints what it wrote.
  case messageRoom(MessageRoom)
  /// Room for so many messages likewise.
  case messagesRoom(MessageRoom, count: Int)
  /// The list of poll(2), into which the kernel writes what came.
  case polled([PollEntry])
  /// One of the three sets of select(2), in which the kernel leaves the descriptors that are ready.
  case selected(SelectSet, [Int32])
  /// An event handed to epoll_ctl(2).
  case epollEvent(EpollEvent)
  /// Room for the events of epoll_wait(2).
  case epollRoom
  /// Several buffers handed to the kernel, or with room for so many bytes each; prints with their number behind it.
  case vectors([[UInt8]])
  case vectorRoom([Int])
  /// Memory that the kernel fills; prints what it wrote, and until then this text.
  case filled(String)

  /// The descriptor, when it is one.
  package var descriptor: Int32? {
    if case .descriptor(let number) = self { return number }
    return nil
  }
}

/// What a call wrote into the memory it was given.
package struct Received: Sendable, Equatable {
  /// nil for a call that receives no data.
  package var data: [UInt8]?
  package var address: SocketAddress?
  /// How long the kernel said that address is.
  package var addressLength: Int?
  /// Whether the stream is at its end: the peer sent FIN and all before it has been read.
  package var isEndOfFile = false
  /// What it wrote besides; nil for most calls.
  package var details: Details?

  package init() {}
}

/// What a call wrote besides data and an address.
package indirect enum Details: Sendable, Equatable {
  /// The value of a socket option.
  case option([UInt8])
  /// New descriptors.
  case descriptors([Int32])
  /// Other memory, as it reads in C, and in the words that the call gives.
  case filled(inC: String, words: [String] = [])
  /// What getaddrinfo found.
  case found([FoundAddress])
  /// The real calls that were made, of a command that makes several, and which of them decided: nil where one was repeated until all
  /// together had come to what was wanted.
  case calls([Exchange], decisive: Int? = nil)
  /// Messages, with their control messages.
  case messages([ReceivedMessage])
  /// How many bytes of each message were sent.
  case lengths([Int])
  /// What came of each entry of poll(2)'s list.
  case polled([Int16])
  /// The three sets as select(2) left them.
  case selected([[Int32]])
  /// The events that epoll_wait(2) reported.
  case events([EpollEvent])
}

extension Received {
  /// The value of a socket option; nil for a call that reads none.
  package var option: [UInt8]? {
    if case .option(let bytes)? = details { return bytes }
    return nil
  }

  /// Other memory that the kernel filled, as it reads in C.
  package var filled: String? {
    switch details {
    case .filled(let text, _)?: text
    case .descriptors(let made)?: "[" + made.map(String.init).joined(separator: ", ") + "]"
    default: nil
    }
  }

  /// What it wrote there, in words.
  package var words: [String] {
    if case .filled(_, let words)? = details { return words }
    return []
  }

  /// The real calls that a command made; none for a command that makes one call.
  package var calls: [Exchange] {
    if case .calls(let calls, _)? = details { return calls }
    return []
  }
}

extension Answer {
  /// The descriptors that CALL made.
  package func descriptors(of call: Call) -> [Int32] {
    if failed { return [] }
    if case .descriptors(let made)? = received.details { return made }
    if case .messages(let messages)? = received.details { return messages.flatMap(\.control).flatMap(\.descriptors) }
    return call.makesDescriptor ? [Int32(result)] : []
  }
}

/// A call and what came of it.
package struct Exchange: Sendable, Equatable {
  package let call: Call
  /// nil while it waits.
  package let answer: Answer?

  package init(call: Call, answer: Answer?) {
    self.call = call
    self.answer = answer
  }
}

/// What came of a call. An object, because many look at it on its way from the call to the screen.
package final class Answer: Sendable {
  /// What the C function returned.
  package let result: Int
  /// errno right after the call when it failed; 0 on success.
  package let errno: Errno
  /// How long the call took.
  package let nanoseconds: Int64
  package let received: Received
  /// Whether SIGPIPE was delivered while it ran. It is ignored, and then never is, until `signal` asks for it.
  package let raisedSIGPIPE: Bool

  package init(
    result: Int, errno: Errno = .none, nanoseconds: Int64 = 0, received: consuming Received = Received(), raisedSIGPIPE: Bool = false
  ) {
    self.result = result
    self.errno = errno
    self.nanoseconds = nanoseconds
    self.received = consume received
    self.raisedSIGPIPE = raisedSIGPIPE
  }

  package var failed: Bool { result == -1 || errno != .none }

  /// Whether SIGPIPE came with it, or with one of the calls that it stands for.
  package var cameWithSIGPIPE: Bool {
    raisedSIGPIPE || received.details != nil && received.calls.contains { $0.answer?.raisedSIGPIPE == true }
  }
}

extension Answer: Equatable {
  package static func == (left: Answer, right: Answer) -> Bool {
    left.result == right.result && left.errno == right.errno && left.nanoseconds == right.nanoseconds && left.received == right.received
      && left.raisedSIGPIPE == right.raisedSIGPIPE
  }
}

/// Until when a call may have to wait.
package enum Wait: Sendable, Equatable {
  /// The call never waits.
  case never
  /// It waits until poll(2) would report EVENTS on DESCRIPTOR.
  case until(_ descriptor: Int32, events: Int16)
  /// It waits until one of several descriptors is ready, whether they are non-blocking or not.
  case untilAny([Interest])
  /// It may wait, and nothing tells beforehand.
  case unknown
  /// The same, and no signal ends it: a function of the C library that makes its calls again.
  case unknownAndDeaf
  /// close(2) with SO_LINGER: it waits up to so many seconds until the other end has confirmed all. A signal ends the
  /// wait, but the call returns 0, and the descriptor is gone from the beginning.
  case lingering(seconds: Int)

  /// Whether it does not wait on a descriptor with O_NONBLOCK.
  package var heedsNonblocking: Bool {
    switch self {
    case .untilAny, .lingering, .unknownAndDeaf: false
    case .never, .until, .unknown: true
    }
  }
}
