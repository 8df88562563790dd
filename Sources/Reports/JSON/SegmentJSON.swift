import Packets
import Runner

/// A segment as a value for programs.
extension ReportedSegment {
  var json: JSON { .object(members) }

  var members: [(String, JSON)] {
    let words = segment.words(isRaw: isRaw)
    return [
      ("number", .number(segment.number)), ("moment", .number(Int(segment.moment))),
      ("from", end(segment.source)), ("to", end(segment.destination)), ("sent", .bool(isSent)),
      ("protocol", .text(words.protocolName)), ("words", .text(words.text)),
      ("length", .number(segment.packet.dataLength)), ("dropped", .bool(segment.frame.fate.isDropped)),
      ("made", .bool(segment.frame.fate.isMade)),
      ("rules", .list(segment.frame.fate.rules.map(rule))), ("relation", relation.map(earlier) ?? .null),
      ("trigger", .optional(trigger?.rawValue)), ("unseen", .number(unseen)),
    ]
  }

  private func end(_ end: Segment.End) -> JSON {
    .object([("name", .text(end.name)), ("handle", .optional(end.handle))])
  }

  private func rule(_ rule: Frame.StruckRule) -> JSON {
    .object([("number", .number(rule.number)), ("text", .text(rule.text))])
  }

  private func earlier(_ relation: Relation) -> JSON {
    .object([
      ("kind", .text(relation.kind.rawValue)), ("number", .number(relation.number)),
      ("after", .number(Int(relation.nanoseconds))),
    ])
  }
}
