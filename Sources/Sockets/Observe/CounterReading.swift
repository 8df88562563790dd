/// The counters of this network namespace at one moment, which two readings show to have moved. They count what happens to
/// all sockets of the namespace. See proc_pid_net(5), and `nstat`, which prints them, too.
package struct CounterReading: Sendable {
  /// When they were read, in nanoseconds of the monotonic clock.
  package let moment: Int64
  /// The files as they were read. Few readings are ever compared, so they are only taken apart then.
  private let texts: [[UInt8]]

  package static let files = "/proc/net/netstat, snmp and snmp6"

  /// Reads /proc/net/netstat, /proc/net/snmp and /proc/net/snmp6. Takes about 0.1 ms.
  package init() {
    moment = monotonicNanoseconds()
    texts = ["netstat", "snmp", "snmp6"].map { SmallFile.bytes("/proc/net/\($0)") ?? [] }
  }

  init(_ texts: [String], at moment: Int64 = 0) {
    (self.moment, self.texts) = (moment, texts.map { Array($0.utf8) })
  }

  /// A counter that has moved.
  package struct Move: Sendable, Equatable {
    package let counter: Counter
    package let count: Int
  }

  /// Those of the counters in `Counter.all` that are higher than in `earlier`, in that order.
  package func moves(since earlier: CounterReading) -> [Move] {
    let (now, then) = (values, earlier.values)
    return Counter.all.compactMap { counter in
      guard let value = now[counter.name], let old = then[counter.name], value > old else { return nil }
      return Move(counter: counter, count: value - old)
    }
  }

  /// All counters by their names, as nstat(8) has them: `TcpExtListenOverflows`, `UdpNoPorts`.
  private var values: [String: Int] {
    var values: [String: Int] = [:]
    for file in texts {
      let lines = String(decoding: file, as: UTF8.self).split(separator: "\n").map {
        $0.split { $0 == " " || $0 == "\t" }
      }
      for (index, words) in lines.enumerated() {
        if words.count == 2, let value = Int(words[1]) { values[String(words[0])] = value }
        // A line of names, and one of values, begin with the same word.
        guard index > 0, words.count > 2, lines[index - 1].first == words[0] else { continue }
        let prefix = words[0].dropLast()
        for (name, value) in zip(lines[index - 1], words).dropFirst() { values["\(prefix)\(name)"] = Int(value) }
      }
    }
    return values
  }
}

/// A counter that tells why something waits or was lost.
package struct Counter: Sendable, Equatable {
  /// As nstat(8) has it.
  package let name: String
  /// What has happened each time.
  package let meaning: String
  /// What it counts for.
  package let part: Part

  package enum Part: Sendable { case tcp, udp, any }

  private init(_ name: String, _ part: Part, _ meaning: String) {
    (self.name, self.part, self.meaning) = (name, part, meaning)
  }

  package static let all = listeners + losses + windows + ends + datagrams

  private static let listeners = [
    Counter("TcpExtListenOverflows", .tcp, "a connection found the accept queue of its listener full"),
    Counter("TcpExtListenDrops", .tcp, "a listener dropped a SYN, or the end of a handshake"),
    Counter("TcpExtTCPReqQFullDrop", .tcp, "a listener dropped a SYN, because too many handshakes were going on"),
    Counter("TcpExtTCPReqQFullDoCookies", .tcp, "a listener answered a SYN with a cookie"),
    Counter("TcpExtSyncookiesFailed", .tcp, "an ACK brought a SYN cookie that was not valid"),
    Counter("TcpExtTCPDeferAcceptDrop", .tcp, "a handshake's ACK without data was left out (TCP_DEFER_ACCEPT)"),
    Counter("TcpExtEmbryonicRsts", .tcp, "a RST came for a handshake"),
  ]

  private static let losses = [
    Counter("TcpRetransSegs", .tcp, "a segment was sent again"),
    Counter("TcpExtTCPTimeouts", .tcp, "no answer came before the retransmission timeout"),
    Counter("TcpExtTCPLossProbes", .tcp, "a probe was sent for the end of what had been sent (RFC 8985)"),
    Counter("TcpExtTCPFastRetrans", .tcp, "a segment was sent again, because later ones had arrived"),
    Counter("TcpExtTCPSlowStartRetrans", .tcp, "a segment was sent again in slow start"),
    Counter("TcpExtTCPSynRetrans", .tcp, "a SYN or its answer was sent again"),
    Counter("TcpExtTCPRetransFail", .tcp, "a retransmission could not be sent"),
    Counter("TcpExtTCPBacklogDrop", .tcp, "a segment was dropped, because its socket was busy"),
    Counter("TcpExtTCPRcvQDrop", .tcp, "a segment was dropped, because the receive buffer was full"),
    Counter("TcpExtTCPRcvCollapsed", .tcp, "segments were joined to save room in a receive buffer"),
    Counter("TcpExtPruneCalled", .tcp, "a receive buffer had to be cleaned up"),
    Counter("TcpInErrs", .tcp, "a segment was bad"),
    Counter("IpExtInNoRoutes", .any, "a packet came for which there was no route"),
    Counter("IpOutNoRoutes", .any, "a packet could not be sent, because there was no route"),
    Counter("IpInAddrErrors", .any, "a packet came for an address that is not of this machine"),
    Counter("TcpExtIPReversePathFilter", .any, "a packet was dropped by net.ipv4.conf.*.rp_filter"),
  ]

  private static let windows = [
    Counter("TcpExtTCPWinProbe", .tcp, "a full window was probed"),
    Counter("TcpExtTCPKeepAlive", .tcp, "an idle connection was probed (SO_KEEPALIVE)"),
    Counter("TcpExtTCPToZeroWindowAdv", .tcp, "a receiver announced a window of 0"),
    Counter("TcpExtTCPZeroWindowDrop", .tcp, "data came for a window of 0, and were dropped"),
    Counter("TcpExtDelayedACKs", .tcp, "an ACK was held back for a while"),
  ]

  private static let ends = [
    Counter("TcpAttemptFails", .tcp, "a handshake failed"),
    Counter("TcpEstabResets", .tcp, "a connection was reset"),
    Counter("TcpOutRsts", .tcp, "a RST was sent"),
    Counter("TcpExtTCPAbortOnData", .tcp, "a closed socket got data, and sent RST"),
    Counter("TcpExtTCPAbortOnClose", .tcp, "a socket was closed with unread data, and sent RST"),
    Counter("TcpExtTCPAbortOnTimeout", .tcp, "the kernel gave a connection up"),
    Counter("TcpExtTCPTimeWaitOverflow", .tcp, "there were too many sockets in TIME_WAIT"),
  ]

  private static let datagrams = [
    Counter("UdpNoPorts", .udp, "a datagram came for a port that nobody had"),
    Counter("UdpRcvbufErrors", .udp, "a datagram was dropped, because the receive buffer was full"),
    Counter("UdpSndbufErrors", .udp, "a datagram could not be sent, for lack of room"),
    Counter("UdpInCsumErrors", .udp, "a datagram was damaged"),
    Counter("Udp6NoPorts", .udp, "a datagram came for a port that nobody had (IPv6)"),
    Counter("Udp6RcvbufErrors", .udp, "a datagram was dropped, because the receive buffer was full (IPv6)"),
  ]
}
