/// Neighbours on the link, as known from ARP.
package enum Neighbour {
  /// The file that they are read from.
  package static let file = "/proc/net/arp"

  /// Whether the IPv4 `host` has answered ARP; nil if it was not asked lately, and for IPv6. Read from /proc/net/arp,
  /// see arp(7).
  package static func answers(_ host: String) -> Bool? {
    for line in (SmallFile.text(file) ?? "").split(separator: "\n").dropFirst() {
      let words = line.split(separator: " ")
      // Columns: IP address, HW type, Flags. Flag 2 (ATF_COM) means that the hardware address is known.
      guard words.count > 2, words[0] == host, let flags = UInt32(words[2].dropFirst(2), radix: 16) else { continue }
      return flags & 2 != 0
    }
    return nil
  }
}
