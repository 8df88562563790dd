import Foundation
import Packets
import Testing

/// Wireshark's program for a terminal, against which packets are held.
package enum Tshark {
  package static var isThere: Bool { Program.find("tshark") != nil && Program.find("capinfos") != nil }

  /// Connections that a program begins are followed, numbers are relative, checksums are looked at.
  private static let settings = [
    "tcp.desegment_tcp_streams:FALSE", "tcp.check_checksum:TRUE", "udp.check_checksum:TRUE", "ip.check_checksum:TRUE",
    "ip.defragment:FALSE", "ipv6.defragment:FALSE",
  ].flatMap { ["-o", $0] }

  /// The values of fields, packet by packet.
  package static func fields(_ names: [String], of path: String) throws -> [[String]] {
    let ports = ["tcp.port==0-65535,data", "udp.port==0-65535,data"].flatMap { ["-d", $0] }
    let wanted = names.flatMap { ["-e", $0] }
    let ended = try Program.run(
      ["-n", "-r", path, "-T", "fields", "-E", "occurrence=f"] + settings + ports + wanted, of: Program.find("tshark")!)
    let complaints = ended.errors.split(separator: "\n").filter { !$0.contains("could be dangerous") }
    if ended.code != 0 || !complaints.isEmpty { Issue.record("tshark: \(ended.errors)") }
    return ended.output.split(separator: "\n").map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// Holds what is said of each packet of the file at `path` against tshark, field by field and word by word.
  package static func compare(_ path: String) throws {
    let file = try CaptureFile(reading: Array(try Data(contentsOf: URL(fileURLWithPath: path))))
    #expect(file.problem == nil)
    let names = PacketFields.names + ["_ws.col.Info"]
    let said = try fields(names, of: path)
    #expect(said.count == file.packets.count)
    var conversations = ConversationTable()
    for (index, theirs) in said.enumerated() {
      guard let packet = file.packet(index) else { continue }
      let numbers = conversations.take(packet, number: index + 1, time: file.packets[index].time)
      let ours = PacketFields.values(packet, numbers)
      for (name, pair) in zip(names, zip(ours, theirs)) where pair.0 != nil && pair.0 != pair.1 {
        Issue.record("packet \(index + 1), \(name): \(pair.0 ?? ""), tshark: \(pair.1)")
      }
      let words = PacketWords(packet, numbers)
      let info = withoutPorts(theirs[names.count - 1])
      // Of a first fragment tshark has the words that are compared only when it puts fragments together; it does not here.
      if packet.network?.isLaterFragment == true || !packet.isFragment, !isSame(words, info) {
        Issue.record("packet \(index + 1): \(words.text), tshark: \(info)")
      }
    }
  }

  /// Of ICMP, ours say besides what they are about.
  private static func isSame(_ words: PacketWords, _ info: String) -> Bool {
    words.protocolName == "TCP" || words.protocolName == "UDP"
      ? words.text == info : words.text.hasPrefix(info) || info.hasPrefix(words.text)
  }

  /// `40000 → 80 [SYN]`, `[TCP Retransmission] 40000 → 80 [SYN]`: with us the ports, and what a checksum is worth, have a
  /// place of their own.
  private static func withoutPorts(_ info: String) -> String {
    ["[TCP CHECKSUM INCORRECT] ", "[TCP CHECKSUM 0xFFFF] ", " [UDP CHECKSUM INCORRECT]"].reduce(
      info.replacing(#/[0-9]+ → [0-9]+ /#, with: "", maxReplacements: 1)
    ) { $0.replacing($1, with: "") }
  }
}

/// The fields that are compared, by Wireshark's names.
private enum PacketFields {
  static let names = [
    "ip.src", "ip.dst", "ip.hdr_len", "ip.len", "ip.ttl", "ip.proto", "ip.checksum.status", "ipv6.src", "tcp.srcport",
    "tcp.dstport", "tcp.seq", "tcp.seq_raw", "tcp.ack", "tcp.ack_raw", "tcp.hdr_len", "tcp.flags",
    "tcp.window_size_value",
    "tcp.window_size", "tcp.urgent_pointer", "tcp.len", "tcp.checksum.status", "udp.srcport", "udp.length",
    "udp.checksum.status", "icmp.type", "icmp.code",
  ]

  /// nil for what is not compared.
  static func values(_ packet: Packet, _ numbers: TCPNumbers?) -> [String?] {
    network(packet.network) + transport(packet, numbers)
  }

  private static func network(_ header: NetworkHeader?) -> [String] {
    switch header {
    case .ipv4(let header):
      [
        header.source.text, header.destination.text, "\(header.headerLength)", "\(header.totalLength)",
        "\(header.timeToLive)", "\(header.protocolNumber)", header.verdict == .right ? "1" : "0", "",
      ]
    case .ipv6(let header): [String](repeating: "", count: 7) + [header.source.text]
    default: [String](repeating: "", count: 8)
    }
  }

  private static func transport(_ packet: Packet, _ numbers: TCPNumbers?) -> [String?] {
    let none = { [String?](repeating: "", count: $0) }
    switch packet.transport {
    // tshark does not count on from a segment of which it has only a part.
    case .tcp where packet.isFragment: return [String?](repeating: nil, count: 18)
    case .tcp(let header):
      let hasAcknowledgment = header.flags.contains(.ack)
      let scaled = "\(numbers?.window ?? 0)"
      return [
        "\(header.sourcePort)", "\(header.destinationPort)", "\(numbers?.sequence ?? 0)", "\(header.sequence)",
        hasAcknowledgment ? "\(numbers?.acknowledgment ?? 0)" : "0", "\(header.acknowledgment)",
        "\(header.headerLength)",
        "0x" + hex(header.flags.rawValue), "\(header.window)", scaled, "\(header.urgentPointer)",
        "\(packet.dataLength)",
        status(packet),
      ] + none(5)
    case .udp(let header):
      return none(13) + ["\(header.sourcePort)", "\(header.length)", status(packet), "", ""]
    case .udpLite: return none(13) + [nil, nil, nil] + none(2)
    case .icmp(let message) where message.quoted != nil:
      // tshark reads the quoted packet as well.
      return [String?](repeating: nil, count: 16) + (message.isV6 ? none(2) : ["\(message.type)", "\(message.code)"])
    case .icmp(let message) where !message.isV6: return none(16) + ["\(message.type)", "\(message.code)"]
    default: return none(18)
    }
  }

  private static func hex(_ number: UInt16) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }

  /// 0 bad, 1 good, 2 not looked at; nil for 0xffff, which is 0 in the arithmetic of checksums, and which Linux writes instead
  /// of 0 but tshark does not take for it. One that was not computed is no good one either; tshark does not look at it where
  /// bytes are missing.
  private static func status(_ packet: Packet) -> String? {
    if case .tcp(let header) = packet.transport, header.checksum == 0xffff, packet.verdict == .right { return nil }
    return switch packet.verdict {
    case .right: "1"
    case .notComputed where packet.data.count < packet.dataLength: "2"
    case .wrong, .notComputed: "0"
    case .absent, .unknown, nil: "2"
    }
  }
}
