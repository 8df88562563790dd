import Packets

/// Bytes that nobody has sent, given to all that reads packets and capture files. That none of them traps is half of the
/// matter; the other half are answers that cannot be right.
package enum FuzzedPacket {
  /// Reads `bytes` as a packet of each kind of link, and as a capture file.
  ///
  /// - Returns: What is wrong with an answer; nil if nothing is.
  package static func problem(_ bytes: [UInt8]) -> String? {
    for number: UInt16 in [0, 1, 101, 108, 113, 228, 276, 147] {
      var conversations = ConversationTable()
      for (index, length) in [bytes.count, bytes.count + 40].enumerated() {
        let packet = Packet(bytes, link: LinkType(number: number), originalLength: length)
        if let problem = problem(packet, &conversations, index) { return "link \(number): \(problem)" }
      }
    }
    return problem(file: bytes) ?? FuzzedImport.problem(capture: bytes)
  }

  private static func problem(_ packet: Packet, _ conversations: inout ConversationTable, _ index: Int) -> String? {
    let numbers = conversations.take(packet, number: index + 1, time: Int64(index))
    let words = PacketWords(packet, numbers)
    let lines = Explanation(packet, numbers, language: .english).lines
    if packet.data.count > max(packet.bytes.count, packet.dataLength) { return "more data than bytes" }
    if !packet.data.isEmpty, packet.data.endIndex > packet.bytes.count { return "data lie outside of the packet" }
    let text = words.text + lines.joined()
    return text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
      ? nil : "a control character is shown"
  }

  private static func problem(file bytes: [UInt8]) -> String? {
    guard let file = try? CaptureFile(reading: bytes) else { return nil }
    let rows = CaptureWalk(file).map(\.row)
    return rows.count == file.packets.count ? nil : "a packet has no row"
  }
}
