import Glibc
import Text

/// An address of IP, of either version.
package enum IPAddress: Sendable, Hashable {
  case v4(UInt32)
  /// The sixteen bytes as two numbers, the first one first.
  case v6(UInt64, UInt64)

  /// As RFC 5952 writes it: `127.0.0.1`, `fe80::1`. The C function is `inet_ntop`.
  package var text: String {
    switch self {
    case .v4(let host): return "\(host >> 24).\(host >> 16 & 255).\(host >> 8 & 255).\(host & 255)"
    case .v6(let high, let low):
      var bytes = (high.bigEndian, low.bigEndian)
      var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
      inet_ntop(AF_INET6, &bytes, &text, socklen_t(text.count))
      return String(untilNUL: text)
    }
  }

  /// Its bytes, in network byte order.
  package var bytes: [UInt8] {
    switch self {
    case .v4(let host): host.bigEndian.bytesInMemory
    case .v6(let high, let low): high.bigEndian.bytesInMemory + low.bigEndian.bytesInMemory
    }
  }
}

extension ByteReader {
  mutating func ipv4Address() throws(Malformed) -> IPAddress { .v4(try number()) }
  mutating func ipv6Address() throws(Malformed) -> IPAddress {
    let high: UInt64 = try number()
    return .v6(high, try number())
  }
}
