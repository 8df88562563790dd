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

  /// Whether `packet` is one. The link's own talk (see `Packet.isOfTheLink`) is not even `any`: only a cut strikes
  /// it.
  func matches(_ packet: Packet) -> Bool {
    guard !packet.isOfTheLink else { return false }
    let number = packet.network?.protocolNumber
    return switch self {
    case .any: true
    case .tcp: number == IPProtocol.tcp
    case .udp: number == IPProtocol.udp
    case .icmp: number == IPProtocol.icmp || number == IPProtocol.icmpV6
    case .data: packet.dataLength > 0 && packet.hasPorts
    case .ack: packet.isBareAcknowledgment
    case .syn, .synAck, .fin, .rst: packet.flags.map(matches) ?? false
    }
  }

  private func matches(_ flags: TCPFlags) -> Bool {
    switch self {
    case .syn: flags.contains(.syn) && !flags.contains(.ack)
    case .synAck: flags.contains([.syn, .ack])
    case .fin: flags.contains(.fin)
    case .rst: flags.contains(.rst)
    case .any, .data, .ack, .udp, .tcp, .icmp: false
    }
  }
}

extension Packet {
  fileprivate var hasPorts: Bool {
    switch transport {
    case .tcp, .udp: true
    default: false
    }
  }
}
