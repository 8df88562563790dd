import Packets

/// What is kept of a segment of TCP for those that repeat or acknowledge it. There may be hundreds of thousands in a second,
/// so it is small.
struct SequenceSpan {
  let number: Int
  let moment: Int64
  let flow: Flow
  let sequence: UInt32
  /// How many sequence numbers it takes: SYN and FIN take one each.
  let length: UInt32
  let isAcknowledging: Bool
  /// Whether it is an acknowledgment and nothing else.
  let isBare: Bool
  let acknowledgment: UInt32

  /// The number that follows its own.
  var end: UInt32 { sequence &+ length }

  /// nil for what is not TCP.
  init?(_ segment: Segment) {
    guard case .tcp(let header) = segment.packet.transport, let flow = segment.packet.flow else { return nil }
    length = segment.packet.sequenceLength
    (number, moment, self.flow) = (segment.number, segment.moment, flow)
    (sequence, acknowledgment) = (header.sequence, header.acknowledgment)
    isAcknowledging = header.flags.contains(.ack)
    isBare = segment.packet.isBareAcknowledgment
  }
}

/// The last segments, for what later ones say of them.
struct RecentSegments {
  /// How many are kept.
  private static let most = 256
  private var spans: [SequenceSpan] = []
  /// Where the next one goes once `most` are kept.
  private var next = 0

  /// Takes the next segment.
  /// - Returns: What it says of an earlier one, nil where none of those that are kept is meant; and whether the kernel may
  ///   have sent it by itself.
  mutating func take(_ segment: Segment) -> (relation: ReportedSegment.Relation?, occasion: SendTriggers.Occasion?) {
    guard let own = SequenceSpan(segment) else { return (nil, nil) }
    let relation = relation(of: own)
    defer { keep(own) }
    return (relation, occasion(of: own, relation))
  }

  private mutating func keep(_ own: SequenceSpan) {
    if spans.count < Self.most { spans.append(own) } else { spans[next] = own }
    next = (next + 1) % Self.most
  }

  /// After how long, in nanoseconds, an acknowledgment may have been delayed: the kernel's TCP_DELACK_MIN is 40 ms, less
  /// one turn of its clock.
  private static let delay = 25_000_000

  private func occasion(of own: SequenceSpan, _ relation: ReportedSegment.Relation?) -> SendTriggers.Occasion? {
    if relation?.kind == .repeats { return .repetition }
    guard own.isBare else { return nil }
    if spans.contains(where: { $0.flow == own.flow && $0.end == own.sequence &+ 1 }) { return .probe }
    return relation.map { $0.nanoseconds >= Self.delay } == true ? .lateAcknowledgment : nil
  }

  private func relation(of own: SequenceSpan) -> ReportedSegment.Relation? {
    let mirrored = own.flow.mirrored
    var found: SequenceSpan?
    // The last of those that it may mean.
    for other in spans where other.number > found?.number ?? 0 {
      if own.length > 0 {
        if other.sequence == own.sequence, other.length == own.length, other.flow == own.flow { found = other }
      } else if own.isAcknowledging, other.length > 0, other.end == own.acknowledgment, other.flow == mirrored {
        found = other
      }
    }
    guard let found else { return nil }
    return ReportedSegment.Relation(
      own.length > 0 ? .repeats : .acknowledges, of: found.number, nanoseconds: own.moment - found.moment)
  }
}
