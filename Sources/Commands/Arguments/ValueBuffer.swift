import Glibc
import SessionLanguage
import Sockets

/// The arguments of a call that writes a value and its length, one of them by hand: `addr` and `addrlen`, or `optval` and
/// `optlen`.
struct ValueBuffer: Sendable {
  /// What stands for the pointer where it is not given.
  private let name: String
  private let pointer: WrongPointer?
  private let length: LengthPointer
  /// How large the memory is that the kernel may write to.
  private let capacity: Int

  init(_ name: String, _ pointer: WrongPointer?, _ length: LengthPointer, capacity: Int) {
    (self.name, self.pointer, self.length) = (name, pointer, length)
    self.capacity = pointer == nil ? capacity : 0
  }

  /// As one argument: what the kernel has written is known after the call.
  var argument: Argument { .filled(text(nil)) }

  private func text(_ written: socklen_t?) -> String {
    let size: String
    switch length {
    case .wrong(let pointer): size = pointer.inC
    case .length(let length): size = written.map { "[\(length) => \($0)]" } ?? "[\(length)]"
    }
    return "\(pointer?.inC ?? name), \(size)"
  }

  /// Calls `read` with the two pointers.
  /// - Parameter keep: Takes the value, if all of it is there.
  func take(
    _ received: inout Received, keep: (inout Received, UnsafeRawBufferPointer) -> Void = { _, _ in },
    _ read: (UnsafeMutableRawPointer?, UnsafeMutablePointer<socklen_t>?) -> Int
  ) -> Int {
    var memory = [UInt8](repeating: 0, count: capacity)
    return memory.withUnsafeMutableBytes { raw in
      let buffer = pointer.map(\.raw) ?? raw.baseAddress
      guard case .length(let given) = length else {
        if case .wrong(let pointer) = length { return read(buffer, pointer.of(socklen_t.self)) }
        return -1
      }
      var written = socklen_t(bitPattern: given)
      let result = read(buffer, &written)
      if result >= 0 {
        received.details = .filled(inC: text(written))
        if pointer == nil, Int(written) <= raw.count, Int64(written) <= Int64(given) {
          keep(&received, UnsafeRawBufferPointer(rebasing: raw[..<Int(written)]))
        }
      }
      return result
    }
  }
}

extension Arguments {
  /// The room for an address, whose arguments the call calls `name` and `addrlen`; nil when the line gives neither. The
  /// kernel writes no more than a `struct sockaddr_storage`, whatever the length says.
  func addressBuffer(_ name: String = "addr") throws(Diagnostic) -> ValueBuffer? {
    guard hasByHand else { return nil }
    let (pointer, length) = (try pointer(byHand: name), try lengthPointer(byHand: "addrlen"))
    guard pointer != nil || length != nil else { return nil }
    let capacity = MemoryLayout<sockaddr_storage>.size
    return ValueBuffer("addr", pointer, length ?? .length(Int32(capacity)), capacity: capacity)
  }

  /// More than any option has; a length by hand may not ask for a larger buffer.
  private static let mostOptionBytes = 1 << 16

  /// The room for the value of an option; nil when the line gives neither of its arguments.
  func optionBuffer(capacity: Int) throws(Diagnostic) -> ValueBuffer? {
    guard hasByHand else { return nil }
    let (pointer, length) = (try pointer(byHand: "optval"), try lengthPointer(byHand: "optlen"))
    guard pointer != nil || length != nil else { return nil }
    if pointer == nil, case .length(let length)? = length, Int(length) > Self.mostOptionBytes {
      throw try refusal(
        byHand: "optlen", "there is no buffer of \(length) bytes", help: "add optval:badptr for no buffer at all")
    }
    let least = if case .length(let length)? = length { max(0, Int(length)) } else { 0 }
    return ValueBuffer("val", pointer, length ?? .length(Int32(capacity)), capacity: max(capacity, least))
  }
}

extension Argument {
  /// Where the kernel writes an address: in `room`, or in memory of the call's own.
  static func addressOut(in buffer: ValueBuffer?) -> Argument { buffer?.argument ?? .addressOut }
}

extension Received {
  /// Calls `read` with the pointers to `room`, or to memory of the call's own, and keeps the address that it wrote.
  mutating func takeAddress(
    in buffer: ValueBuffer?, _ read: (UnsafeMutablePointer<sockaddr>?, UnsafeMutablePointer<socklen_t>?) -> Int
  ) -> Int {
    guard let buffer else { return takeAddress { read($0, $1) } }
    return buffer.take(&self, keep: { $0.address = SocketAddress($1, length: $1.count) }) {
      read($0?.assumingMemoryBound(to: sockaddr.self), $1)
    }
  }
}
