import Support
import Testing

/// Which limit a message was beyond.
@Suite(.waits, .enabled(if: Namespace.isPossible)) struct MessageTooLongTests {
  private static let held = ["held back", "UDP_CORK"]

  @Test(arguments: [
    NetworkSituation(
      hosts: "a> socket u udp", "a> setsockopt u IP_MTU_DISCOVER 4", "a> sendto u fill:3000 10.0.0.2:9",
      says: [
        "the datagram and its headers do not fit into the MTU of eth0 (1500 bytes), and IP_MTU_DISCOVER of u forbids"
      ], hides: held),
    NetworkSituation(
      hosts: "a> socket u udp6", "a> setsockopt u IPV6_MTU_DISCOVER 4", "a> sendto u fill:3000 [fd00::2]:9",
      says: ["do not fit into the MTU of eth0 (1500 bytes), and IPV6_MTU_DISCOVER of u forbids fragmentation"],
      hides: held),
    NetworkSituation(
      hosts: "a> socket x udp", "a> setsockopt x UDP_SEGMENT 3000", "a> sendto x fill:9000 10.0.0.2:9",
      says: ["UDP_SEGMENT of x makes datagrams of 3000 bytes", "does not fit into the MTU of eth0 (1500 bytes)"],
      hides: held),
    NetworkSituation(
      hosts: "a> socket v udp", "a> setsockopt v IP_OPTIONS hex:01010101", "a> sendto v fill:65507 10.0.0.2:9",
      says: ["IP_OPTIONS of v put 4 bytes into the header, and with them a UDP datagram over IPv4 holds at most 65503"],
      hides: held),
    NetworkSituation(
      hosts: "a> socket r AF_INET SOCK_RAW 99", "a> setsockopt r IP_MTU_DISCOVER 2", "a> sendto r fill:3000 10.0.0.2:0",
      says: ["the packet and its header do not fit into the path MTU", "IP_MTU_DISCOVER of r forbids fragmentation"],
      hides: ["65535", "65515"]),
    NetworkSituation(
      hosts: "a> socket h AF_INET SOCK_RAW IPPROTO_RAW", "a> sendto h fill:3000 10.0.0.2:0",
      says: ["h writes the IP header itself (IP_HDRINCL)", "it does not fit into the MTU of eth0 (1500 bytes)"],
      hides: ["65535", "65515"]),
    NetworkSituation(
      hosts: "a> socket u udp", "a> connect u 10.0.0.2:9", "a> send u fill:40K MSG_MORE", "a> send u fill:40K",
      says: ["with what was held back before (MSG_MORE) it is longer than a UDP datagram over IPv4 can be"],
      hides: ["UDP_CORK"]),
  ])
  func theLimitThatCountsIsNamed(_ situation: NetworkSituation) throws { try situation.check() }

  /// The first bytes wait for room in the send buffer, what would be further fragments does not.
  @Test func fragmentsThatFindNoRoomAreNoLackOfMemory() throws {
    try NetworkSituation(
      hosts: "a> socket u udp", "a> setsockopt u SO_SNDBUF 2000", "a> sendto u fill:60000 10.0.0.2:9",
      says: ["the fragments of one datagram may take up twice SO_SNDBUF of u (4608 bytes), and those of 60000 bytes"],
      hides: ["memory left", "as documented"]
    ).check()
  }

  /// A call that fails drops what was held back before it.
  @Test func whatWasDroppedIsNotHeldBack() throws {
    let play = try Play(
      [
        "socket u udp", "connect u 127.0.0.1:9", "send u fill:40K MSG_MORE", "send u fill:40K = -1 EMSGSIZE",
        "setsockopt u IP_OPTIONS hex:01010101",
      ], isInteractive: true)
    let why = try play.run("send u fill:65507 = -1 EMSGSIZE").why
    #expect(why?.hasPrefix("IP_OPTIONS of u put 4 bytes into the header") == true, "\(why ?? "")")
  }
}
