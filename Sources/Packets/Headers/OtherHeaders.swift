/// The header of UDP, see RFC 768, or of UDP-Lite, see RFC 3828.
package struct UDPHeader: Sendable, Equatable {
  /// Where it begins in its packet.
  package let offset: Int
  package let sourcePort, destinationPort: UInt16
  /// With the header's 8 bytes. Of UDP-Lite it is how many bytes the checksum covers; 0 for all.
  package let length: UInt16
  package let checksum: UInt16

  init(_ bytes: ArraySlice<UInt8>, isLite: Bool = false) throws(Malformed) {
    let name = isLite ? "UDP-Lite header" : "UDP header"
    var reader = try ByteReader(bytes, name, size: 8)
    offset = bytes.startIndex
    sourcePort = try reader.number()
    destinationPort = try reader.number()
    length = try reader.number()
    checksum = try reader.number()
    guard length == 0 || length >= 8 else {
      throw Malformed(name, "a \(isLite ? "checksum coverage" : "length") of \(length), at least 8 is needed")
    }
  }
}

/// ARP for IPv4 over Ethernet; of any other ARP only the kinds of addresses are known.
package struct ARPMessage: Sendable, Equatable {
  package let operation: UInt16
  package let hardwareType, protocolType: UInt16
  package let senderHardware, targetHardware: [UInt8]
  /// nil where they are not those of IPv4.
  package let sender, target: IPAddress?

  init(_ bytes: ArraySlice<UInt8>) throws(Malformed) {
    var reader = try ByteReader(bytes, "ARP", size: 8)
    hardwareType = try reader.number()
    protocolType = try reader.number()
    let hardwareSize = Int(try reader.byte()), protocolSize = Int(try reader.byte())
    operation = try reader.number()
    senderHardware = Array(try reader.take(hardwareSize))
    let sender = try reader.take(protocolSize)
    targetHardware = Array(try reader.take(hardwareSize))
    let target = try reader.take(protocolSize)
    func address(_ bytes: ArraySlice<UInt8>) -> IPAddress? {
      bytes.count == 4 ? .v4(bytes.reduce(0) { $0 << 8 | UInt32($1) }) : nil
    }
    let isIPv4 = protocolType == EtherType.ipv4
    (self.sender, self.target) = isIPv4 ? (address(sender), address(target)) : (nil, nil)
  }
}
