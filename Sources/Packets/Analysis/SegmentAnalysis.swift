/// One segment against what both ends have sent before it: the rules for remarks. They are those of Wireshark 4.0
/// (tcp.analysis), so that both say the same of the same file; a test holds them against tshark.
struct SegmentAnalysis {
  private let header: TCPHeader
  private let length: Int
  private let time: Int64
  /// How close a segment must follow the one that it belongs before, to be called out of order, in nanoseconds.
  private let outOfOrderLimit: Int64

  init(_ header: TCPHeader, length: Int, time: Int64, handshakeTime: Int64?) {
    (self.header, self.length, self.time) = (header, length, time)
    outOfOrderLimit = handshakeTime.flatMap { $0 > 0 ? $0 : nil } ?? 3_000_000
  }

  /// Within how long after a duplicate acknowledgment a retransmission is called fast, in nanoseconds.
  private static let fastLimit: Int64 = 20_000_000

  /// The number after its data.
  private var end: UInt32 { header.sequence &+ UInt32(truncatingIfNeeded: length) }
  /// The number that is to follow it: SYN and FIN take one, too.
  private var after: UInt32 { header.flags.isDisjoint(with: [.syn, .fin]) ? end : end &+ 1 }
  /// Whether it is neither SYN, FIN nor RST.
  private var isPlain: Bool { header.flags.isDisjoint(with: TCPFlags.edges) }
  private var isSendingNumbers: Bool { length > 0 || !header.flags.isDisjoint(with: [.syn, .fin]) }

  /// - Parameters:
  ///   - own: What its sender has sent before; duplicates are counted there.
  ///   - other: What the other end has sent; what was missed of it is told once.
  ///   - number: That of its packet.
  func remarks(_ own: inout TCPDirection, _ other: inout TCPDirection, number: Int) -> [SegmentRemark] {
    var remarks = own.next == nil ? ownRemarks(other) : allRemarks(&own, other)
    if header.acknowledgment != own.acknowledgment ?? 0 {
      (own.newAcknowledgment, own.duplicates) = (number, 0)
    }
    if acknowledgesUnseen(of: &other) { remarks.append(.acknowledgedUnseen) }
    if isSendingNumbers, let again = repetition(own, other, remarks) { remarks.append(again) }
    return remarks.sorted { $0.rank < $1.rank }
  }

  /// Those that need nothing that its sender has sent before.
  private func ownRemarks(_ other: TCPDirection) -> [SegmentRemark] {
    guard isPlain else { return [] }
    return (header.window == 0 ? [.zeroWindow] : []) + (fillsWindow(of: other) ? [.windowFull] : [])
  }

  /// Whether it acknowledges more than was captured without a gap, and that is to be said: once for each gap, and where all
  /// that was captured is acknowledged and more, until the other end sends a duplicate.
  private func acknowledgesUnseen(of other: inout TCPDirection) -> Bool {
    guard header.flags.contains(.ack), let end = other.contiguousEnd, header.acknowledgment.follows(end) else {
      return false
    }
    if let next = other.next, end.precedes(next) {
      other.contiguousEnd = next
      return true
    }
    defer { other.duplicates = TCPDirection.unknownDuplicates }
    return other.duplicates == 0
  }

  private func fillsWindow(of other: TCPDirection) -> Bool {
    guard length > 0, other.scale != .unknown, let acknowledged = other.acknowledgment, let window = other.windowBytes
    else { return false }
    return end == acknowledged &+ window
  }

  private func allRemarks(_ own: inout TCPDirection, _ other: TCPDirection) -> [SegmentRemark] {
    if length == 1, header.sequence == own.next, other.window == 0 { return [.zeroWindowProbe] }
    var remarks = ownRemarks(other)
    if let next = own.next, header.sequence.follows(next), !header.flags.contains(.rst) {
      remarks.append(.previousNotCaptured)
    }
    guard isPlain else { return remarks }
    if length <= 1, header.sequence &+ 1 == own.next { remarks.append(.keepAlive) }
    let repeats = length == 0 && header.sequence == own.next && header.acknowledgment == own.acknowledgment
    if repeats, header.window != 0, header.window != own.window { remarks.append(.windowUpdate) }
    return remarks + (repeatedRemark(&own, other, repeats: repeats).map { [$0] } ?? [])
  }

  /// What a segment says that says nothing new.
  private func repeatedRemark(_ own: inout TCPDirection, _ other: TCPDirection, repeats: Bool) -> SegmentRemark? {
    if length == 0, header.window == 0, own.window == 0, header.sequence == own.next,
      header.acknowledgment == own.acknowledgment,
      other.lastRemarks.contains(.zeroWindowProbe)
    {
      return .zeroWindowProbeAcknowledgment
    }
    guard repeats, header.window != 0, header.window == own.window else { return nil }
    if other.lastRemarks.contains(.keepAlive) { return .keepAliveAcknowledgment }
    own.duplicates = max(own.duplicates, 0) + 1
    return .duplicateAcknowledgment(of: own.newAcknowledgment, time: own.duplicates)
  }

  /// How it sends again what was sent before; nil if it sends something new.
  private func repetition(_ own: TCPDirection, _ other: TCPDirection, _ remarks: [SegmentRemark]) -> SegmentRemark? {
    if remarks.contains(.keepAlive) { return nil }
    if length > 0, let acknowledged = other.acknowledgment, acknowledged != 0, !end.follows(acknowledged) {
      return .spuriousRetransmission
    }
    guard let next = own.next, header.sequence.precedes(next) else { return nil }
    // The byte before it may have been a probe of a window of zero.
    if length > 1, header.sequence &+ 1 == next { return nil }
    if other.duplicates >= 2 || other.duplicates == TCPDirection.unknownDuplicates,
      other.acknowledgment == header.sequence,
      time &- other.acknowledgmentTime < Self.fastLimit
    {
      return .fastRetransmission
    }
    return time &- own.nextTime < outOfOrderLimit && next != after ? .outOfOrder : .retransmission
  }

  /// Keeps what the next segments are compared with.
  func remember(in own: inout TCPDirection, remarks: Set<SegmentRemark>) {
    if !remarks.contains(.zeroWindowProbe), own.next.map(after.follows) ?? true {
      (own.next, own.nextTime) = (after, time)
    }
    if !remarks.contains(.zeroWindowProbe), own.contiguousEnd ?? header.sequence == header.sequence {
      own.contiguousEnd = own.next
    }
    (own.window, own.acknowledgment, own.acknowledgmentTime) = (header.window, header.acknowledgment, time)
    own.lastRemarks = remarks
  }
}
