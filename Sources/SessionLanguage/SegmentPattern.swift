/// One part of `{> SYN, < SYN,ACK, > ACK}`: what a line expects on the wire.
package struct SegmentPattern: Sendable, Equatable {
  package let span: Span
  package let kind: Kind

  package enum Kind: Sendable, Equatable {
    /// `...`: any number of others, also none.
    case others
    case segment(Segment)
  }

  /// One segment, or several in a row that are alike.
  package struct Segment: Sendable, Equatable {
    /// Whether the role that acts sends it.
    package let isSent: Bool
    package let protocolKind: ProtocolKind
    package let fields: [FieldRange]
    /// Whether the cable must have dropped it. Without `dropped` it must have passed.
    package let isDropped: Bool
    /// How many of them come in a row.
    package let count: ClosedRange<Int>
  }

  package enum ProtocolKind: Sendable, Equatable {
    /// The flags of TCP that are set, and no others, as Wireshark names and orders them.
    case tcp([String])
    case udp
    /// The type or the code as Wireshark names it, in lower case with hyphens: `port-unreachable`.
    case icmp(String)
  }

  /// `Len=1..1448`
  package struct FieldRange: Sendable, Equatable {
    package let field: Field
    /// nil for a field that is there or not, and has no value.
    package let range: ClosedRange<Int>?
  }

  /// What Wireshark writes after the flags.
  package enum Field: String, Sendable, CaseIterable {
    case length = "Len"
    case sequence = "Seq"
    case acknowledgment = "Ack"
    case window = "Win"
    case segmentSize = "MSS"
    case windowScale = "WS"
    case selective = "SACK_PERM"

    package var hasValue: Bool { self != .selective }
  }

  /// The flags of TCP in Wireshark's order.
  static let flags = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"]
  /// The most segments that one pattern counts.
  static let most = 1_000_000
}

// MARK: - As text

extension SegmentPattern {
  /// The fields that it names.
  package var fields: [Field] {
    switch kind {
    case .others: []
    case .segment(let segment): segment.fields.map(\.field)
    }
  }

  /// As a line has it, in one form.
  package var text: String {
    switch kind {
    case .others: "..."
    case .segment(let segment): segment.text
    }
  }

  /// `{> SYN, < SYN,ACK, > ACK}`
  package static func text(_ patterns: [SegmentPattern]) -> String {
    "{" + patterns.map(\.text).joined(separator: ", ") + "}"
  }
}

extension SegmentPattern.Segment {
  fileprivate var text: String {
    let fields = fields.map { item in item.field.rawValue + (item.range.map { "=" + $0.boundsText } ?? "") }
    let times = count == 1...1 ? [] : ["x" + count.boundsText]
    let words = [isSent ? ">" : "<", protocolKind.text] + fields + (isDropped ? [SegmentPatternParser.dropped] : [])
    return (words + times).joined(separator: " ")
  }
}

extension SegmentPattern.ProtocolKind {
  fileprivate var text: String {
    switch self {
    case .tcp(let flags): flags.joined(separator: ",")
    case .udp: "UDP"
    case .icmp(let name): "ICMP \(name)"
    }
  }
}

extension ClosedRange<Int> {
  /// `5`, or `1..5`.
  fileprivate var boundsText: String { lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound)..\(upperBound)" }
}
