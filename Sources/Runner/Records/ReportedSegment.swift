import Packets

/// A segment as a session tells it.
package struct ReportedSegment: Sendable {
  package internal(set) var segment: Segment
  /// Whether the role that acts sent it; another did otherwise.
  package let isSent: Bool
  /// Whether the session shows numbers and windows as they are in the header.
  package let isRaw: Bool
  /// How it stands to an earlier one, where that was seen.
  package let relation: Relation?
  /// What made the kernel send it by itself, where that was seen.
  package let trigger: SendTrigger?
  /// How many frames passed unseen about here: before the next segment, and after the last one before it that has such a
  /// number.
  package var unseen = 0
  /// The host that took it from the link, where that is known: a router, where it went on from there.
  package var linkReceiver: String?

  package init(
    _ segment: Segment, isSent: Bool, isRaw: Bool = false, relation: Relation? = nil, trigger: SendTrigger? = nil
  ) {
    (self.segment, self.isSent, self.isRaw, self.relation, self.trigger) = (segment, isSent, isRaw, relation, trigger)
  }

  /// What it says of an earlier segment.
  package struct Relation: Sendable, Equatable {
    /// The earlier one's.
    package let number: Int
    package let kind: Kind
    /// The time between both, in nanoseconds.
    package let nanoseconds: Int64

    package init(_ kind: Kind, of number: Int, nanoseconds: Int64) {
      (self.kind, self.number, self.nanoseconds) = (kind, number, nanoseconds)
    }

    package enum Kind: String, Sendable {
      /// It has the number and the length of the earlier one.
      case repeats
      /// It acknowledges all numbers up to the end of the earlier one, and no later ones.
      case acknowledges
      /// A router passed the earlier one on: it is the same packet, with fewer hops left.
      case forwards
    }
  }
}

extension ReportedSegment {
  /// In Wireshark's words, with what the cable did to it; between the parts a line may be broken. Timestamps, which nearly
  /// every segment has and which take half a line, are left to raw ones and to `segment`.
  package var parts: [String] {
    let words = segment.words(isRaw: isRaw)
    let shown = isRaw ? words.parts : words.parts.filter { !$0.hasPrefix("TSval=") }
    return (words.protocolName == "TCP" ? [] : [words.protocolName]) + shown + rules
  }

  /// The rules of the cable that struck it, or made it: `dropped: drop next SYN,ACK (rule 1)`.
  package var rules: [String] {
    let fate = segment.frame.fate
    // The rule that drops a segment is the last that is asked.
    if fate.isDropped, fate.rules.count > 1, let last = fate.rules.last {
      let others = fate.rules.dropLast().map { "\($0.text) (rule \($0.number))" }.joined(separator: ", ")
      return ["cable: \(others)", "dropped: \(last.text) (rule \(last.number))"]
    }
    let rules = fate.rules.map { "\($0.text) (rule \($0.number))" }.joined(separator: ", ")
    if fate.isMade { return ["made by the cable: \(rules)"] }
    if fate.isDropped { return [rules.isEmpty ? "dropped" : "dropped: \(rules)"] }
    return rules.isEmpty ? [] : ["cable: \(rules)"]
  }
}
