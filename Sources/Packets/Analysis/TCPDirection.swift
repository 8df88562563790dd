/// What one end of a connection has sent so far.
struct TCPDirection: Sendable {
  /// The number from which relative ones count: that of its SYN. Where none was captured, one less than the first that
  /// was, or than the first that the other end acknowledged.
  var base: UInt32?
  /// What is to follow the highest number that was sent; nil before the first segment.
  var next: UInt32?
  /// When that was sent, in nanoseconds.
  var nextTime: Int64 = 0
  /// What is to follow the numbers that were captured without a gap; nil before the first segment.
  var contiguousEnd: UInt32?
  /// The last acknowledgment, and when it was sent; nil before the first segment.
  var acknowledgment: UInt32?
  var acknowledgmentTime: Int64 = 0
  /// The last window, as in the header.
  var window: UInt16?
  var scale = Scale.unknown
  /// Whether its last window was that of a SYN, which is never scaled.
  var isWindowUnscaled = false
  /// The packet with the last acknowledgment that was a new one, and how often it has come again.
  var newAcknowledgment = 0
  var duplicates = 0
  /// Where bytes were acknowledged that were not captured. Wireshark takes it for many.
  static let unknownDuplicates = -1
  /// The remarks on its last segment.
  var lastRemarks: Set<SegmentRemark> = []

  enum Scale: Sendable, Equatable {
    /// Its SYN was not captured.
    case unknown
    case off
    case shift(UInt8)

    /// The shift count that is used, at most 14: RFC 7323.
    var shift: UInt8 { if case .shift(let count) = self { min(count, 14) } else { 0 } }
  }

  /// Its last window in bytes.
  var windowBytes: UInt32? { window.map { UInt32($0) << (isWindowUnscaled ? 0 : UInt32(scale.shift)) } }
}
