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
    switch packet.transport {
    case .tcp(let header): return ("TCP", tcp(header, packet, numbers, isRaw))
    case .udp: return ("UDP", ["Len=\(packet.dataLength)"])
    case .icmp(let message): return (message.isV6 ? "ICMPv6" : "ICMP", icmp(message, packet))
    case .fragment(let number):
      return (protocolName(number), ["Fragment"] + fragment(packet.network) + ["Len=\(packet.dataLength)"])
    case .other(let number): return (protocolName(number), ["Len=\(packet.dataLength)"])
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
    case 136: "UDPLite"
    default: "protocol \(number)"
    }
  }

  private static func fragment(_ header: NetworkHeader?) -> [String] {
    switch header {
    case .ipv4(let header): ["off=\(header.fragmentOffset)", "ID=0x" + hex(header.identification)]
    case .ipv6(let header): header.fragment.map { ["off=\($0.offset)", "ID=0x" + hex($0.identification)] } ?? []
    case .arp, .other, nil: []
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
