import Glibc
import SessionLanguage
import Sockets

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

/// The arguments `iov` and `iovcnt`, one of them by hand. Where the pointer is not given, the number is one that the kernel
/// refuses before it looks at the first structure.
struct VectorsByHand: Sendable {
  let pointer: WrongPointer?
  let count: Int32
}

extension Arguments {
  /// nil when the line gives neither of the two.
  /// - Parameter real: How many buffers there really are.
  func vectorsByHand(_ real: Int) throws(Diagnostic) -> VectorsByHand? {
    guard hasByHand else { return nil }
    let pointer = try pointer(byHand: "iov")
    let count = try number(byHand: "iovcnt", in: Int(Int32.min)...Int(Int32.max))
    // UIO_MAXIOV of <linux/uio.h>
    if pointer == nil, let count, (0...1024).contains(count) {
      throw try refusal(
        byHand: "iovcnt", "the number follows from the words", help: "add iov:badptr, or take -1 or more than 1024")
    }
    return pointer == nil && count == nil ? nil : VectorsByHand(pointer: pointer, count: Int32(count ?? 1))
  }
}

extension Invocation {
  /// readv(2) or writev(2) with arguments by hand.
  static func vectored(
    _ name: String, _ traits: CallTraits, _ vectors: VectorsByHand, on target: Target, events: Int16,
    _ call: @escaping @Sendable (Int32, UnsafePointer<iovec>?, Int32) -> Int
  ) -> Invocation {
    let descriptor = target.descriptor
    return Invocation(
      Call(
        name, traits, .descriptor(descriptor), vectors.pointer.map { .pointer($0) } ?? .symbol("iov"),
        .integer(Int(vectors.count))),
      on: target, wait: .until(descriptor, events: events)
    ) { _ in
      var none = iovec()
      let pointer = vectors.pointer.map { $0.of(iovec.self) }
      return withUnsafeMutablePointer(to: &none) { call(descriptor, UnsafePointer(pointer ?? $0), vectors.count) }
    }
  }
}
