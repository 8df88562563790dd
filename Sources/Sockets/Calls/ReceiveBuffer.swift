import Glibc

// Buffers for what a call writes. Nothing runs between a call that failed and the return, so that errno is still the
// call's.
extension Received {
  /// Room that is kept as it is, in bytes.
  private static let small = 64 << 10
  /// Room that is taken from the stack, in bytes, as much as Swift takes there. Gains 4 % of a checked step (instructions,
  /// 2026-12).
  private static let stackRoom = 1024

  /// Calls `read` with a buffer of `length` bytes and keeps what it wrote: nothing if the kernel only discards data. On
  /// a stream, 0 bytes mean end of file.
  package mutating func fill(
    _ length: Int, isStream: Bool, isDiscarded: Bool = false, _ read: (UnsafeMutablePointer<UInt8>?) -> Int
  ) -> Int {
    var result = 0
    func count() -> Int { isDiscarded ? 0 : min(max(result, 0), length) }
    if length <= Self.stackRoom {
      data = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: length) { buffer in
        result = read(buffer.baseAddress)
        return Array(buffer[..<count()])
      }
    } else {
      let room = [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
        result = read(buffer.baseAddress)
        filled = count()
      }
      // Much room for little is given back, as a session may keep what came; not after a failure, whose errno stays.
      data = result >= 0 && length > Self.small && room.count < length / 2 ? Array(room[...]) : room
    }
    isEndOfFile = isStream && result == 0 && length > 0
    return result
  }

  /// Calls `read` with a buffer of `length` bytes for an option's value and keeps what it wrote.
  package mutating func takeOption(
    _ length: Int, _ read: (UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<socklen_t>) -> Int
  ) -> Int {
    var result = 0
    let value = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      var written = socklen_t(length)
      result = read(buffer.baseAddress, &written)
      count = result == 0 ? min(Int(written), length) : 0
    }
    details = .option(value)
    return result
  }

  /// Calls `make` with an array of two descriptors and keeps those it wrote.
  package mutating func takePair(_ make: (UnsafeMutablePointer<Int32>) -> Int) -> Int {
    var pair: [Int32] = [-1, -1]
    let result = make(&pair)
    if result == 0 { details = .descriptors(pair) }
    return result
  }

  /// Calls `read` with a buffer for an address and keeps the address it wrote.
  package mutating func takeAddress(_ read: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int)
    -> Int
  {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutableBytes(of: &storage) { raw in
      let result = read(raw.baseAddress!.assumingMemoryBound(to: sockaddr.self), &length)
      if result >= 0 {
        address = SocketAddress(UnsafeRawBufferPointer(raw), length: Int(length))
        addressLength = Int(length)
      }
      return result
    }
  }
}
