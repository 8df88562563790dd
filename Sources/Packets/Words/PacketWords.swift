import Text

/// What a packet says in one line, in Wireshark's words. It is in parts, between which a line may be broken.
package struct PacketWords: Sendable, Equatable {
  /// The protocol that the words are about, such as `UDP`.
  package let protocolName: String
  package let parts: [String]

  package var text: String { parts.joined(separator: " ") }

  /// - Parameters:
  ///   - numbers: What `ConversationTable` made of a segment of TCP; nil for anything else.
  ///   - isRaw: Whether numbers and windows are shown as they are in the header.
  package init(_ packet: Packet, _ numbers: TCPNumbers? = nil, isRaw: Bool = false) {
    let (name, parts) = Self.words(packet, numbers, isRaw)
    protocolName = name
    self.parts = parts + (packet.problem.map { ["[\($0.text)]"] } ?? [])
  }

  private static func words(_ packet: Packet, _ numbers: TCPNumbers?, _ isRaw: Bool) -> (String, [String]) {
    if packet.isFragment, packet.transport != nil, let words = fragment(packet.network) { return words }
    switch packet.transport {
    case .tcp(let header): return ("TCP", tcp(header, packet, numbers, isRaw))
    case .udp: return ("UDP", ["Len=\(packet.dataLength)"])
    case .udpLite(let header):
      return ("UDP-Lite", ["Len=\(packet.dataLength)"] + (header.checksum == 0 ? ["[ILLEGAL CHECKSUM (0)]"] : []))
    case .icmp(let message): return (message.isV6 ? "ICMPv6" : "ICMP", icmp(message, packet))
    case .fragment(let number), .other(let number): return (protocolName(number), ["Len=\(packet.dataLength)"])
    case nil: return network(packet.network)
    }
  }

  private static func network(_ header: NetworkHeader?) -> (String, [String]) {
    switch header {
    case .arp(let message): ("ARP", [arp(message)])
    case .other(let type): ("EtherType 0x" + hex(type), [])
    case .ipv4, .ipv6: ("IP", [])
    case nil: ("?", [])
    }
  }

  /// The name of a protocol of IP.
  package static func protocolName(_ number: UInt8) -> String {
    switch number {
    case IPProtocol.icmp: "ICMP"
    case IPProtocol.tcp: "TCP"
    case IPProtocol.udp: "UDP"
    case IPProtocol.icmpV6: "ICMPv6"
    case 2: "IGMP"
    case 132: "SCTP"
    case IPProtocol.udpLite: "UDPLite"
    default: "protocol \(number)"
    }
  }

  /// What is said of every fragment, also of the first one, in which a transport header is: its lengths are those of the
  /// whole. Wireshark shows the whole with the last one.
  private static func fragment(_ header: NetworkHeader?) -> (String, [String])? {
    switch header {
    case .ipv4(let header):
      let number = header.protocolNumber, name = protocolName(number)
      let what = name == "protocol \(number)" ? "\(number)" : "\(name) \(number)"
      let place = "off=\(header.fragmentOffset), ID=\(hex(header.identification))"
      return ("IPv4", ["Fragmented IP protocol", "(proto=\(what), \(place))"])
    case .ipv6(let header):
      guard let fragment = header.fragment else { return nil }
      let more = fragment.hasMore ? "y" : "n"
      let place = "off=\(fragment.offset) more=\(more) ident=0x\(hex(fragment.identification))"
      return ("IPv6", ["IPv6 fragment", "(\(place) nxt=\(header.protocolNumber))"])
    case .arp, .other, nil: return nil
    }
  }

  private static func arp(_ message: ARPMessage) -> String {
    let (sender, target) = (message.sender?.text ?? "?", message.target?.text ?? "?")
    return switch message.operation {
    case 1: "Who has \(target)? Tell \(sender)"
    case 2: "\(sender) is at \(hardwareAddress(message.senderHardware))"
    default: "operation \(message.operation)"
    }
  }

  /// `02:00:00:00:00:01`
  static func hardwareAddress(_ bytes: [UInt8]) -> String { bytes.map(\.hexDigits).joined(separator: ":") }

  /// As many hex digits as a number of this type has.
  static func hex(_ number: some FixedWidthInteger & UnsignedInteger) -> String {
    withUnsafeBytes(of: number.bigEndian) { $0.map(\.hexDigits).joined() }
  }
}

// MARK: - TCP

extension PacketWords {
  private static func tcp(_ header: TCPHeader, _ packet: Packet, _ numbers: TCPNumbers?, _ isRaw: Bool) -> [String] {
    let relative = isRaw ? nil : numbers
    let flags = header.flags.names
    var parts = (numbers?.remarks ?? []).map { "[\($0.text)]" }
    parts.append("[\(flags.isEmpty ? "<None>" : flags.joined(separator: ", "))]")
    parts.append("Seq=\(relative?.sequence ?? header.sequence)")
    if header.flags.contains(.ack) {
      parts.append("Ack=\(relative?.acknowledgment ?? header.acknowledgment)")
    }
    parts.append("Win=\(relative?.window ?? UInt32(header.window))")
    if header.flags.contains(.urg) { parts.append("Urg=\(header.urgentPointer)") }
    parts.append("Len=\(packet.dataLength)")
    return parts + header.options.compactMap { words($0, relativeTo: relative?.acknowledgmentBase ?? 0) }
  }

  /// - Parameter base: The number from which those of the other direction are counted.
  private static func words(_ option: TCPOption, relativeTo base: UInt32) -> String? {
    switch option.content {
    case .end, .noOperation: nil
    case .maximumSegmentSize(let size): "MSS=\(size)"
    // RFC 7323 forbids more than 14, and says to use 14 then; Wireshark shows it as a factor.
    case .windowScale(let shift): "WS=\(1 << min(UInt32(shift), 14))"
    case .sackPermitted: "SACK_PERM"
    case .sack(let blocks): blocks.map { "SLE=\($0.left &- base) SRE=\($0.right &- base)" }.joined(separator: " ")
    case .timestamps(let value, let echo): "TSval=\(value) TSecr=\(echo)"
    case .fastOpen(let cookie): cookie.isEmpty ? "TFO=R" : "TFO=C"
    case .unknown(let kind): "Option=\(kind)"
    case .malformed(let kind): "[option \(kind) is malformed]"
    }
  }
}

// MARK: - ICMP

extension PacketWords {
  private static func icmp(_ message: ICMPMessage, _ packet: Packet) -> [String] {
    var parts = [ICMPNames.type(message)]
    if let code = ICMPNames.code(message) { parts.append("(\(code))") }
    if message.isEcho { parts.append("id=0x\(hex(UInt16(message.word >> 16))), seq=\(message.word & 0xffff)") }
    if let size = message.pathMTU { parts.append("MTU=\(size)") }
    if let quoted = message.quoted, let flow = packet.quotedFlow {
      let name = protocolName(quoted.protocolNumber)
      parts.append("for \(name) \(flow.source.text) → \(flow.destination.text)")
    }
    return parts
  }
}

extension ICMPMessage {
  /// The largest packet that the way lets through, where the message tells it.
  package var pathMTU: UInt32? {
    if isV6 { return type == 2 ? word : nil }
    return type == 3 && code == 4 ? word & 0xffff : nil
  }
}
