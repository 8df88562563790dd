/// What a packet of an interface begins with: the number that pcap files and pcapng files give it.
package struct LinkType: Sendable, Hashable {
  package let number: UInt16

  package init(number: UInt16) { self.number = number }

  /// BSD loopback: the address family in the byte order of the machine.
  static let null = LinkType(number: 0)
  package static let ethernet = LinkType(number: 1)
  /// An IP packet with nothing before it; its first four bits tell the version.
  package static let raw = LinkType(number: 101)
  /// OpenBSD loopback: the address family in network byte order.
  static let loop = LinkType(number: 108)
  /// LINUX_SLL: the header that Linux makes for packets captured on all interfaces at once, in place of their own.
  package static let cooked = LinkType(number: 113)
  static let ipv4 = LinkType(number: 228)
  static let ipv6 = LinkType(number: 229)
  package static let cooked2 = LinkType(number: 276)
}

/// The header of the link.
package enum LinkHeader: Sendable, Equatable {
  case ethernet(EthernetHeader)
  case cooked(CookedHeader)
  /// BSD loopback has only a number of an address family.
  case family(UInt32)
}

/// Ethernet II, with the tags of VLANs (IEEE 802.1Q). On loopback both addresses are zeros.
package struct EthernetHeader: Sendable, Equatable {
  package let destination, source: [UInt8]
  /// The numbers of its VLANs, the outermost first.
  package let vlans: [UInt16]
  package let etherType: UInt16
}

/// LINUX_SLL and LINUX_SLL2.
package struct CookedHeader: Sendable, Equatable {
  /// 0 to us, 1 broadcast, 2 multicast, 3 to somebody else, 4 sent by us.
  package let packetType: UInt16
  package let hardwareType: UInt16
  /// The sender's hardware address.
  package let source: [UInt8]
  /// Only LINUX_SLL2 has it.
  package let interfaceIndex: UInt32?
  package let etherType: UInt16
}

package enum EtherType {
  package static let ipv4: UInt16 = 0x0800, ipv6: UInt16 = 0x86dd
  static let arp: UInt16 = 0x0806, vlan: UInt16 = 0x8100
  static let serviceVLAN: UInt16 = 0x88a8
}

extension ByteReader {
  mutating func ethernet() throws(Malformed) -> EthernetHeader {
    let destination = Array(try take(6)), source = Array(try take(6))
    var type: UInt16 = try number()
    var vlans: [UInt16] = []
    while type == EtherType.vlan || type == EtherType.serviceVLAN {
      let tag: UInt16 = try number()
      vlans.append(tag & 0xfff)
      type = try number()
    }
    return EthernetHeader(destination: destination, source: source, vlans: vlans, etherType: type)
  }

  mutating func cooked() throws(Malformed) -> CookedHeader {
    let packetType: UInt16 = try number(), hardwareType: UInt16 = try number(), length: UInt16 = try number()
    let address = try take(8)
    return CookedHeader(
      packetType: packetType, hardwareType: hardwareType, source: Array(address.prefix(Int(length))),
      interfaceIndex: nil, etherType: try number())
  }

  mutating func cooked2() throws(Malformed) -> CookedHeader {
    let type: UInt16 = try number()
    _ = try take(2)
    let index: UInt32 = try number(), hardwareType: UInt16 = try number()
    let packetType = try byte(), length = try byte()
    return CookedHeader(
      packetType: UInt16(packetType), hardwareType: hardwareType, source: Array(try take(8).prefix(Int(length))),
      interfaceIndex: index, etherType: type)
  }
}
