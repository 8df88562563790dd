import Packets

extension ReportedSegment {
  /// As a line would expect it: `> SYN`, `< PSH,ACK Len=5`, `> UDP Len=4`.
  package var expectedText: String {
    ([isSent ? ">" : "<"] + expectedWords + (segment.frame.fate.isDropped ? ["dropped"] : [])).joined(separator: " ")
  }

  private var expectedWords: [String] {
    let packet = segment.packet
    let length = packet.dataLength > 0 ? ["Len=\(packet.dataLength)"] : []
    switch packet.transport {
    case .tcp(let header): return [header.flags.names.joined(separator: ",")] + length
    case .udp: return ["UDP", "Len=\(packet.dataLength)"]
    case .udpLite: return ["UDP-Lite", "Len=\(packet.dataLength)"]
    case .icmp(let message): return ["ICMP", message.words.last ?? ""]
    case .fragment, .other, nil: return ["Fragment"] + length
    }
  }
}
