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
      case .messageOut(let room): return room.count
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
  package var bufferedBytes: Int {
    arguments.reduce(dataCount) { sum, argument in
      switch argument {
      case .buffer: sum + max(0, length ?? 0)
      case .messageOut(let room): sum + room.count
      case .messagesOut(let room, let count): sum + room.count * count
      case .vectorsOut(let lengths): sum + lengths.reduce(0, +)
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

  /// The address it was given, be it within a message. Of several messages the first one's: an errno is about that, see
  /// sendmmsg(2).
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
  package static func == (left: Call, right: Call) -> Bool {
    left.name == right.name && left.arguments == right.arguments
  }
}
