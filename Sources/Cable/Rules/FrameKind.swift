import Packets

/// What a rule of the cable calls a packet.
package enum FrameKind: String, Sendable, CaseIterable {
  case any
  /// A segment of TCP or a datagram of UDP with data in it.
  case data
  /// The first segment of a connection.
  case syn = "SYN"
  case synAck = "SYN,ACK"
  /// With or without ACK, and with or without data.
  case fin = "FIN"
  case rst = "RST"
  /// A segment that acknowledges and does nothing else.
  case ack = "ACK"
  case udp, tcp, icmp

  /// Whether `packet` is one. The link's own talk (see `Packet.isOfTheLink`) is not even `any`.
  func matches(_ packet: Packet) -> Bool {
    guard !packet.isOfTheLink else { return false }
    let number = packet.network?.protocolNumber
    return switch self {
    case .any: true
    case .tcp: number == IPProtocol.tcp
    case .udp: number == IPProtocol.udp
    case .icmp: number == IPProtocol.icmp || number == IPProtocol.icmpV6
    case .data: packet.dataLength > 0 && packet.hasPorts
    case .syn, .synAck, .fin, .rst, .ack: packet.flags.map { matches($0, packet.dataLength) } ?? false
    }
  }

  private func matches(_ flags: TCPFlags, _ dataLength: Int) -> Bool {
    switch self {
    case .syn: flags.contains(.syn) && !flags.contains(.ack)
    case .synAck: flags.contains([.syn, .ack])
    case .fin: flags.contains(.fin)
    case .rst: flags.contains(.rst)
    default: flags.contains(.ack) && flags.isDisjoint(with: [.syn, .fin, .rst]) && dataLength == 0
    }
  }
}

extension Packet {
  /// Whether it is what a link needs to work at all, and no program has sent it: ARP, neighbour discovery (RFC 4861), and
  /// the membership of groups (IGMP, MLD). Only a cut strikes these.
  var isOfTheLink: Bool {
    guard let network, let number = network.protocolNumber else { return true }
    if case .icmp(let message) = transport, message.isV6 {
      return (130...137).contains(message.type) || message.type == 143
    }
    return number == IPProtocol.igmp
  }

  fileprivate var hasPorts: Bool {
    switch transport {
    case .tcp, .udp: true
    default: false
    }
  }

  fileprivate var flags: TCPFlags? { if case .tcp(let header) = transport { header.flags } else { nil } }
}
