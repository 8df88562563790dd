/// Sequence numbers count around: which of two comes first depends on the shorter way between them, see RFC 9293,
/// section 3.4.
extension UInt32 {
  /// Whether it comes after `other`.
  func follows(_ other: UInt32) -> Bool { Int32(bitPattern: self &- other) > 0 }

  /// Whether it comes before `other`.
  func precedes(_ other: UInt32) -> Bool { Int32(bitPattern: self &- other) < 0 }
}
