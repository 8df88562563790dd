import Glibc
import SessionLanguage
import Sockets

/// The arguments `addr` and `addrlen` of a call that is given an address, one of them by hand.
struct AddressByHand: Sendable {
  /// What the kernel makes of them; nil where that is no address.
  let address: SocketAddress?
  private let pointer: WrongPointer?
  private let bytes: [UInt8]
  private let length: Int32
  let arguments: [Argument]

  /// Calls `body` with the pointer and the length. The kernel reads no more than a `struct sockaddr_storage`, which is
  /// there.
  func withSockaddr(_ body: (UnsafePointer<sockaddr>?, socklen_t) -> Int) -> Int {
    let size = socklen_t(bitPattern: length)
    if let pointer { return body(pointer.of(sockaddr.self).map { UnsafePointer($0) }, size) }
    var storage = sockaddr_storage()
    return withUnsafeMutableBytes(of: &storage) { raw in
      raw.copyBytes(from: bytes)
      return body(UnsafePointer(raw.baseAddress!.assumingMemoryBound(to: sockaddr.self)), size)
    }
  }

  fileprivate init(_ pointer: WrongPointer, _ length: Int32?) {
    (self.pointer, address, bytes, self.length) = (pointer, nil, [], length ?? 16)
    arguments = [.pointer(pointer), .integer(Int(self.length))]
  }

  fileprivate init(_ written: SocketAddress, _ length: Int32) {
    let bytes = written.withSockaddr { address, length in
      Array(UnsafeRawBufferPointer(start: address, count: Int(length)))
    }
    (pointer, self.length, self.bytes) = (nil, length, bytes)
    var storage = sockaddr_storage()
    address = withUnsafeMutableBytes(of: &storage) { raw in
      raw.copyBytes(from: bytes)
      return (2...raw.count).contains(Int(length))
        ? SocketAddress(UnsafeRawBufferPointer(raw), length: Int(length)) : nil
    }
    arguments = [.symbol("{\(written.familySymbol) \(written)}"), .integer(Int(length))]
  }
}

extension Arguments {
  /// The address at `index` where it is a pointer that is wrong on purpose, or has a length by hand; nil for any other.
  /// - Parameter permit: Refuses an address that the line may not use: the one that the kernel will read, which a length
  ///   by hand may have cut.
  func addressByHand(
    _ index: Int, of target: Target, permit: (SocketAddress) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> AddressByHand? {
    let pointer = wrongPointer(index)
    guard pointer != nil || hasByHand else { return nil }
    let length = try number(byHand: "addrlen", in: Int(Int32.min)...Int(UInt32.max)).map {
      Int32(truncatingIfNeeded: $0)
    }
    if let pointer { return AddressByHand(pointer, length) }
    guard let length else { return nil }
    let passed = AddressByHand(try address(index, for: target.kind.domain), length)
    if let address = passed.address { try permit(address) }
    return passed
  }
}

/// The arguments `addr` and `addrlen` of a call that writes an address, one of them by hand.
struct AddressRoom: Sendable {
  private let pointer: WrongPointer?
  private let length: LengthPointer

  fileprivate init(_ pointer: WrongPointer?, _ length: LengthPointer?) {
    (self.pointer, self.length) = (pointer, length ?? .length(Int32(MemoryLayout<sockaddr_storage>.size)))
  }

  /// As one argument: what the kernel has written is known after the call.
  var argument: Argument { .filled(text(nil)) }

  private func text(_ written: socklen_t?) -> String {
    let size: String
    switch length {
    case .wrong(let pointer): size = pointer.inC
    case .length(let length): size = written.map { "[\(length) => \($0)]" } ?? "[\(length)]"
    }
    return "\(pointer?.inC ?? "addr"), \(size)"
  }

  /// Calls `read` with the two pointers and keeps the address that it wrote, if it is whole. The kernel writes no more
  /// than a `struct sockaddr_storage`, whatever the length says.
  func take(
    _ received: inout Received,
    _ read: (UnsafeMutablePointer<sockaddr>?, UnsafeMutablePointer<socklen_t>?) -> Int
  ) -> Int {
    var storage = sockaddr_storage()
    return withUnsafeMutableBytes(of: &storage) { raw in
      let room = pointer.map { $0.of(sockaddr.self) } ?? raw.baseAddress!.assumingMemoryBound(to: sockaddr.self)
      switch length {
      case .wrong(let pointer): return read(room, pointer.of(socklen_t.self))
      case .length(let given):
        var written = socklen_t(bitPattern: given)
        let result = read(room, &written)
        if result >= 0 { keep(&received, raw, given, written) }
        return result
      }
    }
  }

  private func keep(
    _ received: inout Received, _ raw: UnsafeMutableRawBufferPointer, _ given: Int32, _ written: socklen_t
  ) {
    received.details = .filled(inC: text(written))
    guard pointer == nil, Int(written) <= raw.count, Int64(written) <= Int64(given) else { return }
    received.address = SocketAddress(UnsafeRawBufferPointer(raw), length: Int(written))
  }
}

extension Arguments {
  /// The address room of a call whose arguments are called `name` and `addrlen`; nil when the line gives neither.
  func addressRoom(_ name: String = "addr") throws(Diagnostic) -> AddressRoom? {
    guard hasByHand else { return nil }
    let (pointer, length) = (try pointer(byHand: name), try lengthPointer(byHand: "addrlen"))
    return pointer == nil && length == nil ? nil : AddressRoom(pointer, length)
  }
}
