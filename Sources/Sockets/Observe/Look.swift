import Glibc

/// Our own calls that look at an open socket. Their buffer is larger than that of any call of the user's, so that a
/// trace can tell them apart.
enum Look {
  static let bufferSize = 1024

  /// The number at `index` of the value of `option`; nil if getsockopt(2) fails.
  static func number(_ option: Int32, level: Int32 = SOL_SOCKET, at index: Int = 0, of descriptor: Int32) -> Int32? {
    var value = [Int32](repeating: 0, count: bufferSize / MemoryLayout<Int32>.size)
    var length = socklen_t(bufferSize)
    return getsockopt(descriptor, level, option, &value, &length) == 0 ? value[index] : nil
  }
}

extension SocketAddress {
  /// The address that `call`, such as getsockname(2), writes; nil if it fails or writes none.
  package static func read(_ call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32)
    -> SocketAddress?
  {
    var length = socklen_t(Look.bufferSize)
    return withUnsafeTemporaryAllocation(byteCount: Look.bufferSize, alignment: 8) { raw in
      guard call(raw.baseAddress!.assumingMemoryBound(to: sockaddr.self), &length) == 0 else { return nil }
      return SocketAddress(UnsafeRawBufferPointer(raw), length: Int(length))
    }
  }
}
