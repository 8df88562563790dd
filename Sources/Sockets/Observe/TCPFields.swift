extension TCPField {
  /// All fields, in the order of the struct.
  package static let all: [TCPField] = state + amounts + times + metrics + counters + limits + timeouts + accurateECN

  private static let state: [TCPField] = [
    TCPField("state", \.state, "", "state of the connection"),
    TCPField(
      "ca_state", \.ca_state, "", "state of congestion control",
      words: [0: "Open", 1: "Disorder", 2: "CWR", 3: "Recovery", 4: "Loss"]),
    TCPField("retransmits", \.retransmits, "times", "retransmission timeouts in a row without an answer"),
    TCPField("probes", \.probes, "probes", "window or keep-alive probes without an answer"),
    TCPField("backoff", \.backoff, "doublings", "how often the retransmission timeout was doubled"),
    TCPField("options", \.options, "", "TCP options agreed in the handshake"),
    TCPField(
      "snd_wscale", \.wscale, "bits", "window scale the peer announced: its windows are shifted left by it", bits: 0..<4
    ),
    TCPField("rcv_wscale", \.wscale, "bits", "window scale announced to the peer", bits: 4..<8),
    TCPField(
      "delivery_rate_app_limited", \.flags, "", "1 when delivery_rate was held down by the sending program", bits: 0..<1
    ),
    TCPField(
      "fastopen_client_fail", \.flags, "", "why TCP Fast Open failed", bits: 1..<3,
      words: [0: "no failure known", 1: "no cookie", 2: "data not acknowledged", 3: "SYN retransmitted"]),
  ]

  private static let amounts: [TCPField] = [
    TCPField("rto", \.rto, "us", "retransmission timeout"),
    TCPField("ato", \.ato, "us", "how long an acknowledgement may be delayed"),
    TCPField("snd_mss", \.snd_mss, "bytes", "largest segment it sends"),
    TCPField("rcv_mss", \.rcv_mss, "bytes", "segment size seen from the peer"),
    TCPField("unacked", \.unacked, "segments", "sent and not acknowledged; on LISTEN: connections waiting for accept"),
    TCPField("sacked", \.sacked, "segments", "acknowledged out of order (SACK); on LISTEN: the limit of the queue"),
    TCPField("lost", \.lost, "segments", "taken for lost"),
    TCPField("retrans", \.retrans, "segments", "retransmitted and not acknowledged yet"),
    TCPField("fackets", \.fackets, "segments", "forward acknowledged; no longer kept, 0"),
  ]

  private static let times: [TCPField] = [
    // Of what never happened the kernel counts from about its start.
    TCPField(
      "last_data_sent", \.last_data_sent, "ms", "since data were last sent",
      counting: (\.data_segs_out, word: "none sent yet")),
    TCPField("last_ack_sent", \.last_ack_sent, "ms", "since an acknowledgement was last sent; not kept, 0"),
    TCPField(
      "last_data_recv", \.last_data_recv, "ms", "since data last came",
      counting: (\.data_segs_in, word: "none came yet")),
    TCPField(
      "last_ack_recv", \.last_ack_recv, "ms", "since an acknowledgement last came",
      counting: (\.delivered, word: "none came yet")),
  ]

  private static let metrics: [TCPField] = [
    TCPField("pmtu", \.pmtu, "bytes", "largest packet that the path takes (path MTU)"),
    TCPField("rcv_ssthresh", \.rcv_ssthresh, "bytes", "limit up to which the receive window may open now"),
    TCPField("rtt", \.rtt, "us", "round-trip time, smoothed"),
    TCPField("rttvar", \.rttvar, "us", "how much the round-trip time varies"),
    TCPField(
      "snd_ssthresh", \.snd_ssthresh, "segments", "window at which slow start ends", words: [0x7fff_ffff: "not set yet"]
    ),
    TCPField("snd_cwnd", \.snd_cwnd, "segments", "congestion window: what may be under way"),
    TCPField("advmss", \.advmss, "bytes", "largest segment announced to the peer"),
    TCPField(
      "reordering", \.reordering, "segments", "how far out of order segments may come before one counts as lost"),
    TCPField("rcv_rtt", \.rcv_rtt, "us", "round-trip time as the receiver estimates it"),
    TCPField(
      "rcv_space", \.rcv_space, "bytes", "what the program reads in a round trip, which sizes the receive buffer"),
    TCPField("total_retrans", \.total_retrans, "segments", "retransmitted over the connection's life"),
    TCPField("pacing_rate", \.pacing_rate, "bytes/s", "rate at which sending is paced", words: [.max: "no limit"]),
    TCPField(
      "max_pacing_rate", \.max_pacing_rate, "bytes/s", "its limit, SO_MAX_PACING_RATE", words: [.max: "no limit"]),
  ]

  private static let counters: [TCPField] = [
    TCPField("bytes_acked", \.bytes_acked, "bytes", "acknowledged by the peer; SYN and FIN count as one each"),
    TCPField("bytes_received", \.bytes_received, "bytes", "received in order"),
    TCPField("segs_out", \.segs_out, "segments", "sent, with and without data"),
    TCPField("segs_in", \.segs_in, "segments", "received, with and without data"),
    TCPField("notsent_bytes", \.notsent_bytes, "bytes", "in the send buffer and never sent yet"),
    TCPField("min_rtt", \.min_rtt, "us", "shortest round-trip time seen", words: [0xffff_ffff: "none seen yet"]),
    TCPField("data_segs_in", \.data_segs_in, "segments", "received with data"),
    TCPField("data_segs_out", \.data_segs_out, "segments", "sent with data"),
  ]

  private static let limits: [TCPField] = [
    TCPField("delivery_rate", \.delivery_rate, "bytes/s", "rate at which data last reached the peer"),
    TCPField("busy_time", \.busy_time, "us", "spent with data to send or under way"),
    TCPField("rwnd_limited", \.rwnd_limited, "us", "of that, held back by the peer's window"),
    TCPField("sndbuf_limited", \.sndbuf_limited, "us", "of that, held back by the send buffer"),
    TCPField("delivered", \.delivered, "segments", "known to have reached the peer"),
    TCPField("delivered_ce", \.delivered_ce, "segments", "of those, marked for congestion (ECN)"),
    TCPField("bytes_sent", \.bytes_sent, "bytes", "sent, retransmitted ones included"),
    TCPField("bytes_retrans", \.bytes_retrans, "bytes", "retransmitted"),
    TCPField("dsack_dups", \.dsack_dups, "segments", "that the peer said it had got twice (DSACK)"),
    TCPField("reord_seen", \.reord_seen, "times", "acknowledgements out of order seen"),
    TCPField("rcv_ooopack", \.rcv_ooopack, "segments", "received out of order"),
    TCPField("snd_wnd", \.snd_wnd, "bytes", "the peer's receive window, scaled"),
    TCPField("rcv_wnd", \.rcv_wnd, "bytes", "receive window announced to the peer, scaled"),
    TCPField("rehash", \.rehash, "times", "another path was tried, after a timeout or for less congestion (PLB)"),
  ]

  private static let timeouts: [TCPField] = [
    TCPField("total_rto", \.total_rto, "times", "retransmission timeouts over the connection's life"),
    TCPField("total_rto_recoveries", \.total_rto_recoveries, "times", "recoveries from such timeouts"),
    TCPField("total_rto_time", \.total_rto_time, "ms", "spent in those recoveries"),
  ]

  /// See RFC 9768.
  private static let accurateECN: [TCPField] = [
    TCPField("received_ce", \.received_ce, "segments", "received with the mark CE: congestion experienced"),
    TCPField("delivered_e1_bytes", \.delivered_e1_bytes, "bytes", "that reached the peer with ECT(1)"),
    TCPField("delivered_e0_bytes", \.delivered_e0_bytes, "bytes", "that reached the peer with ECT(0)"),
    TCPField("delivered_ce_bytes", \.delivered_ce_bytes, "bytes", "that reached the peer with CE"),
    TCPField("received_e1_bytes", \.received_e1_bytes, "bytes", "received with ECT(1)"),
    TCPField("received_e0_bytes", \.received_e0_bytes, "bytes", "received with ECT(0)"),
    TCPField("received_ce_bytes", \.received_ce_bytes, "bytes", "received with CE"),
  ]
}
