import CSockets
import Glibc

/// An address of an interface.
package struct InterfaceAddress: Sendable {
  /// This end's own, with all its bits if there is a peer.
  package let own: IPPrefix
  /// The one address at the other end of the link, or the network that it is in; nil where there is none of its own.
  package let peer: IPPrefix?

  /// The network that can be reached on the link.
  package var network: IPPrefix { peer ?? own }
  /// Its own, without a length.
  package var host: String { own.host }

  fileprivate init(_ listed: sockplay_listed_address) {
    let family = Int32(listed.family), length = Int(listed.prefix)
    let (bytes, other) = (IPPrefix.bytes(listed.own, listed.family), IPPrefix.bytes(listed.peer, listed.family))
    let hasPeer = bytes != other
    own = IPPrefix(family: family, bytes: bytes, length: hasPeer ? bytes.count * 8 : length)
    peer = hasPeer ? IPPrefix(family: family, bytes: other, length: length) : nil
  }
}

extension InterfaceAddress: CustomStringConvertible {
  /// As ip(8) shows it: `127.0.0.1/8`, `10.5.5.1 peer 10.5.5.2/32`.
  package var description: String { peer.map { "\(host) peer \($0.host)/\($0.length)" } ?? "\(host)/\(own.length)" }
}

/// A network interface of this machine.
package struct Interface: Sendable {
  package let name: String
  package let index: Int
  /// As ip(8) shows them, such as `LOOPBACK`, `UP`, `LOWER_UP`.
  package let flags: [String]
  /// The most bytes of a packet; nil if the kernel does not say.
  package let mtu: Int?
  package let addresses: [InterfaceAddress]

  /// Whether one of its addresses is `host`, without a scope.
  package func has(_ host: some StringProtocol) -> Bool { addresses.contains { $0.host == host } }

  /// All interfaces, by index. See `getifaddrs(3)` and `rtnetlink(7)`.
  package static func all() -> [Interface] {
    let addresses = Dictionary(grouping: listedAddresses(), by: \.interface)
    return links { link, index -> Interface in
      let own = (addresses[UInt32(index)] ?? []).map { InterfaceAddress($0) }
      return Interface(String(cString: link.ifa_name), index, flags: link.ifa_flags, own)
    }.sorted { $0.index < $1.index }
  }

  /// The names of all interfaces, by index.
  static func names() -> [UInt32: String] {
    Dictionary(links { (UInt32($1), String(cString: $0.ifa_name)) }) { first, _ in first }
  }

  /// What `body` makes of each link and its index. The C function is `getifaddrs`.
  private static func links<Result>(_ body: (ifaddrs, Int) -> Result) -> [Result] {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard Descriptors.beyondSoftLimit({ getifaddrs(&first) }) == 0 else { return [] }
    defer { freeifaddrs(first) }
    return sequence(first: first, next: { $0?.pointee.ifa_next }).compactMap { $0?.pointee }.compactMap { entry in
      index(entry).map { body(entry, $0) }
    }
  }

  /// Not from getifaddrs(3), which does not distinguish the address of a peer from the broadcast address.
  private static func listedAddresses() -> [sockplay_listed_address] {
    var listed: [sockplay_listed_address] = []
    _ = withUnsafeMutablePointer(to: &listed) { listed in
      Descriptors.beyondSoftLimit {
        -sockplay_list_addresses(
          { context, address in
            context!.assumingMemoryBound(to: [sockplay_listed_address].self).pointee.append(address!.pointee)
          }, listed)
      }
    }
    return listed
  }

  private init(_ name: String, _ index: Int, flags: UInt32, _ addresses: [InterfaceAddress]) {
    (self.name, self.index, self.addresses) = (name, index, addresses)
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

  /// The flags of netdevice(7) in ip(8)'s order.
  private static let flagNames: [(name: String, bit: UInt32)] = [
    ("LOOPBACK", 0x8), ("BROADCAST", 0x2), ("POINTOPOINT", 0x10), ("MULTICAST", 0x1000), ("NOARP", 0x80),
    ("ALLMULTI", 0x200),
    ("PROMISC", 0x100), ("MASTER", 0x400), ("SLAVE", 0x800), ("DEBUG", 0x4), ("DYNAMIC", 0x8000), ("UP", 0x1),
    ("LOWER_UP", 0x10000),
    ("DORMANT", 0x20000), ("ECHO", 0x40000),
  ]
}
