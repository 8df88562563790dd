import Glibc
import Text

// A control message's data as text.
extension ControlMessage {
  /// As strace prints it in a call.
  package var inC: String {
    var parts = ["cmsg_len=\(length)", "cmsg_level=\(ControlKind.symbol(level: level))", "cmsg_type=\(symbol)"]
    if !bytes.isEmpty { parts.append("cmsg_data=\(dataInC)") }
    return "{" + parts.joined(separator: ", ") + "}"
  }

  private var dataInC: String {
    guard let form = kind?.form, bytes.count >= form.size else {
      return "[" + bytes.map { Self.hex($0) }.joined(separator: ", ") + "]"
    }
    switch form {
    case .descriptors, .process: return "[" + descriptors.map { "\($0)" }.joined(separator: ", ") + "]"
    case .credentials: return "{pid=\(int(0)), uid=\(UInt32(bitPattern: int(4))), gid=\(UInt32(bitPattern: int(8)))}"
    case .number: return "[\(int(0))]"
    case .byte: return "[" + bytes.map { $0 == 0 ? "0" : Self.hex($0) }.joined(separator: ", ") + "]"
    case .short: return "[\(short)]"
    case .packetInfo:
      return
        "{ipi_ifindex=\(Self.interface(int(0), inC: true)), ipi_spec_dst=inet_addr(\"\(host(4))\"), ipi_addr=inet_addr(\"\(host(8))\")}"
    case .packetInfo6: return "{ipi6_addr=inet_pton(\"\(host6)\"), ipi6_ifindex=\(Self.interface(int(16), inC: true))}"
    case .error: return errorInC
    case .microseconds: return "{tv_sec=\(long(0)), tv_usec=\(long(8))}"
    case .nanoseconds: return timespec(0)
    case .stamps: return "[" + [0, 16, 32].map(timespec).joined(separator: ", ") + "]"
    case .address: return address(0).map { "{\($0.familySymbol) \($0)}" } ?? "{}"
    }
  }

  /// As one would type it after its symbol; `name` gives the name of a descriptor.
  package func value(_ name: (Int32) -> String) -> String {
    guard let form = kind?.form, bytes.count >= form.size else {
      return bytes.map { Self.hex($0).dropFirst(2) }.joined()
    }
    switch form {
    case .descriptors, .process: return descriptors.map(name).joined(separator: ",")
    case .credentials: return "\(int(0)),\(UInt32(bitPattern: int(4))),\(UInt32(bitPattern: int(8)))"
    case .number: return "\(int(0))"
    case .byte: return "\(bytes[0])"
    case .short: return "\(short)"
    case .packetInfo: return "\(host(8)),\(Self.interface(int(0)))"
    case .packetInfo6: return "\(host6),\(Self.interface(int(16)))"
    case .error: return errorWord
    case .microseconds: return Self.decimal(long(0), long(8), digits: 6)
    case .nanoseconds: return Self.decimal(long(0), long(8), digits: 9)
    case .stamps: return [0, 16, 32].map { Self.decimal(long($0), long($0 + 8), digits: 9) }.joined(separator: ",")
    case .address: return address(0)?.description ?? ""
    }
  }

  /// Its word after a result, such as `IP_TTL:64`.
  package func word(_ name: (Int32) -> String) -> String {
    (kind?.symbol ?? "\(ControlKind.symbol(level: level))/\(type)") + ":" + value(name)
  }
}

extension ControlForm {
  /// The least bytes that its data can have.
  fileprivate var size: Int {
    switch self {
    case .descriptors: 0
    case .byte: 1
    case .short, .address: 2
    case .number, .process: 4
    case .credentials, .packetInfo: 12
    case .packetInfo6: 20
    case .error, .microseconds, .nanoseconds: 16
    case .stamps: 48
    }
  }
}

// MARK: - Errors

extension ControlMessage {
  /// A `struct sock_extended_err`, and the address of the reporter.
  private var errorInC: String {
    let number = int(0) == 0 ? "0" : Errno(int(0)).symbol
    let origin = ConstantTable.errorOrigins.symbol(Int32(bytes[4]))
    let fields = "ee_errno=\(number), ee_origin=\(origin), ee_type=\(bytes[5]), ee_code=\(bytes[6])"
    let offender = offender.map { "{\($0.familySymbol) \($0)}" } ?? "{AF_UNSPEC}"
    return
      "{\(fields), ee_info=\(UInt32(bitPattern: int(8))), ee_data=\(UInt32(bitPattern: int(12))), offender=\(offender)}"
  }

  /// errno, origin, type and code; then the reporter, or else ee_info and ee_data, which some origins set.
  private var errorWord: String {
    let number = int(0) == 0 ? "0" : Errno(int(0)).symbol
    let origin = ConstantTable.errorOrigins.symbol(Int32(bytes[4]))
    let more = offender?.host ?? "\(UInt32(bitPattern: int(8)))-\(UInt32(bitPattern: int(12)))"
    return "\(number),\(origin),\(bytes[5]),\(bytes[6]),\(more)"
  }

  private var offender: SocketAddress? {
    guard let address = address(16) else { return nil }
    switch address {
    case .ipv4, .ipv6: return address
    default: return nil
    }
  }
}

// MARK: - Pieces

extension ControlMessage {
  private func int(_ start: Int) -> Int32 {
    bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: Int32.self) }
  }
  private func long(_ start: Int) -> Int {
    bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: Int.self) }
  }
  private var short: UInt16 { bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt16.self) } }

  private func timespec(_ start: Int) -> String { "{tv_sec=\(long(start)), tv_nsec=\(long(start + 8))}" }
  private func host(_ start: Int) -> String { bytes[start..<start + 4].map { "\($0)" }.joined(separator: ".") }

  /// The sockaddr at offset `start`; nil if there is none.
  private func address(_ start: Int) -> SocketAddress? {
    var storage = sockaddr_storage()
    let part = bytes.dropFirst(start).prefix(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutableBytes(of: &storage) { raw in
      raw.copyBytes(from: part)
      return SocketAddress(UnsafeRawBufferPointer(raw), length: part.count)
    }
  }

  private var host6: String {
    let (high, low) = bytes.withUnsafeBytes {
      ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }
    return SocketAddress.ipv6(UInt64(bigEndian: high), UInt64(bigEndian: low), port: 0, scope: 0).host
  }

  /// An interface by its index; index 1 is always loopback. Asking for other names would add system calls that the user
  /// did not make.
  private static func interface(_ index: Int32, inC: Bool = false) -> String {
    index != 1 ? "\(index)" : inC ? "if_nametoindex(\"lo\")" : "lo"
  }

  private static func hex(_ byte: UInt8) -> String { "0x" + byte.hexDigits }

  private static func decimal(_ whole: Int, _ part: Int, digits: Int) -> String {
    "\(whole)." + "\(part)".padded(to: digits)
  }
}
