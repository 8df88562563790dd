import Glibc

/// A route. Only those of the main table can be seen; policy rules may use other tables.
package struct Route: Sendable {
  /// With its prefix length, such as `10.0.0.0/8`; `default` and `default6` for all destinations.
  package let destination: String
  /// nil if the destination is on the link.
  package let gateway: String?
  /// `*` if none is named.
  package let interface: String
  package let metric: Int
  /// Whether it rejects the packets that it matches: unreachable, prohibit or blackhole.
  package let isRefused: Bool

  /// The files that they are read from.
  package static let files = ["/proc/net/route", "/proc/net/ipv6_route"]

  /// All routes, IPv4 first. Read from /proc/net/route and /proc/net/ipv6_route.
  package static func all() -> [Route] {
    rows(files[0]).compactMap(ipv4) + rows(files[1]).compactMap(ipv6)
  }

  /// The route for packets to `address`: the matching one with the longest prefix; nil if none matches.
  package static func best(for address: SocketAddress, among routes: [Route] = all()) -> Route? {
    routes.filter { $0.fits(address) }.max { ($0.prefix, $1.metric) < ($1.prefix, $0.metric) }
  }

  private var prefix: Int { IPPrefix(destination)?.length ?? 0 }

  /// Whether `address` is one of its destinations.
  func fits(_ address: SocketAddress) -> Bool { IPPrefix(destination)?.contains(address) ?? false }

  private static func rows(_ path: String) -> [[String]] {
    (SmallFile.text(path) ?? "").split(separator: "\n").map {
      $0.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
    }
  }

  /// Columns: Iface Destination Gateway Flags RefCnt Use Metric Mask. Addresses are in network byte order, printed as
  /// host integers.
  private static func ipv4(_ words: [String]) -> Route? {
    guard words.count > 7, let destination = UInt32(words[1], radix: 16), let gateway = UInt32(words[2], radix: 16),
      let mask = UInt32(words[7], radix: 16), let metric = Int(words[6]), let flags = UInt32(words[3], radix: 16)
    else { return nil }
    let host = { SocketAddress.ipv4(UInt32(bigEndian: $0), port: 0).host }
    return Route(
      destination: mask == 0 ? "default" : "\(host(destination))/\(mask.nonzeroBitCount)",
      gateway: gateway == 0 ? nil : host(gateway),
      interface: words[0], metric: metric, isRefused: flags & refused != 0)
  }

  /// RTF_REJECT of <linux/route.h>.
  private static let refused: UInt32 = 0x0200

  /// Columns: destination, prefix length, source, prefix length, gateway, metric, RefCnt, Use, flags, Iface. Entries
  /// that are not routes of the main table (this machine's own addresses, anycast, multicast, and the kernel's own
  /// reject entries) are left out by their flags, RTF_… of <linux/ipv6_route.h>.
  private static func ipv6(_ words: [String]) -> Route? {
    guard words.count > 9, let destination = host(words[0]), let prefix = Int(words[1], radix: 16),
      let gateway = host(words[4]),
      let metric = UInt32(words[5], radix: 16), let flags = UInt32(words[8], radix: 16)
    else { return nil }
    let (local, anycast): (UInt32, UInt32) = (0x8000_0000, 0x0010_0000)
    // The kernel has a reject entry of its own for destinations without a route, with the highest metric.
    let isRefused = flags & refused != 0
    guard flags & (local | anycast) == 0, !isRefused || metric != .max, !words[0].hasPrefix("ff") else { return nil }
    return Route(
      destination: prefix == 0 ? "default6" : "\(destination)/\(prefix)", gateway: gateway == "::" ? nil : gateway,
      interface: words[9],
      metric: Int(metric), isRefused: isRefused)
  }

  private static func host(_ digits: String) -> String? {
    guard digits.count == 32, let high = UInt64(digits.prefix(16), radix: 16),
      let low = UInt64(digits.suffix(16), radix: 16)
    else {
      return nil
    }
    return SocketAddress.ipv6(high, low, port: 0, scope: 0).host
  }
}
