import Glibc

/// Lists of sockets that sock_diag(7) may not know: files of /proc/net, see proc(5).
package enum NetFile {
  /// One line.
  struct Row {
    let inode: UInt32
    let endpoints: Endpoints
    let isConnected: Bool
    let receive: Int, send: Int
  }

  /// Raw, ping and UDP-Lite sockets: raw, raw6, icmp, icmp6, udplite and udplite6. The peer of the former has no port,
  /// and getpeername does not return it.
  static func internet(_ file: String) -> [Row] {
    words(file).compactMap { words in
      guard words.count > 9, let inode = UInt32(words[9]), let local = address(words[1]), let peer = address(words[2])
      else { return nil }
      let queues = words[4].split(separator: ":").map { Int($0, radix: 16) ?? 0 }
      let isConnected = words[3] == "01"
      return Row(
        inode: inode, endpoints: Endpoints(local: local, peer: isConnected ? peer : nil), isConnected: isConnected,
        receive: queues.last ?? 0, send: queues.first ?? 0)
    }
  }

  /// Packet sockets.
  static var packet: [Row] {
    words("packet").compactMap { words in
      guard words.count > 8, let inode = UInt32(words[8]), let interface = Int32(words[4]),
        let type = UInt16(words[3], radix: 16),
        let receive = Int(words[6])
      else { return nil }
      let local = SocketAddress.packet(LinkAddress(interface: interface, type: type))
      return Row(inode: inode, endpoints: Endpoints(local: local), isConnected: false, receive: receive, send: 0)
    }
  }

  /// Netlink sockets of processes. The kernel's own have port 0.
  static var netlink: [Row] {
    words("netlink").compactMap { words in
      guard words.count > 9, let inode = UInt32(words[9]), let port = UInt32(words[2]), port != 0,
        let groups = UInt32(words[3], radix: 16),
        let receive = Int(words[4]), let send = Int(words[5])
      else { return nil }
      return Row(
        inode: inode, endpoints: Endpoints(local: .netlink(port, groups: groups)), isConnected: false, receive: receive,
        send: send)
    }
  }

  /// Whether a UNIX domain socket has the abstract `name` (without its leading NUL); nil if that cannot be known.
  package static func hasAbstract(_ name: some Sequence<UInt8>) -> Bool? {
    guard let known = SmallFile.bytes("/proc/net/unix") else { return nil }
    // The kernel writes each NUL of a name as @ there. A name may contain the newline that ends the lines.
    let name = name.map { $0 == 0 ? UInt8(ascii: "@") : $0 }
    return known.contains(Array(" @".utf8) + name + [0x0a])
  }

  /// The lines of `file` after its header line, split into words.
  private static func words(_ file: String) -> [[Substring]] {
    (SmallFile.text("/proc/net/\(file)")?.split(separator: "\n") ?? []).dropFirst().map { $0.split(separator: " ") }
  }

  /// `0100007F:0001`: the address in network byte order as one number of this machine (IPv6: four), and the port.
  private static func address(_ text: Substring) -> SocketAddress? {
    let parts = text.split(separator: ":")
    guard parts.count == 2, let port = UInt16(parts[1], radix: 16) else { return nil }
    let numbers = stride(from: 0, to: parts[0].count, by: 8).compactMap {
      UInt32(parts[0].dropFirst($0).prefix(8), radix: 16)?.bigEndian
    }
    switch numbers.count {
    case 1: return .ipv4(numbers[0], port: port)
    case 4:
      let halves = [numbers[..<2], numbers[2...]].map { $0.reduce(UInt64(0)) { $0 << 32 | UInt64($1) } }
      return .ipv6(halves[0], halves[1], port: port, scope: 0)
    default: return nil
    }
  }
}
