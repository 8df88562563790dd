import Foundation
import Support
import Testing

@testable import Shell

/// Sessions with hosts on a cable: what passes, what is said of it, and what a file may expect.
@Suite(.waits, .enabled(if: Namespace.isPossible)) struct CableSessionsTests {
  private static let hosts = ["@isolated", "@short-timers", "@host client 10.0.0.1", "@host server 10.0.0.2 fd00::2"]
  private static let listener = [
    "server> socket srv tcp = fd", "server> bind srv 10.0.0.2:30000 = 0", "server> listen srv 5 = 0",
    "client> socket cli tcp = fd",
  ]
  private static let connected = listener + ["client> connect cli {srv} = 0", "server> accept srv conn = fd"]

  private func run(_ lines: [String], _ options: [String] = [], folder: URL? = nil) throws -> Program.Ended {
    let text = (Self.hosts + lines).joined(separator: "\n") + "\n"
    return try Program.run(options, input: Array(text.utf8), folder: folder)
  }

  @Test func whatPassesIsExpectedInOrder() throws {
    let ended = try run(
      Self.listener + [
        "client> connect cli {srv} = 0 {> SYN MSS=1460, < SYN,ACK, > ACK Seq=1 Ack=1}", "server> accept srv conn = fd",
        "client> send cli \"hello\" = 5 {> PSH,ACK Len=5 Seq=1}", "server> recv conn = 5 \"hello\"",
        "client> close cli = 0 [conn CLOSE_WAIT] {> FIN,ACK Seq=6}",
        "server> close conn = 0 [cli TIME_WAIT] {> FIN,ACK}", "? cable.dropped == 0",
      ])
    #expect(ended.code == 0, "\(ended.errors)")
    #expect(ended.output.contains("client → server  [SYN] Seq=0 Win=64240 Len=0 MSS=1460"))
    #expect(ended.output.contains("client ← server  [SYN, ACK] Seq=0 Ack=1"))
  }

  /// Over a cable a handshake takes its time, also to a listener of this session.
  @Test func aConnectWaitsInTheBackground() throws {
    let ended = try run(
      Self.listener + [
        "cable delay 300ms", "client> connect cli {srv} & = blocks", "? cli.state == SYN_SENT",
        "client> wait cli = 0 [cli ESTABLISHED]",
      ])
    #expect(ended.code == 0, "\(ended.errors)")
  }

  /// What came over the cable is kept for who asks later, in place of what it might have been.
  @Test func whyTellsTheICMPThatCame() throws {
    let ended = try run(
      Self.listener + [
        "cable icmp host-unreachable for next SYN from client", "client> connect cli {srv} = -1 EHOSTUNREACH",
        "why cli",
      ])
    #expect(ended.code == 0, "\(ended.errors)")
    let now = "failed with EHOSTUNREACH: ICMP Destination unreachable (Host unreachable) came in answer to cli's SYN"
    #expect(ended.output.contains(now) && !ended.output.contains("a router or a firewall"), "\(ended.output)")
  }

  /// A file is looked through before it runs.
  @Test func aFileMayCountFrames() throws {
    try Scratch.folder { folder in
      let lines = ["sockplay 1", "@isolated", "@host a 10.0.0.1", "? cable.passed == 0 and cable.held == 0"]
      try (lines.joined(separator: "\n") + "\n").write(
        to: folder.appending(path: "a.session"), atomically: true, encoding: .utf8)
      let ended = try Program.run(["check", "a.session"], folder: folder)
      #expect(ended.code == 0, "\(ended.errors)")
    }
  }

  @Test func shortTimersAreAlsoThoseOfHostsAboveThem() throws {
    let lines = ["@isolated", "@host a 10.0.0.1", "@short-timers", "sysctl tcp_retries2 on a", "sysctl tcp_retries2"]
    let ended = try Program.run([], input: Array((lines.joined(separator: "\n") + "\n").utf8))
    #expect(ended.code == 0, "\(ended.errors)")
    let rows = ended.output.split(separator: "\n").filter { $0.contains("tcp_retries2  3 ") }
    #expect(rows.count == 2, "\(ended.output)")
  }

  @Test func anotherOrderFailsAndShowsBoth() throws {
    let ended = try run(Self.listener + ["client> connect cli {srv} = 0 {> SYN, < RST,ACK}"])
    #expect(ended.code == 4)
    #expect(ended.errors.contains("error: wrong segments"))
    #expect(ended.errors.contains("RST,ACK   ≠ ◀"), "\(ended.errors)")
  }

  @Test func aDroppedSegmentIsShownWithItsRule() throws {
    let ended = try run(
      Self.listener + [
        "cable drop next SYN,ACK", "client> connect cli {srv} = 0 {> SYN, < SYN,ACK dropped, ..., > ACK}",
        "? cable.dropped == 1",
      ])
    #expect(ended.code == 0, "\(ended.errors)")
    #expect(ended.output.contains("✗ client ← server  [SYN, ACK]"))
    #expect(ended.output.contains("dropped: drop next SYN,ACK (rule 1)"))
  }

  @Test(arguments: [
    ("cable drop all SYN,ACK", "ETIMEDOUT", "the answer was dropped by the cable"),
    ("cable cut", "ETIMEDOUT", "the cable dropped each: cut (rule 1)"),
    (
      "cable icmp host-unreachable for next SYN", "EHOSTUNREACH", "ICMP Destination unreachable (Host unreachable) came"
    ),
  ])
  func whyReadsTheWire(rule: String, errno: String, why: String) throws {
    let ended = try run(Self.listener + [rule, "client> connect cli {srv} = -1 \(errno) within 20s", "why cli"])
    #expect(ended.code == 0, "\(ended.errors)")
    #expect(ended.output.contains("on the wire: "))
    #expect(ended.output.contains(why), "\(ended.output)")
    #expect(ended.output.contains("  wire  "))
  }

  @Test func statesAreThoseOfEachHost() throws {
    let ended = try run(
      Self.connected + [
        "cable delay 100ms", "client> close cli = 0 [cli FIN_WAIT1]", "? conn.state == CLOSE_WAIT",
        "server> close conn = 0", "? cli.state == TIME_WAIT", "cable off",
      ])
    #expect(ended.code == 0, "\(ended.errors)")
  }

  @Test func datagramsAndIPv6PassToo() throws {
    let ended = try run([
      "@host third 10.0.0.3 fd00::3", "server> socket u udp6 = fd", "server> bind u [fd00::2]:5000 = 0",
      "third> socket v udp6 = fd", "third> sendto v \"hi\" [fd00::2]:5000 = 2 {> UDP Len=2}",
      "server> recv u = 2 \"hi\"",
      "third> sendto v \"x\" [fd00::2]:5001 = 1 {> UDP Len=1, < ICMP port-unreachable}",
    ])
    #expect(ended.code == 0, "\(ended.errors)")
  }

  @Test func aRecordingHasTheSegmentsAndHolds() throws {
    try Scratch.folder { folder in
      let lines =
        ["record r.session"] + Self.connected.map { String($0.prefix { $0 != "=" }) } + [
          "cable drop next data", "client> send cli hello", "server> recv conn 10", "client> close cli",
          "server> close conn", "record off",
        ]
      let ended = try run(lines, ["--allow", "files"], folder: folder)
      #expect(ended.code == 0, "\(ended.errors)")
      let text = try String(contentsOf: folder.appending(path: "r.session"), encoding: .utf8)
      #expect(text.contains("{> SYN, < SYN,ACK, > ACK}"), "\(text)")
      #expect(text.contains("dropped"), "\(text)")
      for _ in 0..<3 {
        let checked = try Program.run(["check", "r.session"], folder: folder)
        #expect(checked.code == 0, "\(text)\n\(checked.errors)")
      }
    }
  }

  @Test func aCaptureIsReadBack() throws {
    try Scratch.folder { folder in
      let ended = try run(Self.connected + ["client> send cli hello"], ["--capture", "c.pcapng"], folder: folder)
      #expect(ended.code == 0, "\(ended.errors)")
      let shown = try Program.run(["-e", "wire c.pcapng"], folder: folder)
      #expect(shown.output.contains("# line 11: client> send cli hello"), "\(shown.output)")
      #expect(shown.output.contains("[PSH, ACK] Seq=1 Ack=1"))
      let again = try run([], ["--capture", "c.pcapng"], folder: folder)
      #expect(again.code == 3 && again.errors.contains("cannot write to c.pcapng: File exists"), "\(again.errors)")
    }
  }

  @Test func withoutHostsTheWireIsLoopback() throws {
    let lines = [
      "@isolated", "wire on", "socket srv tcp", "bind srv 127.0.0.1:30000", "listen srv 5", "socket cli tcp",
      "connect cli {srv} = 0 {> SYN, < SYN,ACK, > ACK}", "segment 1", "ladder", "wire off", "send cli x",
    ]
    let ended = try Program.run([], input: Array((lines.joined(separator: "\n") + "\n").utf8))
    #expect(ended.code == 0, "\(ended.errors)")
    #expect(ended.output.contains("cli → srv  [SYN] Seq=0"))
    #expect(!ended.output.contains("Len=1"))
  }

  @Test func aFileOutsideMayNotSeeTheWire() throws {
    let ended = try Program.run([], input: Array("wire on\n".utf8))
    #expect(ended.code == 3 && ended.errors.contains("wire on needs an isolated session"))
  }

  @Test func aRouterForwardsAPort() throws {
    let lines = [
      "@isolated", "@host client 203.0.113.7", "@host router 203.0.113.1 192.168.0.1", "@host server 192.168.0.2",
      "server> route add default via 192.168.0.1 = 0", "server> socket srv tcp = fd", "server> bind srv :30000 = 0",
      "server> listen srv 5 = 0", "client> socket cli tcp = fd", "router> sysctl net.ipv4.ip_forward 1 = 1",
      "router> nat forward 203.0.113.1:30000 192.168.0.2:30000 = 0", "client> connect cli 203.0.113.1:30000 = 0",
      "server> accept srv conn = fd", "? conn.peerhost == 203.0.113.7", "? cli.peerhost == 203.0.113.1",
    ]
    let ended = try Program.run([], input: Array((lines.joined(separator: "\n") + "\n").utf8))
    #expect(ended.code == 0 || ended.errors.contains("nf_tables"), "\(ended.errors)")
  }
}
