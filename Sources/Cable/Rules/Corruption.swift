import Packets

extension Packet {
  /// The same frame with one bit turned after the header of IP, so that its checksum is wrong: the last bit of the data,
  /// or where there is none, or where UDP has no checksum, of the checksum itself. nil where there is no such bit.
  var corrupted: [UInt8]? {
    guard let place = placeToCorrupt, bytes.indices.contains(place) else { return nil }
    var copy = bytes
    copy[place] ^= 1
    return copy
  }

  private var placeToCorrupt: Int? {
    // UDP-Lite need not cover the data.
    if let last = data.indices.last, verdict != .absent, network?.protocolNumber != IPProtocol.udpLite { return last }
    return switch transport {
    case .tcp(let header): header.offset + 16
    // The high byte: a checksum must not become 0, which says that there is none.
    case .udp(let header), .udpLite(let header): header.offset + (header.checksum == 0x0100 ? 7 : 6)
    case .icmp(let message): message.offset + 2
    case .fragment, .other, nil: nil
    }
  }
}
