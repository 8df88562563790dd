// What a packet is, by its headers alone.
extension Packet {
  /// The flags of a segment of TCP; nil for what is none.
  package var flags: TCPFlags? { if case .tcp(let header) = transport { header.flags } else { nil } }

  /// Whether it only acknowledges, or tells a window: no SYN, FIN or RST, and no data.
  package var isBareAcknowledgment: Bool {
    guard let flags else { return false }
    return flags.contains(.ack) && flags.isDisjoint(with: [.syn, .fin, .rst]) && dataLength == 0
  }

  /// How many sequence numbers it takes: one each for SYN and FIN, and one for each byte of data. RFC 9293 calls it SEG.LEN.
  package var sequenceLength: UInt32 {
    guard let flags else { return 0 }
    let edges: UInt32 = (flags.contains(.syn) ? 1 : 0) + (flags.contains(.fin) ? 1 : 0)
    return UInt32(truncatingIfNeeded: dataLength) &+ edges
  }

  /// Whether it is a part of a packet.
  package var isFragment: Bool { network?.isFragment ?? false }

  /// Whether it is what a link needs to work at all, and no program has sent it: ARP, neighbour discovery (RFC 4861), and
  /// the membership of groups (IGMP, MLD).
  package var isOfTheLink: Bool {
    guard let network, let number = network.protocolNumber else { return true }
    if case .icmp(let message) = transport, message.isV6 {
      return (130...137).contains(message.type) || message.type == 143
    }
    return number == IPProtocol.igmp
  }
}
