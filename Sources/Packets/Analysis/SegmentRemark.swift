/// What the segments before it say of a segment of TCP: Wireshark's remarks, by Wireshark's rules. Each is derived from
/// what was captured, in the order in which it was captured; none claims to know what a kernel meant.
package enum SegmentRemark: Sendable, Hashable {
  /// A SYN on addresses whose earlier connection began with another number, or another SYN,ACK than the first one.
  case portsReused
  case retransmission
  /// After two or more duplicate acknowledgments that asked for it, within 20 ms.
  case fastRetransmission
  /// All of it had been acknowledged already.
  case spuriousRetransmission
  /// It came after a segment that follows it, too soon to be sent again.
  case outOfOrder
  /// Bytes before it were not captured.
  case previousNotCaptured
  /// It acknowledges bytes of the other end that were not captured.
  case acknowledgedUnseen
  case windowUpdate
  /// It reaches the end of the other side's window.
  case windowFull
  case keepAlive
  case keepAliveAcknowledgment
  /// The same acknowledgment as the one in packet `of`, for that time.
  case duplicateAcknowledgment(of: Int, time: Int)
  case zeroWindowProbe
  case zeroWindow
  case zeroWindowProbeAcknowledgment

  /// Its place among several on one segment.
  var rank: Int {
    switch self {
    case .zeroWindowProbeAcknowledgment: 0
    case .zeroWindow: 1
    case .zeroWindowProbe: 2
    case .duplicateAcknowledgment: 3
    case .keepAliveAcknowledgment: 4
    case .keepAlive: 5
    case .windowFull: 6
    case .windowUpdate: 7
    case .acknowledgedUnseen: 8
    case .previousNotCaptured: 9
    case .outOfOrder, .retransmission, .fastRetransmission, .spuriousRetransmission: 10
    case .portsReused: 11
    }
  }

  /// In Wireshark's words, such as `TCP Dup ACK 3#1`.
  package var text: String {
    switch self {
    case .portsReused: "TCP Port numbers reused"
    case .retransmission: "TCP Retransmission"
    case .fastRetransmission: "TCP Fast Retransmission"
    case .spuriousRetransmission: "TCP Spurious Retransmission"
    case .outOfOrder: "TCP Out-Of-Order"
    case .previousNotCaptured: "TCP Previous segment not captured"
    case .acknowledgedUnseen: "TCP ACKed unseen segment"
    case .windowUpdate: "TCP Window Update"
    case .windowFull: "TCP Window Full"
    case .keepAlive: "TCP Keep-Alive"
    case .keepAliveAcknowledgment: "TCP Keep-Alive ACK"
    case .duplicateAcknowledgment(let number, let time): "TCP Dup ACK \(number)#\(time)"
    case .zeroWindowProbe: "TCP ZeroWindowProbe"
    case .zeroWindow: "TCP ZeroWindow"
    case .zeroWindowProbeAcknowledgment: "TCP ZeroWindowProbeAck"
    }
  }
}
