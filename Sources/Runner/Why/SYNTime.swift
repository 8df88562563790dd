/// How long the kernel retransmits a SYN that nobody answers. It does not count retransmissions: it stops after the time that
/// so many would take with exponential backoff. More of them fit into that time, because the first few come at equal
/// intervals (net.ipv4.tcp_syn_linear_timeouts). See tcp_model_timeout in net/ipv4/tcp_timer.c.
struct SYNTime {
  /// TCP_SYNCNT or net.ipv4.tcp_syn_retries.
  let retries: Int
  /// The longest time between two SYNs, in milliseconds (net.ipv4.tcp_rto_max_ms).
  let longestWait: Int

  /// The first wait is a second, each other one twice as long as the one before it, until the longest.
  var milliseconds: Int {
    let first = 1000
    var doublings = 0
    while first << (doublings + 1) <= longestWait { doublings += 1 }
    guard retries > doublings else { return ((2 << retries) - 1) * first }
    return ((2 << doublings) - 1) * first + (retries - doublings) * longestWait
  }
}
