import Packets

/// An error message with which the cable answers a packet that it drops, see RFC 792, RFC 1812 and RFC 4443.
package enum ICMPError: String, Sendable, CaseIterable {
  case networkUnreachable = "network-unreachable"
  case hostUnreachable = "host-unreachable"
  case portUnreachable = "port-unreachable"
  case adminProhibited = "admin-prohibited"
  case timeExceeded = "time-exceeded"

  /// Type and code, of ICMP or of ICMPv6, which calls them no route, address unreachable, port unreachable,
  /// administratively prohibited and hop limit exceeded.
  fileprivate func numbers(isV6: Bool) -> (type: UInt8, code: UInt8) {
    switch self {
    case .networkUnreachable: isV6 ? (1, 0) : (3, 0)
    case .hostUnreachable: isV6 ? (1, 3) : (3, 1)
    case .portUnreachable: isV6 ? (1, 4) : (3, 3)
    case .adminProhibited: isV6 ? (1, 1) : (3, 13)
    case .timeExceeded: isV6 ? (3, 0) : (11, 0)
    }
  }

  /// The frame that tells the sender of `packet`; nil where no error may be sent.
  func answer(to packet: Packet) -> [UInt8]? {
    guard let network = packet.network else { return nil }
    let (type, code) = numbers(isV6: network.isV6)
    return ErrorMessage(type: type, code: code, word: 0).frame(answering: packet)
  }

  /// The frame that tells the sender of `packet` the longest that passes: fragmentation needed (RFC 1191), of IPv6 packet
  /// too big; nil where no error may be sent.
  static func tooLong(_ packet: Packet, mtu: Int) -> [UInt8]? {
    guard let network = packet.network else { return nil }
    let message = ErrorMessage(type: network.isV6 ? 2 : 3, code: network.isV6 ? 0 : 4, word: UInt32(mtu))
    return message.frame(answering: packet)
  }
}

extension NetworkHeader {
  fileprivate var isV6: Bool { if case .ipv6 = self { true } else { false } }
}

/// An error message of ICMP that is to be made.
private struct ErrorMessage {
  let type, code: UInt8
  /// What follows the checksum: an MTU, or nothing.
  let word: UInt32

  /// It comes as if from the host that `packet` was sent to: the cable has no address of its own.
  func frame(answering packet: Packet) -> [UInt8]? {
    guard case .ethernet(let link) = packet.link, let network = packet.network, mayAnswer(packet, link) else {
      return nil
    }
    let start = packet.bytes.count - packet.bytes.dropFirst(14 + 4 * link.vlans.count).count
    let quoted = packet.bytes[start...]
    let head = link.source + link.destination
    switch network {
    case .ipv4(let header): return head + Self.short(EtherType.ipv4) + ipv4(header, quoted)
    case .ipv6(let header): return head + Self.short(EtherType.ipv6) + ipv6(header, network, quoted)
    case .arp, .other: return nil
    }
  }

  /// No error answers an error, a fragment that is not the first, or what was sent to many: RFC 1122, section 3.2.2.
  private func mayAnswer(_ packet: Packet, _ link: EthernetHeader) -> Bool {
    if case .icmp(let message) = packet.transport, message.quoted != nil || !message.isEcho { return false }
    let isToMany = link.destination.first.map { $0 & 1 == 1 } ?? true
    return !isToMany && packet.network?.isLaterFragment == false
  }

  /// RFC 1812, section 4.3.2.3: as much of the packet as fits into 576 bytes.
  private func ipv4(_ header: IPv4Header, _ quoted: ArraySlice<UInt8>) -> [UInt8] {
    let message = summed([type, code, 0, 0] + Self.word(word) + quoted.prefix(576 - 28), pseudo: 0)
    var ip: [UInt8] = [0x45, 0xc0] + Self.short(UInt16(20 + message.count)) + [0, 0, 0, 0, 64, IPProtocol.icmp, 0, 0]
    ip += header.destination.bytes + header.source.bytes
    ip.replaceSubrange(10..<12, with: Self.short(~Checksum.sum(ip)))
    return ip + message
  }

  /// RFC 4443, section 2.4: as much of the packet as fits into 1280 bytes.
  private func ipv6(_ header: IPv6Header, _ network: NetworkHeader, _ quoted: ArraySlice<UInt8>) -> [UInt8] {
    let plain = [type, code, 0, 0] + Self.word(word) + quoted.prefix(1280 - 48)
    // The sum is the same whichever of the two addresses comes first.
    let message = summed(plain, pseudo: network.pseudoSum(IPProtocol.icmpV6, length: plain.count))
    let ip = [0x60, 0, 0, 0] + Self.short(UInt16(message.count)) + [IPProtocol.icmpV6, 64]
    return ip + header.destination.bytes + header.source.bytes + message
  }

  private func summed(_ message: [UInt8], pseudo: UInt16) -> [UInt8] {
    var message = message
    message.replaceSubrange(2..<4, with: Self.short(~Checksum.sum(message, adding: pseudo)))
    return message
  }

  private static func short(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 255)] }
  private static func word(_ number: UInt32) -> [UInt8] {
    short(UInt16(number >> 16)) + short(UInt16(number & 0xffff))
  }
}
