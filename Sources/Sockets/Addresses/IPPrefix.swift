import Glibc
import Text

/// An IP address, and how many of its leading bits name a network: `10.0.0.0/8`.
package struct IPPrefix: Sendable, Equatable {
  /// AF_INET or AF_INET6.
  package let family: Int32
  /// In network byte order: 4 bytes or 16.
  package let bytes: [UInt8]
  package let length: Int

  /// Reads `10.0.0.0/8`, `2001:db8::1` (all bits), `default` and, of IPv6, `default6`; nil for what is none of these.
  package init?(_ text: some StringProtocol) {
    if let row = Self.defaults.first(where: { $0.text == text }) {
      self.init(family: row.family, bytes: Array(repeating: 0, count: row.size), length: 0)
      return
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count < 3 else { return nil }
    let host = String(parts[0]), isIPv6 = host.contains(":")
    var bytes = [UInt8](repeating: 0, count: isIPv6 ? 16 : 4)
    let family = isIPv6 ? AF_INET6 : AF_INET
    guard inet_pton(family, host, &bytes) == 1 else { return nil }
    let most = bytes.count * 8
    guard let length = parts.count == 1 ? most : Int(numeral: parts[1]), (0...most).contains(length) else { return nil }
    self.init(family: family, bytes: bytes, length: length)
  }

  package init(family: Int32, bytes: [UInt8], length: Int) {
    (self.family, self.bytes, self.length) = (family, bytes, length)
  }

  private static let defaults: [(text: String, family: Int32, size: Int)] = [
    ("default", AF_INET, 4), ("default6", AF_INET6, 16),
  ]

  /// Those of an address of `family` at the start of `room`, a C array.
  static func bytes<Room>(_ room: Room, _ family: UInt8) -> [UInt8] {
    withUnsafeBytes(of: room) { Array($0.prefix(Int32(family) == AF_INET ? 4 : 16)) }
  }

  /// The address without its length.
  package var host: String {
    SocketAddress.text(ofHost: bytes, family)
  }

  package var isIPv6: Bool { family == AF_INET6 }

  /// The broadcast address of an interface that has this address; nil for IPv6, and for a network that has none.
  package var broadcast: UInt32? {
    guard family == AF_INET, length < 31 else { return nil }
    return bytes.reduce(0) { $0 << 8 | UInt32($1) } | UInt32.max >> UInt32(length)
  }

  /// Whether `address` is in this network.
  package func contains(_ address: SocketAddress) -> Bool {
    let other: [UInt8]
    switch address.unmapped {
    case .ipv4(let number, _): other = number.bigEndian.bytesInMemory
    case .ipv6(let high, let low, _, _):
      other = [high, low].flatMap(\.bigEndian.bytesInMemory)
    default: return false
    }
    guard other.count == bytes.count else { return false }
    return (0..<length).allSatisfy { (other[$0 / 8] ^ bytes[$0 / 8]) & (0x80 >> UInt8($0 % 8)) == 0 }
  }
}

extension IPPrefix: CustomStringConvertible {
  package var description: String {
    let isDefault = length == 0 && bytes.allSatisfy { $0 == 0 }
    let name = isDefault ? Self.defaults.first { $0.family == family }?.text : nil
    return name ?? "\(host)/\(length)"
  }
}
