import Packets
import Runner

/// The segments of a step as a line expects them: those that pass whenever it is played. What a kernel or the clock chooses
/// is left out, and `...` stands there.
enum RecordedSegments {
  /// From this many segments of data on, their sizes are the kernel's choice.
  private static let mostData = 2

  /// nil where the step had none.
  static func text(_ step: Step) -> String? {
    let segments = step.segments.withoutForwarded
    guard !segments.isEmpty else { return nil }
    var words: [String] = []
    for (index, reported) in segments.enumerated() {
      switch part(segments, index) {
      case .always: words.append(reported.expectedText)
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

  private static func part(_ all: [ReportedSegment], _ index: Int) -> Part {
    let reported = all[index]
    if reported.segment.packet.isBareAcknowledgment { return endsHandshake(all, index) ? .always : .maybe }
    switch reported.segment.packet.transport {
    case .tcp:
      if reported.relation?.kind == .repeats { return .sometimes }
      let data = all.count { $0.segment.packet.dataLength > 0 && $0.isSent == reported.isSent }
      return reported.segment.packet.dataLength > 0 && data > mostData ? .sometimes : .always
    case .udp: return .always
    case .icmp(let message): return message.words.isEmpty ? .sometimes : .always
    case .udpLite, .fragment, .other, nil: return .sometimes
    }
  }

  /// Whether it is the third segment of a handshake.
  private static func endsHandshake(_ all: [ReportedSegment], _ index: Int) -> Bool {
    guard index > 0, !all[index].segment.frame.fate.isDropped,
      case .tcp(let header) = all[index - 1].segment.packet.transport
    else { return false }
    return header.flags.isSuperset(of: [.syn, .ack])
      && all[index - 1].segment.packet.flow == all[index].segment.packet.flow?.mirrored
      && all[index].segment.numbers?.sequence == 1
  }
}
