/// A multicast group that this machine hears on one of its interfaces, whichever socket has joined it.
package struct MulticastGroup: Sendable, Equatable {
  package let interface: Int
  /// The name of the interface.
  package let device: String
  /// Its address, with port 0.
  package let address: SocketAddress

  /// The IPv4 or IPv6 groups of this network namespace. Read from /proc/net/igmp and /proc/net/igmp6.
  package static func joined(_ domain: Domain) -> [MulticastGroup] {
    domain == .ipv6
      ? ipv6(SmallFile.text("/proc/net/igmp6") ?? "") : ipv4(SmallFile.text("/proc/net/igmp") ?? "")
  }

  /// Whether the kernel joined it by itself, so that it says nothing of any socket.
  package var isOfTheKernel: Bool {
    switch address {
    case .ipv4(let host, _): host == 0xe000_0001
    // All nodes, and the groups of neighbour discovery.
    case .ipv6(let high, let low, _, _):
      high >> 48 == 0xff02 && (low == 1 || low >> 24 == 0x1_ff) || high >> 48 == 0xff01 && low == 1
    default: false
    }
  }

  /// A line of each interface, and below it one of each of its groups.
  static func ipv4(_ text: String) -> [MulticastGroup] {
    var groups: [MulticastGroup] = []
    var (interface, device) = (0, "")
    for line in text.split(separator: "\n").dropFirst() {
      let words = line.split { $0 == " " || $0 == "\t" || $0 == ":" }
      if line.first?.isNumber == true {
        guard words.count > 1, let index = Int(words[0]) else { continue }
        (interface, device) = (index, String(words[1]))
      } else if let host = words.first.flatMap({ UInt32($0, radix: 16) }) {
        groups.append(
          MulticastGroup(interface: interface, device: device, address: .ipv4(host.bigEndian, port: 0)))
      }
    }
    return groups
  }

  /// `1    lo    ff020000000000000000000000000001     1 0000000C 0`
  static func ipv6(_ text: String) -> [MulticastGroup] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard words.count > 2, let index = Int(words[0]), words[2].count == 32,
        let high = UInt64(words[2].prefix(16), radix: 16), let low = UInt64(words[2].suffix(16), radix: 16)
      else { return nil }
      return MulticastGroup(
        interface: index, device: String(words[1]), address: .ipv6(high, low, port: 0, scope: 0))
    }
  }
}
