/// A system call as a C program would make it: its name and its real arguments.
package final class Call: Sendable {
  /// The C function's name, such as `bind`. It is for people to read; what follows from it, `traits` say.
  package let name: String
  package let arguments: [Argument]
  package let traits: CallTraits

  /// Makes the call: fills in what the kernel wrote, and returns what the C function returned.
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

  /// How many bytes, or messages, it was asked to move; nil for a call that normally moves less.
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

  /// The bytes of data it sends, or the capacity of its receive buffers.
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

  /// The bytes of data it sends.
  package var dataCount: Int {
    arguments.reduce(0) { sum, argument in
      switch argument {
      case .bytes(let bytes): sum + bytes.count
      case .rest(let bytes, let start): sum + bytes.count - start
      case .message(let message): sum + message.count
      case .messages(let messages): sum + messages.reduce(0) { $0 + $1.count }
      case .vectors(let buffers): sum + buffers.reduce(0) { $0 + $1.count }
      default: sum
      }
    }
  }

  /// The first byte of data it sends.
  package var firstByte: UInt8? {
    for argument in arguments {
      switch argument {
      case .bytes(let bytes): return bytes.first
      case .rest(let bytes, let start): return bytes.dropFirst(start).first
      case .message(let message): return message.buffers.lazy.compactMap(\.first).first
      case .vectors(let buffers): return buffers.lazy.compactMap(\.first).first
      default: continue
      }
    }
    return nil
  }

  /// Whether its arguments contain the constant `symbol`, such as `MSG_DONTWAIT`.
  package func has(_ symbol: String) -> Bool {
    arguments.contains {
      guard case .symbol(let flags) = $0, flags.utf8.count >= symbol.utf8.count else { return false }
      return flags.contains(symbol)
    }
  }

  /// The descriptor it works on: its first argument, if that is a descriptor.
  package var descriptor: Int32? { arguments.first?.descriptor }

  /// The address it was given, also inside a message. Of several messages, the first one's: an errno is about that one,
  /// see sendmmsg(2).
  package var address: SocketAddress? {
    for argument in arguments {
      if case .address(let address) = argument { return address }
      if case .message(let message) = argument { return message.address }
      if case .messages(let messages) = argument { return messages.first?.address }
    }
    return nil
  }

  /// The path of the file that it was given.
  package var path: String? {
    for argument in arguments { if case .path(let path) = argument { return path } }
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
