import Glibc
import Text

/// A field of a C struct in memory.
package struct MemoryField: Sendable, Equatable {
  package let offset: Int
  /// Such as `sin_port`.
  package let name: String
  package let bytes: [UInt8]
  package let value: String
  /// The byte order, or what the field is for.
  package let remark: String
}

extension SocketAddress {
  /// The name of its C struct, such as `sockaddr_in`, and the struct's size in bytes.
  package var structure: (name: String, size: Int) {
    switch self {
    case .ipv4: ("sockaddr_in", MemoryLayout<sockaddr_in>.size)
    case .ipv6: ("sockaddr_in6", MemoryLayout<sockaddr_in6>.size)
    case .unix: ("sockaddr_un", MemoryLayout<sockaddr_un>.size)
    case .netlink: ("sockaddr_nl", 12)
    case .packet: ("sockaddr_ll", 20)
    case .vsock: ("sockaddr_vm", 16)
    case .unspecified, .other: ("sockaddr", MemoryLayout<sockaddr>.size)
    }
  }

  /// Its bytes in memory, field by field; see `sockaddr(3type)`.
  package var layout: [MemoryField] {
    let size = structure.size
    let bytes = withSockaddr { address, _ in
      address.withMemoryRebound(to: UInt8.self, capacity: size) { Array(UnsafeBufferPointer(start: $0, count: size)) }
    }
    switch self {
    case .ipv4:
      return [
        family("sin_family", bytes), portField("sin_port", bytes),
        MemoryField(
          offset: 4, name: "sin_addr", bytes: Array(bytes[4..<8]), value: host, remark: "network byte order: htonl"),
        MemoryField(
          offset: 8, name: "sin_zero", bytes: Array(bytes[8..<16]), value: "0",
          remark: "unused, fills up to sockaddr's 16 bytes"),
      ]
    case .ipv6(let high, let low, _, let scope):
      return [
        family("sin6_family", bytes), portField("sin6_port", bytes),
        MemoryField(
          offset: 4, name: "sin6_flowinfo", bytes: Array(bytes[4..<8]), value: "0",
          remark: "flow label, network byte order"),
        MemoryField(
          offset: 8, name: "sin6_addr", bytes: Array(bytes[8..<24]),
          value: SocketAddress.ipv6(high, low, port: 0, scope: 0).host,
          remark: "network byte order"),
        MemoryField(
          offset: 24, name: "sin6_scope_id", bytes: Array(bytes[24..<28]), value: "\(scope)",
          remark: "interface index, host byte order"),
      ]
    case .unix(let path): return [family("sun_family", bytes)] + Self.pathFields(bytes, path.count)
    case .netlink, .packet, .vsock, .unspecified: return plainLayout(bytes)
    case .other: return [family("sa_family", bytes)]
    }
  }

  func family(_ name: String, _ bytes: [UInt8]) -> MemoryField {
    MemoryField(
      offset: 0, name: name, bytes: Array(bytes[..<2]),
      value: "\(bytes.withUnsafeBytes { $0.load(as: UInt16.self) }) \(familySymbol)",
      remark: "host byte order")
  }

  private func portField(_ name: String, _ bytes: [UInt8]) -> MemoryField {
    MemoryField(
      offset: 2, name: name, bytes: Array(bytes[2..<4]), value: "\(port)", remark: "network byte order: htons")
  }

  /// sun_path in rows; its unused rest is one row.
  private static func pathFields(_ bytes: [UInt8], _ count: Int) -> [MemoryField] {
    let used = Array(bytes[..<(2 + count)])
    return MemoryField.rows(used, of: "sun_path", size: bytes.count) { start in
      let part = Array(used[start...].prefix(16))
      return (printable(part), start > 2 ? "" : part.first == 0 ? "a leading NUL: an abstract name" : "a path")
    }
  }
}
