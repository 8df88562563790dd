import Foundation
import Support
import Testing

/// Reasons that only another machine, a firewall or a link that is down brings about, held against what the kernel's
/// own counters, ss and nft say of them.
@Suite(
  .waits,
  .enabled(if: RunContext.isPossible, "there is no root of a network of one's own here, or no ip, nsenter or python3"))
struct FarSideTests {
  /// The number `column` of the rows `prefix` in /proc/net/snmp, as `output` shows them.
  private func counter(_ prefix: String, _ column: String, in output: String) -> Int? {
    let rows = output.split(separator: "\n").filter { $0.hasPrefix(prefix + ":") }.map { $0.split(separator: " ") }
    guard rows.count == 2, let place = rows[0].firstIndex(of: Substring(column)) else { return nil }
    return Int(rows[1][place])
  }

  @Test func anotherMachineRefusesWithRST() throws {
    let seen = try RunContext.play([
      "socket t tcp", "connect t 10.77.0.2:9 = -1 ECONNREFUSED", "$ $FAR grep ^Tcp: /proc/net/snmp",
    ])
    #expect(
      seen.contains("  why   10.77.0.2:9 refused: a RST came, or an ICMP message, from it or from a firewall\n"),
      "\(seen)")
    #expect(counter("Tcp", "OutRsts", in: seen) == 1)
  }

  /// The errno is the same, and nothing tells sockplay which of the two it was.
  @Test(.enabled(if: RunContext.hasNft, "nft is not installed")) func aFirewallRefusesWithICMP() throws {
    let rule =
      "add table ip t; add chain ip t i { type filter hook input priority 0; }; add rule ip t i tcp dport 9 reject"
    let seen = try RunContext.play([
      "$ $FAR nft '\(rule)'", "socket t tcp", "connect t 10.77.0.2:9 = -1 ECONNREFUSED", "$ grep ^Icmp: /proc/net/snmp",
      "$ $FAR grep ^Tcp: /proc/net/snmp",
    ])
    #expect(
      seen.contains("  why   10.77.0.2:9 refused: a RST came, or an ICMP message, from it or from a firewall\n"),
      "\(seen)")
    // TCP takes the first one for a passing fault, and the SYN goes out again.
    #expect(try #require(counter("Icmp", "InDestUnreachs", in: seen)) > 0)
    #expect(counter("Tcp", "OutRsts", in: seen) == 0)
  }

  @Test func anotherMachineHasNoSuchDatagramSocket() throws {
    let seen = try RunContext.play([
      "socket u udp", "connect u 10.77.0.2:9", "send u x", "poll u:POLLIN", "send u x = -1 ECONNREFUSED",
      "$ grep ^Icmp: /proc/net/snmp",
    ])
    #expect(seen.contains("from its peer 10.77.0.2:9 or from a firewall\n"), "\(seen)")
    #expect(counter("Icmp", "InDestUnreachs", in: seen) == 1)
  }

  @Test(.enabled(if: RunContext.hasNft, "nft is not installed")) func aRuleOfThisMachineForbidsADatagram() throws {
    let rule =
      "add table ip t; add chain ip t o { type filter hook output priority 0; }; add rule ip t o udp dport 9 counter drop"
    let seen = try RunContext.play([
      "$ nft '\(rule)'", "socket u udp", "sendto u x 10.77.0.2:9 = -1 EPERM", "why", "$ nft list ruleset",
    ])
    let why = "a rule of this machine forbids the packet: a firewall's (nft, iptables: output), or a BPF program's"
    #expect(seen.contains("sendto failed with EPERM (Operation not permitted)\n  why   \(why)\n"), "\(seen)")
    #expect(seen.contains("udp dport 9 counter packets 1 "))
  }

  /// 1472 bytes and the headers of UDP and IPv4, 28, are the link's 1500.
  @Test func aDatagramThatMustStayWholeDoesNotFit() throws {
    let seen = try RunContext.play([
      "socket u udp", "setsockopt u IP_MTU_DISCOVER IP_PMTUDISC_DO", "sendto u fill:1472 10.77.0.2:9 = 1472",
      "sendto u fill:1473 10.77.0.2:9 = -1 EMSGSIZE", "connect u 10.77.0.2:9", "send u fill:1473 = -1 EMSGSIZE",
      "$ ip link show near",
    ])
    let end = ", and IP_MTU_DISCOVER of u forbids fragmentation\n"
    #expect(seen.contains("  why   the datagram and its headers do not fit into the path MTU" + end), "\(seen)")
    #expect(
      seen.contains("  why   the datagram and its headers do not fit into the path MTU of 1500 bytes" + end)
        && seen.contains(" mtu 1500 "))
  }

  @Test func nobodyAnswersOnTheNetworkOrTheRouterKnowsNoWay() throws {
    let seen = try RunContext.play([
      "$ cd /proc/sys/net/ipv4/neigh/near; echo 1 >mcast_solicit; echo 20 >retrans_time_ms", "socket t tcp",
      "connect t 10.77.0.99:9 = -1 EHOSTUNREACH", "$ ip neigh show 10.77.0.99", "socket v udp",
      "connect v 10.78.0.1:9 = -1 ENETUNREACH",
      "$ $FAR sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'; ip route add 10.78.0.0/16 via 10.77.0.2", "socket u udp",
      "setsockopt u IP_RECVERR on", "connect u 10.78.0.1:9", "send u x", "poll u:POLLIN", "send u x = -1 ENETUNREACH",
    ])
    #expect(seen.contains("  why   no machine answered at 10.77.0.99 on the network of near (ARP)\n"), "\(seen)")
    #expect(seen.contains("10.77.0.99 dev near FAILED"))
    #expect(seen.contains("  why   no route leads to 10.78.0.1\n"))
    let router = "; a router or a firewall answered that no network has 10.78.0.1, or a rule of this machine's routing"
    #expect(seen.contains("  why   the route 10.78.0.0/16 leads through near to 10.77.0.2" + router))
  }

  // MARK: A link that goes down

  /// The far machine accepts one connection and does not read.
  private static let server = [
    #"$ $FAR python3 -c 'import socket as s, time; l = s.create_server(("10.77.0.2", 7000)); c = l.accept(); time.sleep(60)' >/dev/null 2>&1 &"#,
    "$ until $FAR ss -ltnH | grep -q 7000; do sleep 0.01; done",
  ]

  @Test func aKeepAliveAfterTheLinkWentDown() throws {
    let seen = try RunContext.play(
      Self.server + [
        "socket c tcp", "setsockopt c SO_KEEPALIVE on", "setsockopt c TCP_KEEPIDLE 1",
        "setsockopt c TCP_KEEPINTVL 1", "setsockopt c TCP_KEEPCNT 3", "connect c 10.77.0.2:7000", "why c", "$ ss -tno",
        "$ $FAR ip link set far down", "? c.tcpi_probes > 0 within 9s", "why c", "$ ss -tno",
        "? c.state == CLOSED within 9s",
        "getsockopt c SO_ERROR", "why c",
      ])
    #expect(
      seen.contains(#/  next  in .* the kernel asks whether the other end is alive \(SO_KEEPALIVE\)\n/#)
        && seen.contains("timer:(keepalive,"), "\(seen)")
    #expect(
      seen.contains(
        #/  now   the kernel has tried to probe the other end (once|[23] times), and no answer has come \(tcpi_probes\)\n/#
      )
        && seen.contains(/timer:\(keepalive,[^)]*,[1-3]\)/),
      "\(seen)")
    #expect(seen.contains("  value  ETIMEDOUT "))
    #expect(
      seen.contains(#/the connection is over: the other end answered none of 3 keep-alive probes \(SO_KEEPALIVE\)\n/#))
  }

  @Test func aWindowProbeAfterTheLinkWentDown() throws {
    let seen = try RunContext.play(
      Self.server + [
        "socket c tcp", "connect c 10.77.0.2:7000", "setsockopt c SO_SNDTIMEO 1s", "send c fill:64M",
        "? c.tcpi_snd_wnd < 1500 within 9s", "? c.tcpi_unacked == 0 within 9s", "$ $FAR ip link set far down",
        "? c.tcpi_probes > 0 within 9s", "why c", "$ ss -tno",
      ])
    #expect(
      seen.contains(#/next  in .* the kernel asks whether the other end has room again: its receive window is full\n/#),
      "\(seen)")
    #expect(
      seen.contains(/has tried to probe the other end (once|[0-9]+ times), and no answer/)
        && seen.contains("timer:(persist,"))
  }
}

/// Two machines, see stage.py.
private enum RunContext {
  static let isPossible =
    Namespace.isPossible && ["ip", "nsenter", "python3", "ss"].allSatisfy { Program.find($0) != nil }
    && (try? play(["$ true"])) != nil
  static let hasNft = Program.find("nft") != nil

  /// What is seen when `lines` are played between two machines, see stage.py.
  static func play(_ lines: [String]) throws -> String {
    let stage = Program.root.appendingPathComponent("Tests/OracleTests/Peers/stage.py").path
    let words = [
      "-rn", "--pid", "--fork", "--kill-child", "--mount-proc", try #require(Program.find("python3")), stage,
      Program.sockplay,
    ]
    let ended = try Program.run(words, of: "/usr/bin/unshare", input: Array(lines.joined(separator: "\n").utf8))
    try #require(ended.code == 0, "\(ended.output)\(ended.errors)")
    return ended.output
  }
}
