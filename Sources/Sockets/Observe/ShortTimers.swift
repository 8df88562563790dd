/// Settings with which TCP gives up within seconds, so that a lesson need not wait for minutes.
package enum ShortTimers {
  /// In the order in which they are set.
  package static let values: [(name: String, value: String)] = [
    ("net.ipv4.tcp_rto_max_ms", "1000"), ("net.ipv4.tcp_syn_retries", "1"), ("net.ipv4.tcp_synack_retries", "1"),
    ("net.ipv4.tcp_retries2", "3"), ("net.ipv4.tcp_orphan_retries", "1"), ("net.ipv4.tcp_fin_timeout", "2"),
    ("net.ipv4.tcp_keepalive_time", "1"), ("net.ipv4.tcp_keepalive_intvl", "1"),
    ("net.ipv4.tcp_keepalive_probes", "2"),
  ]

  /// Sets them. The C functions are `open` and `write`.
  /// - Returns: The names of those that could not be set, and why.
  package static func set() -> [(name: String, errno: Errno)] {
    values.compactMap { row in
      Setting.named(row.name).flatMap { SmallFile.write(row.value, to: $0.path) }.map { (row.name, $0) }
    }
  }
}
