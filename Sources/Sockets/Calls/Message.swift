import CSockets

/// A message as sendmsg(2) takes it: its buffers, where it goes, and what goes with it.
package struct Message: Sendable, Equatable {
  /// nil where the socket's peer gets it.
  package var address: SocketAddress?
  package var buffers: [[UInt8]]
  package var control: [ControlMessage]

  package init(to address: SocketAddress? = nil, _ buffers: [[UInt8]], control: [ControlMessage] = []) {
    self.address = address
    self.buffers = buffers
    self.control = control
  }

  /// How many bytes of data it has.
  package var count: Int { buffers.reduce(0) { $0 + $1.count } }
}

/// Room for a message, as recvmsg(2) takes it. There is always room for an address.
package struct MessageBuffer: Sendable, Equatable {
  /// How many bytes each buffer holds.
  package let lengths: [Int]
  /// Room for control messages, in bytes.
  package let control: Int

  package init(_ lengths: [Int], control: Int) {
    self.lengths = lengths
    self.control = control
  }

  /// How many bytes of data it holds.
  package var count: Int { lengths.reduce(0, +) }
  /// Room for any address: the size of a `struct sockaddr_storage`.
  package static let address = 128
}

/// A message as recvmsg(2) wrote it.
package struct ReceivedMessage: Sendable, Equatable {
  /// What stands in each buffer.
  package var buffers: [[UInt8]]
  package var address: SocketAddress?
  /// The length of the address that the kernel wrote.
  package var addressLength = 0
  package var control: [ControlMessage]
  /// How much of the room for control messages was used.
  package var controlLength: Int
  /// msg_flags: MSG_TRUNC, MSG_CTRUNC, MSG_EOR, MSG_OOB, MSG_ERRQUEUE.
  package var flags: Int32
  /// The length of the message, which may be more than there was room for.
  package var length: Int

  package init(
    _ buffers: [[UInt8]], from address: SocketAddress? = nil, control: [ControlMessage] = [], flags: Int32 = 0,
    length: Int? = nil
  ) {
    self.buffers = buffers
    self.address = address
    addressLength = address?.length ?? 0
    self.control = control
    controlLength = control.reduce(0) { $0 + $1.space }
    self.flags = flags
    self.length = length ?? buffers.reduce(0) { $0 + $1.count }
  }

  package var data: [UInt8] { buffers.count == 1 ? buffers[0] : Array(buffers.joined()) }
}

/// A control message: data beside the data, see `cmsg(3)`.
package struct ControlMessage: Sendable, Equatable {
  package let level: Int32
  package let type: Int32
  package let bytes: [UInt8]

  package init(level: Int32, type: Int32, bytes: [UInt8]) {
    self.level = level
    self.type = type
    self.bytes = bytes
  }

  /// What cmsg_len says.
  package var length: Int { sockplay_control_length(bytes.count) }
  /// The room it takes.
  package var space: Int { sockplay_control_space(bytes.count) }

  /// The descriptors that it brings, which are new in the process that receives them. In place of one of a process the
  /// kernel puts an errno below 0 where it could make none.
  package var descriptors: [Int32] {
    guard kind?.form == .descriptors || kind?.form == .process else { return [] }
    let numbers = stride(from: 0, to: bytes.count - 3, by: 4).map { start in
      bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: Int32.self) }
    }
    return numbers.filter { $0 >= 0 }
  }
}

extension Received {
  /// The data as they are expected: those of several messages one behind the other; none for a call that receives none.
  package var pieces: [[UInt8]] { data.map { [$0] } ?? messages.map(\.data) }

  /// The messages of recvmsg and recvmmsg; none for other calls.
  package var messages: [ReceivedMessage] {
    if case .messages(let messages)? = details { return messages }
    return []
  }
}
