import Packets
import Runner

/// The segments of a step as a line expects them: those that pass whenever it is played. What a kernel or the clock chooses
/// is left out, and `...` stands there.
enum RecordedSegments {
  /// From this many segments of data on, their sizes are the kernel's choice.
  private static let mostData = 2

  /// nil where the step had none.
  static func text(_ step: Step) -> String? {
    guard !step.segments.isEmpty else { return nil }
    var words: [String] = []
    for (index, told) in step.segments.enumerated() {
      switch part(step.segments, index) {
      case .always: words.append(told.expectedText)
      case .sometimes: if words.last != "..." { words.append("...") }
      case .maybe: break
      }
    }
    // Nothing but what may be otherwise says nothing.
    return words.allSatisfy { $0 == "..." } ? nil : "{" + words.joined(separator: ", ") + "}"
  }

  private enum Part {
    case always, sometimes
    /// An acknowledgment, which may come or not without being expected.
    case maybe
  }

  private static func part(_ all: [ToldSegment], _ index: Int) -> Part {
    let told = all[index]
    if told.segment.packet.isBareAcknowledgment { return endsHandshake(all, index) ? .always : .maybe }
    switch told.segment.packet.transport {
    case .tcp:
      if told.relation?.kind == .repeats { return .sometimes }
      let data = all.count { $0.segment.packet.dataLength > 0 && $0.isSent == told.isSent }
      return told.segment.packet.dataLength > 0 && data > mostData ? .sometimes : .always
    case .udp: return .always
    case .icmp(let message): return message.words.isEmpty ? .sometimes : .always
    case .fragment, .other, nil: return .sometimes
    }
  }

  /// Whether it is the third segment of a handshake.
  private static func endsHandshake(_ all: [ToldSegment], _ index: Int) -> Bool {
    guard index > 0, !all[index].segment.frame.fate.isDropped,
      case .tcp(let header) = all[index - 1].segment.packet.transport
    else { return false }
    return header.flags.isSuperset(of: [.syn, .ack])
      && all[index - 1].segment.packet.flow == all[index].segment.packet.flow?.mirrored
      && all[index].segment.numbers?.sequence == 1
  }
}
