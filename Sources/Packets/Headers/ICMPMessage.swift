/// A message of ICMP or ICMPv6, see RFC 792 and RFC 4443.
package struct ICMPMessage: Sendable, Equatable {
  /// Where it begins in its packet.
  package let offset: Int
  package let isV6: Bool
  package let type, code: UInt8
  package let checksum: UInt16
  /// The four bytes after the checksum: identifier and sequence number, an MTU, or nothing.
  package let word: UInt32
  /// The beginning of the packet that an error message is about.
  package let quoted: QuotedPacket?

  init(_ bytes: ArraySlice<UInt8>, isV6: Bool) throws(Malformed) {
    let name = isV6 ? "ICMPv6" : "ICMP"
    var reader = try ByteReader(bytes, name, size: 4)
    offset = bytes.startIndex
    self.isV6 = isV6
    type = try reader.byte()
    code = try reader.byte()
    checksum = try reader.number()
    word = reader.rest.count >= 4 ? try reader.number() : 0
    let isError = isV6 ? type < 128 : [3, 4, 5, 11, 12].contains(type)
    quoted = isError ? QuotedPacket(reader.rest) : nil
  }

  package var isEcho: Bool { isV6 ? type == 128 || type == 129 : type == 0 || type == 8 }
}

/// The beginning of a packet inside of another. Often only the first 8 bytes of its transport header are there.
package struct QuotedPacket: Sendable, Equatable {
  package let network: NetworkHeader
  /// The protocol after IP.
  package let protocolNumber: UInt8
  /// Of TCP and UDP, where the ports are there.
  package let sourcePort, destinationPort: UInt16?
  /// Of TCP, where it is there.
  package let sequence: UInt32?

  /// nil where not even an IP header is there.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard let network = NetworkHeader(version: bytes), let number = network.protocolNumber else { return nil }
    (self.network, protocolNumber) = (network, number)
    let rest = bytes.dropFirst(network.headerLength)
    let hasPorts = [IPProtocol.tcp, IPProtocol.udp, IPProtocol.udpLite].contains(number) && !network.isLaterFragment
    var reader = hasPorts ? try? ByteReader(rest, "", size: 4) : nil
    sourcePort = try? reader?.number()
    destinationPort = try? reader?.number()
    sequence = number == IPProtocol.tcp ? try? reader?.number() : nil
  }
}

package enum IPProtocol {
  package static let icmp: UInt8 = 1, tcp: UInt8 = 6, udp: UInt8 = 17, icmpV6: UInt8 = 58
  package static let igmp: UInt8 = 2, udpLite: UInt8 = 136
}
