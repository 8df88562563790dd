// tcp(7).
extension SocketOption {
  private static let row = Rows(.tcp, page: "tcp(7)")

  static let tcpOptions: [SocketOption] = [
    row("TCP_NODELAY", 1, .flag, "sends small segments at once (no Nagle algorithm)"),
    row("TCP_MAXSEG", 2, .integer("bytes"), "largest segment (MSS)", takes: [0...0, 88...32767]),
    row("TCP_CORK", 3, .flag, "sends full segments only, for up to 200 ms"),
    row("TCP_KEEPIDLE", 4, .integer("s"), "how long a peer may be silent before it is probed", takes: [1...32767]),
    row("TCP_KEEPINTVL", 5, .integer("s"), "time between two probes", takes: [1...32767]),
    row("TCP_KEEPCNT", 6, .integer("probes"), "how many unanswered probes end the connection", takes: [1...127]),
    row("TCP_SYNCNT", 7, .integer("times"), "how often a SYN is retransmitted", takes: [1...127]),
    row("TCP_LINGER2", 8, .integer("s"), "how long a closed socket stays in FIN_WAIT2"),
    row("TCP_DEFER_ACCEPT", 9, .integer("s"), "how long accept waits for the first data of a client"),
    row("TCP_WINDOW_CLAMP", 10, .integer("bytes"), "the largest window that is offered; 0 for no limit"),
    row("TCP_INFO", 11, .bytes(256), "a struct tcp_info with the state of the connection", .readOnly),
    row("TCP_QUICKACK", 12, .flag, "acknowledges at once; the kernel may end this mode"),
    row("TCP_CONGESTION", 13, .text(16), "the algorithm of congestion control, such as cubic"),
    row(
      "TCP_USER_TIMEOUT", 18, .integer("ms"),
      "how long data may stay unacknowledged before the connection ends; 0 for the default",
      takes: [0...OptionRange.most]),
    row(
      "TCP_FASTOPEN", 23, .integer("requests"), "how many clients may send data with the SYN",
      takes: [0...OptionRange.most]),
    row("TCP_NOTSENT_LOWAT", 25, .integer("bytes"), "poll says writable only while less than this is unsent"),
    row(
      "TCP_FASTOPEN_CONNECT", 30, .flag, "connect waits for the first data and sends it with the SYN", takes: [0...1]),
  ]
}
