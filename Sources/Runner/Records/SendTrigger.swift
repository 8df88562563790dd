/// What made the kernel send a segment that no call and no segment before it asked for, as far as it can be seen.
package enum SendTrigger: String, Sendable, CaseIterable {
  case retransmissionTimer = "retransmission timer"
  /// RFC 8985, 7.
  case lossProbe = "tail loss probe"
  /// RFC 5681, 3.2: no timer, but what was acknowledged.
  case fastRetransmit = "fast retransmit"
  case slowStart = "slow start after a loss"
  case keepAliveTimer = "keep-alive timer"
  /// RFC 9293, 3.8.6.1: it probes a window of zero.
  case persistTimer = "persist timer"
  case delayedAckTimer = "delayed ACK timer"
  /// RFC 9293, 3.10.7.4: a FIN that comes again in TIME-WAIT is acknowledged again.
  case timeWait = "sent in TIME_WAIT"

  /// The counter of the kernel that moves with each; nil where none does. See `nstat(8)`.
  package var counter: String? {
    switch self {
    case .retransmissionTimer: "TcpExtTCPTimeouts"
    case .lossProbe: "TcpExtTCPLossProbes"
    case .fastRetransmit: "TcpExtTCPFastRetrans"
    case .slowStart: "TcpExtTCPSlowStartRetrans"
    case .keepAliveTimer: "TcpExtTCPKeepAlive"
    case .persistTimer: "TcpExtTCPWinProbe"
    case .delayedAckTimer: "TcpExtDelayedACKs"
    case .timeWait: nil
    }
  }
}
