/// What was on the wire of one direction of a connection.
struct Wire {
  /// The place of its first SYN, FIN and RST among all segments.
  private(set) var syn: Int?, fin: Int?, rst: Int?
  /// How many different bytes of data went there.
  private(set) var bytes = 0
  private var first: UInt32?

  struct Direction: Hashable { let from: String, to: String }

  static func directions(of segments: ArraySlice<Capture.Segment>) -> [Direction: Wire] {
    var all: [Direction: Wire] = [:]
    for (index, segment) in zip(segments.indices, segments) {
      all[Direction(from: segment.from, to: segment.to), default: Wire()].take(segment, at: index)
    }
    return all
  }

  private mutating func take(_ segment: Capture.Segment, at index: Int) {
    if segment.flags.contains(.syn) { (syn, first) = (syn ?? index, first ?? segment.sequence &+ 1) }
    if segment.flags.contains(.fin) { fin = fin ?? index }
    if segment.flags.contains(.rst) { rst = rst ?? index }
    // The sequence numbers count on from 2^32 to 0.
    guard let first, segment.length > 0 else { return }
    bytes = max(bytes, Int(segment.sequence &- first) + segment.length)
  }
}
