import Glibc
import SessionLanguage
import Sockets

/// The data of a call that sends: bytes, or a pointer that is wrong on purpose, and a length that may be another than
/// theirs.
struct PassedBytes: Sendable {
  let bytes: [UInt8]
  private let pointer: WrongPointer?
  /// What the kernel is told. A negative one is a huge one.
  let length: Int

  fileprivate init(_ bytes: [UInt8], _ pointer: WrongPointer?, length: Int?) {
    (self.bytes, self.pointer) = (bytes, pointer)
    self.length = length ?? (pointer == nil ? bytes.count : 1)
  }

  /// The pointer and the length.
  var argument: Argument { pointer.map { .pointer($0) } ?? .bytes(bytes) }
  var lengthArgument: Argument { .size(length) }

  /// How many bytes may have to wait for room.
  var waiting: Int { length < 0 ? Int.max : length }

  /// Calls `send` with the pointer and the length. If `pinned`, the bytes are in pages of their own, see MSG_ZEROCOPY.
  func passed(pinned: Bool = false, to send: (UnsafeRawPointer?, Int) -> Int) -> Int {
    if let pointer { return send(pointer.raw.map { UnsafeRawPointer($0) }, length) }
    if length >= 0, length <= bytes.count { return bytes.passed(pinned: pinned) { send($0, length) } }
    return bytes.withUnsafeBytes { bytes in
      GuardedMemory.pass(bytes) { send($0.map { UnsafeRawPointer($0) }, length) }
    }
  }
}

/// The buffer of a call that receives: memory of `length` bytes, or a pointer that is wrong on purpose.
struct ReceiveBufferByHand: Sendable {
  fileprivate let pointer: WrongPointer?
  let length: Int

  var argument: Argument { pointer.map { .pointer($0) } ?? .buffer }
  var lengthArgument: Argument { .size(length) }
}

extension Arguments {
  /// The data at `index`, of a call that takes their length as its argument `name`.
  func passedBytes(_ index: Int, length name: String) throws(Diagnostic) -> PassedBytes {
    let pointer = wrongPointer(index)
    let bytes = pointer == nil ? try data(index) : []
    return PassedBytes(bytes, pointer, length: try number(byHand: name))
  }

  /// Room for as many bytes as the word at `index` says, of a call that takes their number as its argument `name`.
  func receiveBuffer(_ index: Int, length name: String) throws(Diagnostic) -> ReceiveBufferByHand {
    guard hasByHand else { return ReceiveBufferByHand(pointer: nil, length: try length(index)) }
    let pointer = try pointer(byHand: "buf")
    guard let length = try number(byHand: name) else {
      return ReceiveBufferByHand(pointer: pointer, length: try self.length(index))
    }
    guard pointer != nil || (0...table.limits.data).contains(length) else {
      throw try refusal(
        byHand: name, "there is no buffer of \(length) bytes",
        help: "add buf:badptr (or buf:NULL) for a pointer to no buffer at all")
    }
    return ReceiveBufferByHand(pointer: pointer, length: length)
  }
}

extension Received {
  /// As `fill` with a length, for a buffer that may be none.
  mutating func fill(
    _ buffer: ReceiveBufferByHand, isStream: Bool, isDiscarded: Bool = false,
    _ read: (UnsafeMutablePointer<UInt8>?, Int) -> Int
  ) -> Int {
    let length = buffer.length
    guard let pointer = buffer.pointer else {
      return fill(length, isStream: isStream, isDiscarded: isDiscarded) { read($0, length) }
    }
    let result = read(pointer.of(UInt8.self), length)
    data = []
    isEndOfFile = isStream && result == 0 && length != 0
    return result
  }
}
