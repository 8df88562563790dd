import Glibc
import SessionLanguage
import Sockets

/// The arguments `addr` and `addrlen` of a call that is given an address: as the line writes it, or one of them by hand.
struct PassedAddress: Sendable {
  /// What the kernel makes of them; nil where that is no address.
  let address: SocketAddress?
  let arguments: [Argument]
  private let memory: Memory

  private enum Memory: Sendable {
    case asWritten(SocketAddress)
    case pointer(WrongPointer, Int32)
    case bytes([UInt8], Int32)
  }

  /// Whether the pointer or the length is given by hand.
  var isByHand: Bool { if case .asWritten = memory { false } else { true } }

  fileprivate init(_ written: SocketAddress) {
    (address, arguments, memory) = (written, [.address(written)], .asWritten(written))
  }

  fileprivate init(_ pointer: WrongPointer, _ length: Int32) {
    (address, memory) = (nil, .pointer(pointer, length))
    arguments = [.pointer(pointer), .integer(Int(length))]
  }

  fileprivate init(_ written: SocketAddress, _ length: Int32) {
    let bytes = written.withSockaddr { address, length in
      Array(UnsafeRawBufferPointer(start: address, count: Int(length)))
    }
    memory = .bytes(bytes, length)
    address = Self.inStorage(bytes) { raw in
      (2...raw.count).contains(Int(length))
        ? SocketAddress(UnsafeRawBufferPointer(raw), length: Int(length)) : nil
    }
    arguments = [.symbol("{\(written.familySymbol) \(written)}"), .integer(Int(length))]
  }

  /// Calls `body` with the pointer and the length. The kernel reads no more than a `struct sockaddr_storage`, which is
  /// there.
  func withSockaddr(_ body: (UnsafePointer<sockaddr>?, socklen_t) -> Int) -> Int {
    switch memory {
    case .asWritten(let address): return address.withSockaddr { body($0, $1) }
    case .pointer(let pointer, let length):
      return body(pointer.of(sockaddr.self).map { UnsafePointer($0) }, socklen_t(bitPattern: length))
    case .bytes(let bytes, let length):
      return Self.inStorage(bytes) { raw in
        body(
          raw.baseAddress.map { UnsafePointer($0.assumingMemoryBound(to: sockaddr.self)) },
          socklen_t(bitPattern: length))
      }
    }
  }

  private static func inStorage<Result>(_ bytes: [UInt8], _ body: (UnsafeMutableRawBufferPointer) -> Result) -> Result {
    var storage = sockaddr_storage()
    return withUnsafeMutableBytes(of: &storage) { raw in
      raw.copyBytes(from: bytes)
      return body(raw)
    }
  }
}

/// What a call does with the address that it is given.
enum AddressUse {
  case bound, reached
  /// Sent to with this call alone.
  case receiver
}

extension Arguments {
  /// The address at `index`, which may be a pointer that is wrong on purpose, or have a length by hand. What the kernel
  /// will read, which such a length may have cut, is held against what the line may do.
  func passedAddress(_ index: Int, _ use: AddressUse, of target: Target) throws(Diagnostic) -> PassedAddress {
    let length = try number32(byHand: "addrlen")
    if let pointer = wrongPointer(index) { return PassedAddress(pointer, length ?? 16) }
    guard let length else { return PassedAddress(try permitted(index, use, of: target)) }
    let passed = PassedAddress(try address(index, for: target.kind.domain), length)
    if let address = passed.address { try permit(address, index, use, of: target) }
    return passed
  }

  private func permitted(_ index: Int, _ use: AddressUse, of target: Target) throws(Diagnostic) -> SocketAddress {
    switch use {
    case .bound: try localAddress(index, of: target)
    case .reached: try destination(index, of: target)
    case .receiver: try receiver(index, of: target)
    }
  }

  private func permit(_ address: SocketAddress, _ index: Int, _ use: AddressUse, of target: Target) throws(Diagnostic) {
    switch use {
    case .bound: try permitLocal(address, index, of: target)
    case .reached: try table.permitReaching(address, from: target.handle, at: span(index))
    case .receiver: try permitReceiver(address, index, of: target)
    }
  }
}
