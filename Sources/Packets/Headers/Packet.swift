/// A packet, taken apart as far as it can be. Whatever its bytes are, this is a value: what could not be read is told
/// by `problem`.
package struct Packet: Sendable, Equatable {
  /// What was captured of it, from its link header on.
  package let bytes: [UInt8]
  /// How many bytes it had on the wire.
  package let originalLength: Int
  package private(set) var link: LinkHeader?
  package private(set) var network: NetworkHeader?
  package private(set) var transport: TransportHeader?
  /// Whether the checksum of its transport header is right.
  package private(set) var verdict: ChecksumVerdict?
  /// How many bytes of data follow its last header, whether or not they were captured.
  package private(set) var dataLength = 0
  /// The data, as far as they were captured.
  package private(set) var data: ArraySlice<UInt8> = []
  /// Why it could not be read further.
  package private(set) var problem: Malformed?

  /// - Parameters:
  ///   - bytes: What was captured.
  ///   - link: What it begins with.
  ///   - originalLength: How many bytes it had; those that were captured where nobody says.
  package init(_ bytes: [UInt8], link: LinkType, originalLength: Int? = nil) {
    self.bytes = bytes
    self.originalLength = max(originalLength ?? bytes.count, bytes.count)
    do throws(Malformed) { try dissect(link) } catch { problem = error }
  }

  private mutating func dissect(_ type: LinkType) throws(Malformed) {
    let (etherType, rest) = try dissectLink(type)
    let network = try NetworkHeader(etherType: etherType, rest)
    self.network = network
    guard let number = network.protocolNumber else { return data = rest }
    let sent = originalLength - rest.startIndex
    let length = max(0, network.dataLength(sent: sent))
    // What follows is padding of the link.
    let carried = rest.dropFirst(network.headerLength).prefix(length)
    (data, dataLength) = (carried, length)
    guard !network.isLaterFragment else { return transport = .fragment(number) }
    try dissectTransport(number, carried, length, network)
  }

  /// - Returns: What the link carries, and the bytes that it does.
  private mutating func dissectLink(_ type: LinkType) throws(Malformed) -> (UInt16, ArraySlice<UInt8>) {
    switch type {
    case .ethernet:
      var reader = try ByteReader(bytes[...], "Ethernet header", size: 14)
      let header = try reader.ethernet()
      link = .ethernet(header)
      return (header.etherType, reader.rest)
    case .cooked, .cooked2:
      let size = type == .cooked ? 16 : 20
      var reader = try ByteReader(bytes[...], type == .cooked ? "LINUX_SLL header" : "LINUX_SLL2 header", size: size)
      let header = type == .cooked ? try reader.cooked() : try reader.cooked2()
      link = .cooked(header)
      return (header.etherType, reader.rest)
    case .null, .loop:
      var reader = try ByteReader(bytes[...], "loopback header", size: 4)
      let family: UInt32 = try reader.number()
      link = .family(family)
      return (Self.version(of: reader.rest), reader.rest)
    case .raw, .ipv4, .ipv6:
      return (Self.version(of: bytes[...]), bytes[...])
    default: throw Malformed("link", "type \(type.number) is not read")
    }
  }

  private static func version(of bytes: ArraySlice<UInt8>) -> UInt16 {
    bytes.first.map { $0 >> 4 == 6 } ?? false ? EtherType.ipv6 : EtherType.ipv4
  }

  private mutating func dissectTransport(
    _ number: UInt8, _ carried: ArraySlice<UInt8>, _ length: Int, _ network: NetworkHeader
  ) throws(Malformed) {
    let pseudo = { network.pseudoSum(number, length: length) }
    switch number {
    case IPProtocol.tcp:
      let header = try TCPHeader(carried)
      transport = .tcp(header)
      skip(header.headerLength)
      verdict = verdict(header.checksum, carried, length, pseudo: pseudo())
    case IPProtocol.udp:
      let header = try UDPHeader(carried)
      transport = .udp(header)
      skip(8)
      verdict = header.checksum == 0 ? .absent : verdict(header.checksum, carried, length, pseudo: pseudo())
    case IPProtocol.udpLite:
      let header = try UDPHeader(carried, isLite: true)
      transport = .udpLite(header)
      skip(8)
      let covered = header.length == 0 ? length : min(Int(header.length), length)
      verdict = verdict(header.checksum, carried.prefix(covered), covered, pseudo: pseudo())
    case IPProtocol.icmp, IPProtocol.icmpV6:
      let message = try ICMPMessage(carried, isV6: number == IPProtocol.icmpV6)
      transport = .icmp(message)
      skip(8)
      verdict = verdict(message.checksum, carried, length, pseudo: message.isV6 ? pseudo() : nil)
    default: transport = .other(number)
    }
  }

  private mutating func skip(_ count: Int) {
    data = data.dropFirst(count)
    dataLength = max(0, dataLength - count)
  }

  private func verdict(_ field: UInt16, _ carried: ArraySlice<UInt8>, _ length: Int, pseudo: UInt16?)
    -> ChecksumVerdict
  {
    if network?.isFragment == true { return .unknown(.fragment) }
    guard carried.count == length else { return field == pseudo ? .notComputed : .unknown(.cut) }
    return ChecksumVerdict(of: field, over: carried, pseudo: pseudo)
  }
}

/// The header of the transport layer.
package enum TransportHeader: Sendable, Equatable {
  case tcp(TCPHeader)
  case udp(UDPHeader)
  case udpLite(UDPHeader)
  case icmp(ICMPMessage)
  /// A fragment that begins in the middle of a packet of this protocol.
  case fragment(UInt8)
  /// A protocol that is not read.
  case other(UInt8)
}
