import CSockets
import Glibc

/// Messages in memory: the headers, and all that they point to. See `sendmsg(2)` and `recvmsg(2)`.
struct MessageMemory: ~Copyable {
  let headers: UnsafeMutableBufferPointer<sockplay_mmsghdr>
  private let vectors: UnsafeMutableBufferPointer<iovec>
  private let names: UnsafeMutableBufferPointer<sockaddr_storage>
  private let bytes: UnsafeMutableRawBufferPointer
  private let control: UnsafeMutableRawBufferPointer

  private init(messages: Int, buffers: Int, bytes: Int, control: Int) {
    headers = .allocate(capacity: messages)
    headers.initialize(repeating: sockplay_mmsghdr())
    vectors = .allocate(capacity: buffers)
    names = .allocate(capacity: messages)
    names.initialize(repeating: sockaddr_storage())
    // Pages of their own: with MSG_ZEROCOPY the kernel may read them after the call has returned. Once unmapped they
    // stay alive for the kernel, and nobody can write to them.
    let pages = mmap(nil, max(bytes, 1), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)!
    self.bytes = UnsafeMutableRawBufferPointer(
      start: pages == MAP_FAILED ? nil : pages, count: pages == MAP_FAILED ? 0 : bytes)
    self.control = .allocate(byteCount: control, alignment: 16)
  }

  deinit {
    // The call's errno has not been read yet.
    let number = errno
    headers.deallocate()
    vectors.deallocate()
    names.deallocate()
    if let start = bytes.baseAddress { munmap(start, max(bytes.count, 1)) }
    control.deallocate()
    errno = number
  }

  /// The first header, for sendmsg and recvmsg.
  var first: UnsafeMutablePointer<msghdr> {
    UnsafeMutableRawPointer(headers.baseAddress!).assumingMemoryBound(to: msghdr.self)
  }

  /// Points header `index` at its parts. An empty part is NULL.
  private func point(_ index: Int, vectors: Range<Int>, control: Range<Int>, nameLength: Int) {
    headers[index].msg_name = nameLength == 0 ? nil : UnsafeMutableRawPointer(names.baseAddress! + index)
    headers[index].msg_namelen = socklen_t(nameLength)
    headers[index].msg_iov =
      vectors.isEmpty ? nil : UnsafeMutableRawPointer(self.vectors.baseAddress! + vectors.lowerBound)
    headers[index].msg_iovlen = vectors.count
    headers[index].msg_control = control.isEmpty ? nil : self.control.baseAddress! + control.lowerBound
    headers[index].msg_controllen = control.count
  }
}

// MARK: - Sending

extension MessageMemory {
  init(_ messages: [Message]) {
    self.init(
      messages: messages.count, buffers: messages.reduce(0) { $0 + $1.buffers.count },
      bytes: messages.reduce(0) { $0 + $1.count },
      control: messages.flatMap(\.control).reduce(0) { $0 + $1.space })
    var (vector, byte, control) = (0, 0, 0)
    for (index, message) in messages.enumerated() {
      let (firstVector, firstControl) = (vector, control)
      for buffer in message.buffers {
        vectors[vector] = put(buffer, at: byte)
        vector += 1
        byte += buffer.count
      }
      for item in message.control {
        sockplay_control_write(self.control.baseAddress! + control, item.level, item.type, item.bytes, item.bytes.count)
        control += item.space
      }
      let nameLength = message.address.map { put($0, at: index) } ?? 0
      point(index, vectors: firstVector..<vector, control: firstControl..<control, nameLength: nameLength)
    }
  }

  private func put(_ buffer: [UInt8], at start: Int) -> iovec {
    guard let base = bytes.baseAddress else { return iovec(iov_base: nil, iov_len: buffer.count) }
    UnsafeMutableRawBufferPointer(rebasing: bytes[start..<start + buffer.count]).copyBytes(from: buffer)
    return iovec(iov_base: base + start, iov_len: buffer.count)
  }

  private func put(_ address: SocketAddress, at index: Int) -> Int {
    address.withSockaddr { address, length in
      memcpy(names.baseAddress! + index, address, Int(length))
      return Int(length)
    }
  }

  /// msg_len of each message after sendmmsg or recvmmsg.
  func lengths(_ count: Int) -> [Int] { headers.prefix(max(count, 0)).map { Int($0.msg_len) } }
}

// MARK: - Receiving

extension MessageMemory {
  init(_ room: MessageBuffer, count: Int) {
    self.init(
      messages: count, buffers: room.lengths.count * count, bytes: room.count * count,
      control: room.controlSpace * count)
    var (vector, byte) = (0, 0)
    for index in 0..<count {
      let first = vector
      for length in room.lengths {
        vectors[vector] = iovec(iov_base: bytes.baseAddress.map { $0 + byte }, iov_len: length)
        vector += 1
        byte += length
      }
      let start = index * room.controlSpace
      point(index, vectors: first..<vector, control: start..<start + room.control, nameLength: MessageBuffer.address)
    }
  }

  /// The message of header `index`. It is `length` bytes long; the kernel wrote as many of them as the buffers hold.
  func received(_ index: Int, length: Int, isDiscarded: Bool) -> ReceivedMessage {
    let header = headers[index]
    var left = isDiscarded ? 0 : length
    let vectors = header.msg_iov?.assumingMemoryBound(to: iovec.self)
    let buffers = UnsafeBufferPointer(start: vectors, count: header.msg_iovlen).map { vector in
      let count = min(left, vector.iov_len)
      left -= count
      return count == 0 ? [] : [UInt8](UnsafeRawBufferPointer(start: vector.iov_base, count: count))
    }
    var message = ReceivedMessage(buffers, control: control(header), flags: header.msg_flags, length: length)
    message.controlLength = Int(header.msg_controllen)
    message.addressLength = Int(header.msg_namelen)
    message.address = header.msg_name.flatMap { name in
      let room = UnsafeRawBufferPointer(start: name, count: MessageBuffer.address)
      return SocketAddress(room, length: min(message.addressLength, room.count))
    }
    return message
  }

  private func control(_ header: sockplay_mmsghdr) -> [ControlMessage] {
    guard let room = header.msg_control else { return [] }
    var messages: [ControlMessage] = []
    var found = sockplay_control()
    var next = sockplay_control_read(room, Int(header.msg_controllen), 0, &found)
    while next > 0 {
      let bytes = [UInt8](UnsafeRawBufferPointer(start: found.data, count: found.length))
      messages.append(ControlMessage(level: found.level, type: found.type, bytes: bytes))
      next = sockplay_control_read(room, Int(header.msg_controllen), next, &found)
    }
    return messages
  }
}

extension MessageBuffer {
  /// The capacity for control messages, rounded up so that the next message's is aligned.
  fileprivate var controlSpace: Int { (control + 15) & ~15 }
}
