/// The header of the network layer, or ARP in its place.
package enum NetworkHeader: Sendable, Equatable {
  case ipv4(IPv4Header)
  case ipv6(IPv6Header)
  case arp(ARPMessage)
  /// A protocol that is not read, by its EtherType.
  case other(UInt16)

  init(etherType: UInt16, _ bytes: ArraySlice<UInt8>) throws(Malformed) {
    switch etherType {
    case EtherType.ipv4: self = .ipv4(try IPv4Header(bytes))
    case EtherType.ipv6: self = .ipv6(try IPv6Header(bytes))
    case EtherType.arp: self = .arp(try ARPMessage(bytes))
    default: self = .other(etherType)
    }
  }

  /// IP with nothing before it: its first four bits are the version. nil where it is not whole.
  init?(version bytes: ArraySlice<UInt8>) {
    guard let first = bytes.first,
      let header = try? NetworkHeader(etherType: first >> 4 == 6 ? EtherType.ipv6 : EtherType.ipv4, bytes)
    else { return nil }
    self = header
  }

  package var source: IPAddress? {
    switch self {
    case .ipv4(let header): header.source
    case .ipv6(let header): header.source
    case .arp(let message): message.sender
    case .other: nil
    }
  }

  package var destination: IPAddress? {
    switch self {
    case .ipv4(let header): header.destination
    case .ipv6(let header): header.destination
    case .arp(let message): message.target
    case .other: nil
    }
  }

  /// The protocol that IP carries; nil where it is not IP.
  package var protocolNumber: UInt8? {
    switch self {
    case .ipv4(let header): header.protocolNumber
    case .ipv6(let header): header.protocolNumber
    case .arp, .other: nil
    }
  }

  /// How many more routers may pass it on; nil where it is not IP.
  package var hopLimit: UInt8? {
    switch self {
    case .ipv4(let header): header.timeToLive
    case .ipv6(let header): header.hopLimit
    case .arp, .other: nil
    }
  }

  var headerLength: Int {
    switch self {
    case .ipv4(let header): header.headerLength
    case .ipv6(let header): header.headerLength
    case .arp, .other: 0
    }
  }

  /// How many bytes IP says that it carries. A total length of 0 is that of a packet larger than 64 KB, which only a
  /// kernel has that leaves its division to the interface: then it is what was sent.
  func dataLength(sent: Int) -> Int {
    switch self {
    case .ipv4(let header): (header.totalLength == 0 ? sent : Int(header.totalLength)) - header.headerLength
    case .ipv6(let header):
      (header.payloadLength == 0 && header.extensions.isEmpty ? sent : Int(header.payloadLength) + 40)
        - header.headerLength
    case .arp, .other: 0
    }
  }

  var isFragment: Bool {
    switch self {
    case .ipv4(let header): header.isFragment
    case .ipv6(let header): header.isFragment
    case .arp, .other: false
    }
  }

  /// Whether it begins in the middle of what was sent, so that there is no transport header in it.
  package var isLaterFragment: Bool {
    switch self {
    case .ipv4(let header): header.fragmentOffset > 0
    case .ipv6(let header): header.fragment.map { $0.offset > 0 } ?? false
    case .arp, .other: false
    }
  }

  /// The one's complement sum of the pseudo-header that TCP, UDP and ICMPv6 add to their checksums.
  package func pseudoSum(_ number: UInt8, length: Int) -> UInt16 {
    let addresses = (source?.bytes ?? []) + (destination?.bytes ?? [])
    let length = UInt32(truncatingIfNeeded: length)
    let words = [UInt8(truncatingIfNeeded: length >> 24), UInt8(truncatingIfNeeded: length >> 16)]
    return Checksum.sum(
      addresses + words + [UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length), 0, number])
  }
}
