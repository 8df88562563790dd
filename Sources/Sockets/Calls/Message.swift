import CSockets

/// A message as sendmsg(2) takes it: buffers, destination, and control messages.
package struct Message: Sendable, Equatable {
  /// nil to send to the socket's peer.
  package var address: SocketAddress?
  package var buffers: [[UInt8]]
  package var control: [ControlMessage]

  package init(to address: SocketAddress? = nil, _ buffers: [[UInt8]], control: [ControlMessage] = []) {
    self.address = address
    self.buffers = buffers
    self.control = control
  }

  /// Its bytes of data, all buffers together.
  package var count: Int { buffers.reduce(0) { $0 + $1.count } }
}

/// Buffers for a message, as recvmsg(2) takes them. There is always a buffer for the address.
package struct MessageBuffer: Sendable, Equatable {
  /// The capacity of each buffer, in bytes.
  package let lengths: [Int]
  /// The capacity for control messages (msg_controllen), in bytes.
  package let control: Int

  package init(_ lengths: [Int], control: Int) {
    self.lengths = lengths
    self.control = control
  }

  /// The bytes of data it sends.
  package var count: Int { lengths.reduce(0, +) }
  /// The capacity for the address: the size of a `struct sockaddr_storage`.
  package static let address = 128
}

/// A message as recvmsg(2) wrote it.
package struct ReceivedMessage: Sendable, Equatable {
  /// The contents of each buffer.
  package var buffers: [[UInt8]]
  package var address: SocketAddress?
  /// The length of the address that the kernel wrote.
  package var addressLength = 0
  package var control: [ControlMessage]
  /// How many bytes of control messages the kernel wrote (msg_controllen).
  package var controlLength: Int
  /// msg_flags: MSG_TRUNC, MSG_CTRUNC, MSG_EOR, MSG_OOB, MSG_ERRQUEUE.
  package var flags: Int32
  /// The length of the message, which may be more than the buffers hold.
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

/// A control message (ancillary data), see `cmsg(3)`.
package struct ControlMessage: Sendable, Equatable {
  package let level: Int32
  package let type: Int32
  package let bytes: [UInt8]

  package init(level: Int32, type: Int32, bytes: [UInt8]) {
    self.level = level
    self.type = type
    self.bytes = bytes
  }

  /// The value of cmsg_len.
  package var length: Int { sockplay_control_length(bytes.count) }
  /// The buffer space it takes (CMSG_SPACE).
  package var space: Int { sockplay_control_space(bytes.count) }

  /// The descriptors that it carries, which are new in the receiving process. Instead of a pidfd that it could not
  /// make, the kernel puts a negative errno.
  package var descriptors: [Int32] {
    guard kind?.form == .descriptors || kind?.form == .process else { return [] }
    let numbers = stride(from: 0, to: bytes.count - 3, by: 4).map { start in
      bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: Int32.self) }
    }
    return numbers.filter { $0 >= 0 }
  }
}

extension Received {
  /// The received data, one element for each message; empty for a call that receives none.
  package var pieces: [[UInt8]] { data.map { [$0] } ?? messages.map(\.data) }

  /// The messages of recvmsg and recvmmsg; empty for other calls.
  package var messages: [ReceivedMessage] {
    if case .messages(let messages)? = details { return messages }
    return []
  }
}

extension ControlMessage {
  /// Its value, if that is one number.
  package var number: Int? {
    bytes.count == 4
      ? bytes.withUnsafeBytes { Int($0.loadUnaligned(as: Int32.self)) }
      : bytes.count == 2 ? bytes.withUnsafeBytes { Int($0.loadUnaligned(as: UInt16.self)) } : nil
  }

  /// The source address that a message with IP_PKTINFO or IPV6_PKTINFO is to have; nil for other control messages.
  package var packetSource: SocketAddress? {
    func word(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
    switch kind?.form {
    // struct in_pktinfo: ipi_ifindex, ipi_spec_dst, ipi_addr.
    case .packetInfo? where bytes.count >= 8: return .ipv4(UInt32(word(4..<8)), port: 0)
    // struct in6_pktinfo: ipi6_addr, ipi6_ifindex.
    case .packetInfo6? where bytes.count >= 16: return .ipv6(word(0..<8), word(8..<16), port: 0, scope: 0)
    default: return nil
    }
  }
}
