import Packets

extension ToldSegment.Relation {
  /// How far back an earlier segment is looked for.
  private static let reach = 256

  /// What `segment` says of one of the `earlier` segments; nil where none of them is found.
  init?(of segment: Segment, after earlier: some BidirectionalCollection<Segment>) {
    guard case .tcp(let header) = segment.packet.transport, let flow = segment.packet.flow else { return nil }
    let own = header.span(segment.packet.dataLength)
    for other in earlier.suffix(Self.reach).reversed() {
      guard case .tcp(let before) = other.packet.transport else { continue }
      let span = before.span(other.packet.dataLength)
      let kind: Kind? =
        if own.length > 0, other.packet.flow == flow, before.sequence == header.sequence, span == own {
          .repeats
        } else if own.length == 0, header.flags.contains(.ack), span.length > 0, other.packet.flow == flow.mirrored,
          span.end == header.acknowledgment
        { .acknowledges } else { nil }
      guard let kind else { continue }
      self.init(kind, of: other.number, nanoseconds: segment.moment - other.moment)
      return
    }
    return nil
  }
}

/// The sequence numbers that a segment takes.
private struct NumberSpan: Equatable {
  let length: UInt32
  /// The number that follows them.
  let end: UInt32
}

extension TCPHeader {
  /// SYN and FIN take one number each.
  fileprivate func span(_ data: Int) -> NumberSpan {
    let edges: UInt32 = (flags.contains(.syn) ? 1 : 0) + (flags.contains(.fin) ? 1 : 0)
    let length = UInt32(truncatingIfNeeded: data) &+ edges
    return NumberSpan(length: length, end: sequence &+ length)
  }
}
