import Packets
import Runner
import Text

/// A segment as lines of a card, or as an event: its number, the arrow between its ends, and Wireshark's words.
enum SegmentText {
  /// The widest line.
  private static let columns = 80
  /// What stands before a segment that the cable dropped.
  private static let struck = "✗"

  /// - Parameter isEvent: Whether it came between two lines; otherwise it is told of a step.
  static func write(_ reported: ReportedSegment, isEvent: Bool = false, _ card: Card, to text: inout TextBuffer) {
    let mark = isEvent ? "* " : "  "
    let segment = reported.segment, isDropped = segment.frame.fate.isDropped
    let number = "\(segment.number)"
    let padding = String(repeating: " ", count: max(1, 4 - number.count))
    let head =
      mark + number + padding + (isDropped ? struck + " " : "")
      + TerminalEscape.text(isEvent ? sent(segment) : ends(reported)) + "  "
    let width = min(card.width ?? columns, columns)
    for (index, line) in lines(reported, isEvent, beside: DisplayWidth.of(head), width).enumerated() {
      let indent = index == 0 ? head : String(repeating: " ", count: DisplayWidth.of(mark) + 6)
      text.put(text: indent)
      if isDropped { card.style.paint(.struck, &text) { $0.put(text: line) } } else { text.put(text: line) }
      text.endLine()
    }
    guard reported.unseen > 0 else { return }
    let frames = Plural.count(reported.unseen, "frame")
    text.put(text: "\(mark)    \(frames) passed unseen about here: there was no room for them")
    text.endLine()
  }

  private static func sent(_ segment: Segment) -> String { "\(segment.source.name) → \(segment.destination.name)" }

  /// Who acts is on the left.
  private static func ends(_ reported: ReportedSegment) -> String {
    reported.isSent ? sent(reported.segment) : "\(reported.segment.destination.name) ← \(reported.segment.source.name)"
  }

  /// The words of a segment, broken between their parts.
  ///
  /// - Parameter beside: How many columns stand before the first line.
  private static func lines(_ reported: ReportedSegment, _ isEvent: Bool, beside: Int, _ width: Int)
    -> [String]
  {
    var lines: [String] = []
    // What a step's segments acknowledge is seen just above.
    let relation = isEvent || reported.relation?.kind != .acknowledges ? reported.relation : nil
    for part in (reported.parts + reasons(relation, reported.trigger)).map(TerminalEscape.text) {
      let room = width - (lines.count <= 1 ? beside : 8)
      if let last = lines.last, DisplayWidth.of(last) + 1 + DisplayWidth.of(part) <= room {
        lines[lines.count - 1] = last + " " + part
      } else {
        lines.append(part)
      }
    }
    return lines
  }

  /// What it says of an earlier one and how long after it that came, and what made the kernel send it.
  private static func reasons(_ relation: ReportedSegment.Relation?, _ trigger: SendTrigger?) -> [String] {
    guard let relation else { return trigger.map { ["(\($0.rawValue))"] } ?? [] }
    var text = TextBuffer()
    Duration.write(relation.nanoseconds, to: &text)
    let time = "\(text.string.trimmingBlanks) after it"
    return ["(\(relation.kind.rawValue) \(relation.number),"]
      + (trigger.map { ["\(time):", "\($0.rawValue))"] } ?? ["\(time))"])
  }
}

extension String {
  fileprivate var trimmingBlanks: Substring { drop { $0 == " " } }
}
