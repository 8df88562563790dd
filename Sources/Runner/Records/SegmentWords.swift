import Packets
import SessionLanguage

extension ReportedSegment {
  /// As a line would expect it: `> SYN`, `< PSH,ACK Len=5`, `> UDP Len=4`.
  package var expectedText: String { expectedText(with: []) }

  /// The same, with the values that it has of `fields`: `> SYN MSS=1460`.
  package func expectedText(with fields: [SegmentPattern.Field]) -> String {
    let values = fields.filter { $0 != .length }.compactMap { field in
      field.value(in: segment).map { field.hasValue ? "\(field.rawValue)=\($0)" : field.rawValue }
    }
    let end = segment.frame.fate.isDropped ? ["dropped"] : []
    return ([isSent ? ">" : "<"] + expectedWords + values + end).joined(separator: " ")
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
