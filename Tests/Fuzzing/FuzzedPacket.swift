import Packets

/// Bytes that nobody has sent, given to all that reads packets and capture files. That none of them traps is half of the
/// matter; the other half are answers that cannot be right.
package enum FuzzedPacket {
  /// The kinds of links that are read, and one that is not.
  private static let links: [UInt16] = [0, 1, 101, 108, 113, 228, 276, 147]

  /// Reads `bytes` as a packet of each kind of link, and as a capture file.
  ///
  /// - Returns: What is wrong with an answer; nil if nothing is.
  package static func problem(_ bytes: [UInt8]) -> String? {
    for link in links { if let problem = problem(bytes, link, isExplained: true) { return problem } }
    return problem(file: bytes)
  }

  /// Reads `bytes` as a packet on the link that the first of them chooses. To explain one takes four times as long as all
  /// else.
  package static func problem(packet bytes: [UInt8], isExplained: Bool) -> String? {
    guard let first = bytes.first else { return nil }
    return problem(Array(bytes.dropFirst()), links[Int(first) % links.count], isExplained: isExplained)
  }

  private static func problem(_ bytes: [UInt8], _ link: UInt16, isExplained: Bool) -> String? {
    var conversations = ConversationTable()
    for (index, length) in [bytes.count, bytes.count + 40].enumerated() {
      let packet = Packet(bytes, link: LinkType(number: link), originalLength: length)
      let numbers = conversations.take(packet, number: index + 1, time: Int64(index))
      var shown = [PacketWords(packet, numbers).text]
      if isExplained { shown += Explanation(packet, numbers, language: index == 0 ? .english : .korean).lines }
      if let problem = problem(packet, shown) { return "link \(link): \(problem)" }
    }
    return nil
  }

  private static func problem(_ packet: Packet, _ shown: [String]) -> String? {
    if packet.data.count > max(packet.bytes.count, packet.dataLength) { return "more data than bytes" }
    if !packet.data.isEmpty, packet.data.endIndex > packet.bytes.count { return "data lie outside of the packet" }
    return shown.contains(where: hasControlCharacter) ? "a control character is shown" : nil
  }

  /// Whether `text` has one of C0 or C1.
  private static func hasControlCharacter(_ text: String) -> Bool {
    var last: UInt8 = 0
    for byte in text.utf8 {
      if byte < 0x20 || byte == 0x7f || last == 0xc2 && byte < 0xa0 { return true }
      last = byte
    }
    return false
  }

  /// Reads `bytes` as a capture file, and takes the data out of its streams.
  package static func problem(file bytes: [UInt8]) -> String? {
    guard let file = try? CaptureFile(reading: bytes) else { return nil }
    let rows = CaptureWalk(file).map(\.row)
    if rows.count != file.packets.count { return "a packet has no row" }
    if rows.contains(where: { ($0.parts + [$0.left, $0.right]).contains(where: hasControlCharacter) }) {
      return "a control character is in a row"
    }
    let told = CapturedStream.all(of: file).reduce(0) { $0 + $1.sent + $1.received }
    let captured = file.packets.reduce(0) { $0 + $1.bytes.count }
    return told <= captured ? nil : "more data than were captured"
  }
}
