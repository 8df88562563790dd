import Glibc

/// Arrays of struct iovec.
enum Vectors {
  /// Calls `body` with buffers of `lengths` that lie one after the other from `start` on.
  static func withPointers(
    _ start: UnsafeMutableRawPointer?, _ lengths: [Int], _ body: (UnsafePointer<iovec>?, Int32) -> Int
  ) -> Int {
    var next = start
    let vectors = lengths.map { length in
      defer { next = next.map { $0 + length } }
      return iovec(iov_base: next, iov_len: length)
    }
    return vectors.withUnsafeBufferPointer { body($0.baseAddress, Int32($0.count)) }
  }
}
