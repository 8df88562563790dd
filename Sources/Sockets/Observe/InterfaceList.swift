import CSockets
import Glibc

/// A network interface of this machine.
package struct Interface: Sendable {
  package let name: String
  package private(set) var index = 0
  /// As ip(8) shows them, such as `LOOPBACK`, `UP`, `LOWER_UP`.
  package let flags: [String]
  /// The most bytes of a packet; nil if the kernel does not say.
  package let mtu: Int?
  /// Addresses with their prefix length, such as `127.0.0.1/8`.
  package private(set) var addresses: [IPPrefix] = []

  /// Whether one of its addresses is `host`, without a scope.
  package func has(_ host: some StringProtocol) -> Bool { addresses.contains { $0.host == host } }

  /// All interfaces, by index. The C function is `getifaddrs`.
  package static func all() -> [Interface] {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard Descriptors.beyondSoftLimit({ getifaddrs(&first) }) == 0 else { return [] }
    defer { freeifaddrs(first) }
    var found: [String: Interface] = [:]
    for entry in sequence(first: first, next: { $0?.pointee.ifa_next }).compactMap({ $0?.pointee }) {
      let name = String(cString: entry.ifa_name)
      var interface = found[name] ?? Interface(name, flags: entry.ifa_flags)
      if let index = index(entry) { interface.index = index }
      if let address = address(entry) { interface.addresses.append(address) }
      found[name] = interface
    }
    return found.values.sorted { ($0.index, $0.name) < ($1.index, $1.name) }
  }

  private init(_ name: String, flags: UInt32) {
    self.name = name
    // Not from /sys, which shows the interfaces of the network namespace in which it was mounted.
    let bytes = Descriptors.beyondSoftLimit { sockplay_mtu(name) }
    mtu = bytes < 0 ? nil : Int(bytes)
    self.flags = Self.flagNames.filter { flags & $0.bit != 0 }.map(\.name)
  }

  /// The index, which an entry of the link itself has: `struct sockaddr_ll`.
  private static func index(_ entry: ifaddrs) -> Int? {
    guard let raw = entry.ifa_addr, Int32(raw.pointee.sa_family) == AF_PACKET else { return nil }
    return Int(UnsafeRawPointer(raw).load(fromByteOffset: 4, as: Int32.self))
  }

  private static func address(_ entry: ifaddrs) -> IPPrefix? {
    guard let raw = entry.ifa_addr, let mask = entry.ifa_netmask else { return nil }
    let family = Int32(raw.pointee.sa_family)
    guard family == AF_INET || family == AF_INET6 else { return nil }
    let (offset, size) = family == AF_INET ? (4, 4) : (8, 16)
    func host(_ address: UnsafePointer<sockaddr>) -> [UInt8] {
      Array(UnsafeRawBufferPointer(start: UnsafeRawPointer(address) + offset, count: size))
    }
    return IPPrefix(family: family, bytes: host(raw), length: host(mask).reduce(0) { $0 + $1.nonzeroBitCount })
  }

  /// The flags of netdevice(7) in ip(8)'s order.
  private static let flagNames: [(name: String, bit: UInt32)] = [
    ("LOOPBACK", 0x8), ("BROADCAST", 0x2), ("POINTOPOINT", 0x10), ("MULTICAST", 0x1000), ("NOARP", 0x80),
    ("ALLMULTI", 0x200),
    ("PROMISC", 0x100), ("MASTER", 0x400), ("SLAVE", 0x800), ("DEBUG", 0x4), ("DYNAMIC", 0x8000), ("UP", 0x1),
    ("LOWER_UP", 0x10000),
    ("DORMANT", 0x20000), ("ECHO", 0x40000),
  ]
}
