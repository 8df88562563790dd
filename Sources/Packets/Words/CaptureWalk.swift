/// The packets of a file one after the other, each with what the earlier ones say of it.
package struct CaptureWalk: Sequence, IteratorProtocol {
  package struct Entry {
    package let packet: Packet
    /// nil where it is no segment of TCP.
    package let numbers: TCPNumbers?
    package let row: LadderRow
  }

  private let file: CaptureFile
  private let isRaw: Bool
  private var index = 0
  private var conversations = ConversationTable()
  private var columns = LadderColumns()

  /// - Parameter isRaw: Whether the numbers of TCP are shown as they are in the header.
  package init(_ file: CaptureFile, isRaw: Bool = false) { (self.file, self.isRaw) = (file, isRaw) }

  package mutating func next() -> Entry? {
    guard let packet = file.packet(index) else { return nil }
    let captured = file.packets[index]
    index += 1
    let numbers = conversations.take(packet, number: index, time: captured.time)
    let words = PacketWords(packet, numbers, isRaw: isRaw)
    let ends = columns.ends(of: packet)
    let row = LadderRow(
      number: index, time: captured.time &- (file.packets.first?.time ?? 0), left: ends.left, right: ends.right,
      isRightward: ends.isRightward,
      parts: (words.protocolName == "TCP" ? [] : [words.protocolName]) + words.parts, comments: captured.comments)
    return Entry(packet: packet, numbers: numbers, row: row)
  }
}

/// Which end of a conversation stands on which side: the one whose packet was seen first is on the left.
struct LadderColumns {
  private var known: Set<Flow> = []

  mutating func ends(of packet: Packet) -> (left: String, right: String, isRightward: Bool) {
    guard let flow = packet.flow else {
      let ends = Self.ends(withoutIP: packet)
      return (ends.source, ends.destination, true)
    }
    let shown = reported(by: packet, in: flow) ?? flow
    let isMirrored = known.contains(shown.mirrored)
    if !isMirrored { known.insert(shown) }
    return isMirrored
      ? (shown.destination.text, shown.source.text, false) : (shown.source.text, shown.destination.text, true)
  }

  /// An error message from the very end to which a packet was sent stands where that packet stood.
  private func reported(by packet: Packet, in flow: Flow) -> Flow? {
    guard let quoted = packet.quotedFlow, quoted.destination.address == flow.source.address,
      known.contains(quoted) || known.contains(quoted.mirrored)
    else { return nil }
    return quoted.mirrored
  }

  private static func ends(withoutIP packet: Packet) -> (source: String, destination: String) {
    if let source = packet.network?.source, let destination = packet.network?.destination {
      return (source.text, destination.text)
    }
    switch packet.link {
    case .ethernet(let header):
      return (PacketWords.hardwareAddress(header.source), PacketWords.hardwareAddress(header.destination))
    case .cooked(let header): return (PacketWords.hardwareAddress(header.source), "?")
    case .family, nil: return ("?", "?")
    }
  }
}
