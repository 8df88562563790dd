/// A connection, as far as it was captured.
struct TCPConversation: Sendable {
  /// The direction of its first packet, and the other one.
  private(set) var forward = TCPDirection(), backward = TCPDirection()
  /// How long its handshake took, in nanoseconds; nil as long as it was not captured.
  private var handshakeTime: Int64?
  private var synTime: Int64?

  /// Whether `header` begins another connection on the same addresses.
  func isOver(_ header: TCPHeader, isForward: Bool) -> Bool {
    guard header.flags.intersection([.syn, .ack]) == .syn, let base = (isForward ? forward : backward).base else {
      return false
    }
    return header.sequence != base
  }

  /// Takes the next segment.
  ///
  /// - Parameters:
  ///   - length: How many bytes of data it carries.
  ///   - number: That of its packet.
  ///   - time: When it was captured, in nanoseconds.
  ///   - isForward: Whether it goes in the direction of the first packet.
  mutating func take(_ header: TCPHeader, length: Int, number: Int, time: Int64, isForward: Bool) -> TCPNumbers {
    var (own, other) = isForward ? (forward, backward) : (backward, forward)
    let isRenumbered = beginAgain(header, &own)
    setBases(header, &own, &other)
    let segment = SegmentAnalysis(header, length: length, time: time, handshakeTime: handshakeTime)
    let remarks = segment.remarks(&own, &other, number: number) + (isRenumbered ? [.portsReused] : [])
    segment.remember(in: &own, remarks: Set(remarks))
    takeOptions(header, &own, &other)
    noteHandshake(header, time)
    (forward, backward) = isForward ? (own, other) : (other, own)
    return numbers(of: header, isForward: isForward, remarks)
  }

  /// The numbers of a segment, as those before it say.
  func numbers(of header: TCPHeader, isForward: Bool, _ remarks: [SegmentRemark] = []) -> TCPNumbers {
    let (own, other) = isForward ? (forward, backward) : (backward, forward)
    return TCPNumbers(
      sequence: header.sequence &- (own.base ?? 0),
      acknowledgment: header.flags.contains(.ack) ? header.acknowledgment &- (other.base ?? 0) : nil,
      window: UInt32(header.window) << (header.flags.contains(.syn) ? 0 : UInt32(own.scale.shift)),
      acknowledgmentBase: other.base ?? 0, scale: own.scale, remarks: remarks, isForward: isForward)
  }

  /// A SYN of a connection that is known. One that has the number of the first is that SYN again, whatever numbers an RST
  /// had meanwhile. An answer with another number, such as that of a listener that has forgotten the first SYN, counts
  /// from there.
  /// - Returns: Whether numbers count from another one now.
  private func beginAgain(_ header: TCPHeader, _ own: inout TCPDirection) -> Bool {
    guard header.flags.contains(.syn), let base = own.base else { return false }
    if !header.flags.contains(.ack) { own.next = own.contiguousEnd }
    guard header.sequence != base else { return false }
    own.base = header.sequence
    return true
  }

  private func setBases(_ header: TCPHeader, _ own: inout TCPDirection, _ other: inout TCPDirection) {
    if own.base == nil { own.base = header.flags.contains(.syn) ? header.sequence : header.sequence &- 1 }
    if other.base == nil, header.flags.contains(.ack) { other.base = header.acknowledgment &- 1 }
  }

  /// Windows are only scaled when both SYNs ask for it.
  private func takeOptions(_ header: TCPHeader, _ own: inout TCPDirection, _ other: inout TCPDirection) {
    guard header.flags.contains(.syn) else { return own.isWindowUnscaled = false }
    own.isWindowUnscaled = true
    if let shift = header.windowScale {
      if own.scale != .off { own.scale = .shift(shift) }
    } else {
      (own.scale, other.scale) = (.off, .off)
    }
  }

  private mutating func noteHandshake(_ header: TCPHeader, _ time: Int64) {
    switch header.flags.intersection([.syn, .ack]) {
    case .syn: synTime = time
    case .ack: if handshakeTime == nil, let synTime { handshakeTime = time &- synTime }
    default: break
    }
  }
}

/// The numbers of a segment as people read them.
package struct TCPNumbers: Sendable, Equatable {
  /// Counted from the first of its connection.
  package let sequence: UInt32
  /// nil without ACK.
  package let acknowledgment: UInt32?
  /// In bytes, scaled where the scale is known.
  package let window: UInt32
  /// The number from which those of the other direction are counted.
  let acknowledgmentBase: UInt32
  let scale: TCPDirection.Scale
  package let remarks: [SegmentRemark]
  /// Whether it goes in the direction of the first packet of its connection.
  package let isForward: Bool
}

extension TCPNumbers {
  /// The shift count of its window; nil if it is unknown, 0 if windows are not scaled.
  package var shift: UInt8? { scale == .unknown ? nil : scale.shift }
}
