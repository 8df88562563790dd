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
  let acknowledgment: UInt32

  /// The number that follows its own.
  var end: UInt32 { sequence &+ length }

  /// nil for what is not TCP.
  init?(_ segment: Segment) {
    guard case .tcp(let header) = segment.packet.transport, let flow = segment.packet.flow else { return nil }
    let edges: UInt32 = (header.flags.contains(.syn) ? 1 : 0) + (header.flags.contains(.fin) ? 1 : 0)
    length = UInt32(truncatingIfNeeded: segment.packet.dataLength) &+ edges
    (number, moment, self.flow) = (segment.number, segment.moment, flow)
    (sequence, acknowledgment) = (header.sequence, header.acknowledgment)
    isAcknowledging = header.flags.contains(.ack)
  }
}

/// The last segments, for what later ones say of them.
struct RecentSegments {
  /// How many are kept.
  private static let most = 256
  private var spans: [SequenceSpan] = []
  /// Where the next one goes once there are so many.
  private var next = 0

  /// Takes the next segment.
  /// - Returns: What it says of an earlier one; nil where none of those that are kept is meant.
  mutating func take(_ segment: Segment) -> ToldSegment.Relation? {
    guard let own = SequenceSpan(segment) else { return nil }
    let relation = relation(of: own)
    if spans.count < Self.most { spans.append(own) } else { spans[next] = own }
    next = (next + 1) % Self.most
    return relation
  }

  private func relation(of own: SequenceSpan) -> ToldSegment.Relation? {
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
    return ToldSegment.Relation(
      own.length > 0 ? .repeats : .acknowledges, of: found.number, nanoseconds: own.moment - found.moment)
  }
}
