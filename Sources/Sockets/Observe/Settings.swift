import Glibc

/// A setting of the kernel under /proc/sys, see `tcp(7)`, `ip(7)` and `socket(7)`.
package struct Setting: Sendable {
  /// Its name in sysctl(8).
  package let name: String
  package let meaning: String

  /// Where the files of all settings are.
  package static let folder = "/proc/sys/"

  /// Its file.
  package var path: String { Self.folder + name.replacing(".", with: "/") }

  /// Its value now; nil if this kernel does not have it, or does not show it.
  package var value: String? {
    SmallFile.line(path).map { $0.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ") }
  }

  /// The setting with this `name` in sysctl(8); nil if it is not in the list.
  package static func named(_ name: String) -> Setting? { all.first { $0.name == name } }

  /// A setting of the network with its full `name`, which need not be in the list; nil if this kernel has none.
  package static func ofNetwork(_ name: String) -> Setting? {
    if let known = named(name) { return known }
    guard name.hasPrefix("net."), !name.contains("/") else { return nil }
    let setting = Setting(name: name, meaning: "-")
    var status = stat()
    return stat(setting.path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? setting : nil
  }

  /// Its value, if that is one number.
  package var number: Int? { value.flatMap { Int($0) } }

  /// The file of Yama's ptrace_scope.
  package static let ptraceFile = "/proc/sys/kernel/yama/ptrace_scope"

  /// Yama's ptrace_scope: how far processes are kept from tracing each other; nil if the kernel has no Yama.
  package static var ptraceScope: String? { SmallFile.line(ptraceFile) }

  /// The values of TCP_CONGESTION that can be set without privilege.
  package static var congestionControls: [String] {
    named("net.ipv4.tcp_allowed_congestion_control")?.value?.split(separator: " ").map(String.init) ?? []
  }

  /// The settings that states and queues depend on.
  package static let all: [Setting] = [
    Setting(name: "net.core.somaxconn", meaning: "the most that listen's backlog may be"),
    Setting(name: "net.core.rmem_default", meaning: "bytes of a receive buffer (SO_RCVBUF), other than TCP's"),
    Setting(name: "net.core.rmem_max", meaning: "the most that SO_RCVBUF may ask for"),
    Setting(name: "net.core.wmem_default", meaning: "bytes of a send buffer (SO_SNDBUF), other than TCP's"),
    Setting(name: "net.core.wmem_max", meaning: "the most that SO_SNDBUF may ask for"),
    Setting(name: "net.ipv4.ip_local_port_range", meaning: "first and last port that the kernel chooses"),
    Setting(name: "net.ipv4.ip_local_reserved_ports", meaning: "ports in that range that it never chooses"),
    Setting(name: "net.ipv4.ip_unprivileged_port_start", meaning: "the first port that every user may bind"),
    Setting(
      name: "net.ipv4.ping_group_range", meaning: "first and last group that may open ping sockets (icmp, icmp6)"),
    Setting(name: "net.ipv4.ip_nonlocal_bind", meaning: "1: bind also takes addresses that this machine does not have"),
    Setting(name: "net.ipv4.tcp_syn_retries", meaning: "how often connect's SYN is retransmitted"),
    Setting(name: "net.ipv4.tcp_synack_retries", meaning: "how often the answer to a SYN is retransmitted"),
    Setting(name: "net.ipv4.tcp_max_syn_backlog", meaning: "connections in SYN_RECV that a listener remembers"),
    Setting(name: "net.ipv4.tcp_syncookies", meaning: "1: beyond that limit SYNs are answered with cookies"),
    Setting(
      name: "net.ipv4.tcp_abort_on_overflow", meaning: "1: a full accept queue answers with RST instead of silence"),
    Setting(name: "net.ipv4.tcp_retries1", meaning: "retransmissions after which the route is looked up again"),
    Setting(name: "net.ipv4.tcp_retries2", meaning: "retransmissions after which a connection ends in ETIMEDOUT"),
    Setting(name: "net.ipv4.tcp_rto_min_us", meaning: "the least microseconds until a retransmission"),
    Setting(name: "net.ipv4.tcp_rto_max_ms", meaning: "the most milliseconds between two retransmissions"),
    Setting(name: "net.ipv4.tcp_orphan_retries", meaning: "the same for a closed socket; 0 means 8"),
    Setting(name: "net.ipv4.tcp_keepalive_time", meaning: "idle seconds before the first keep-alive probe"),
    Setting(name: "net.ipv4.tcp_keepalive_intvl", meaning: "seconds between keep-alive probes"),
    Setting(name: "net.ipv4.tcp_keepalive_probes", meaning: "probes without an answer that end the connection"),
    Setting(
      name: "net.ipv4.tcp_fin_timeout",
      meaning: "seconds that a closed socket stays in FIN_WAIT2; TIME_WAIT is always 60"),
    Setting(name: "net.ipv4.tcp_max_tw_buckets", meaning: "the most sockets in TIME_WAIT; more are dropped at once"),
    Setting(
      name: "net.ipv4.tcp_tw_reuse", meaning: "connect may take the port of a TIME_WAIT: 1 always, 2 on loopback"),
    Setting(name: "net.ipv4.tcp_rfc1337", meaning: "1: a RST does not end TIME_WAIT"),
    Setting(name: "net.ipv4.tcp_rmem", meaning: "least, first and most bytes of a TCP receive buffer"),
    Setting(name: "net.ipv4.tcp_wmem", meaning: "least, first and most bytes of a TCP send buffer"),
    Setting(name: "net.ipv4.tcp_window_scaling", meaning: "1: windows beyond 64 KB"),
    Setting(name: "net.ipv4.tcp_timestamps", meaning: "1: timestamps in each segment"),
    Setting(name: "net.ipv4.tcp_sack", meaning: "1: selective acknowledgements"),
    Setting(name: "net.ipv4.tcp_fastopen", meaning: "data may go with a SYN: 1 of clients, 2 to listeners, 3 both"),
    Setting(name: "net.ipv4.tcp_congestion_control", meaning: "the congestion control algorithm"),
    Setting(
      name: "net.ipv4.tcp_allowed_congestion_control", meaning: "what TCP_CONGESTION may choose without CAP_NET_ADMIN"),
    Setting(name: "net.ipv6.bindv6only", meaning: "1: an IPv6 socket takes no IPv4 clients unless IPV6_V6ONLY is off"),
    Setting(name: "net.unix.max_dgram_qlen", meaning: "datagrams that wait at a UNIX domain socket"),
  ]
}
