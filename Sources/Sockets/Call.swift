/// A system call as it would stand in a C program: its name and its real arguments.
package final class Call: Sendable {
  /// The C function's name, such as `bind`. It is for people to read; what follows from it, `traits` say.
  package let name: String
  package let arguments: [Argument]
  package let traits: CallTraits

  /// What makes the call: it fills in what the kernel wrote, and returns what the C function returned.
  package typealias Body = @Sendable (inout Received) -> Int

  package convenience init(_ name: String, _ traits: CallTraits, _ arguments: Argument...) {
    self.init(name, traits, arguments)
  }

  /// A call of no special kind, such as `listen`.
  package convenience init(_ name: String, _ arguments: Argument...) { self.init(name, [], arguments) }

  package init(_ name: String, _ traits: CallTraits, _ arguments: [Argument]) {
    self.name = name
    self.traits = traits
    self.arguments = arguments
  }

  /// How many bytes it was to move, or how many messages; nil where it may end with less.
  package var asked: Int? { traits.contains(.mayEndEarly) ? nil : length }

  /// How many bytes it may move at the most, or how many messages.
  package var length: Int? {
    for argument in arguments {
      switch argument {
      case .length(let length): return length
      case .message(let message): return message.count
      case .messages(let messages): return messages.count
      case .messageOut(let room): return room.count
      case .vectors(let buffers): return buffers.reduce(0) { $0 + $1.count }
      case .vectorsOut(let lengths): return lengths.reduce(0, +)
      default: continue
      }
    }
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

  /// The ends that a call which splices moves data between: the first two descriptors among its arguments.
  package var splicedDescriptors: (from: Int32, to: Int32)? {
    guard traits.contains(.splices) else { return nil }
    let descriptors = arguments.compactMap(\.descriptor)
    return descriptors.count == 2 ? (descriptors[0], descriptors[1]) : nil
  }
}

/// Two calls are the same when a C program would show no difference.
extension Call: Equatable {
  package static func == (left: Call, right: Call) -> Bool {
    left.name == right.name && left.arguments == right.arguments
  }
}
