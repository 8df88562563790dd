import CSockets

/// The fields of TCP_INFO that are used most, see `tcp(7)` and <linux/tcp.h>.
package struct TCPInfo: Sendable, Equatable {
  /// Smoothed round-trip time in microseconds.
  package let roundTrip: Int
  /// Retransmission timeout in microseconds.
  package let retransmissionTimeout: Int
  /// Segments retransmitted over the connection's life.
  package let retransmissions: Int
  /// Congestion window in segments.
  package let congestionWindow: Int
  /// Maximum segment size for sending, in bytes.
  package let segmentSize: Int

  init(_ info: sockplay_tcp_info) {
    roundTrip = Int(info.rtt)
    retransmissionTimeout = Int(info.rto)
    retransmissions = Int(info.total_retrans)
    congestionWindow = Int(info.snd_cwnd)
    segmentSize = Int(info.snd_mss)
  }
}
