import Support
import Testing

/// What a person could do about a failure: nothing that does not help.
@Suite(.waits, .enabled(if: Namespace.isPossible)) struct RemedyTests {
  private static let onePort = "echo 40000 40000 >/proc/sys/net/ipv4/ip_local_port_range"
  private static let range = "try   sysctl ip_local_port_range shows the ports that the kernel may choose"

  @Test(arguments: [
    NetworkSituation(
      onePort, "socket a udp", "bind a 127.0.0.1:0", "socket b udp", "sendto b x 127.0.0.1:9", "why",
      says: [range, "try   close what has them"], hides: ["MSG_DONTWAIT"]),
    NetworkSituation(
      onePort, "socket a udp", "bind a 127.0.0.1:0", "socket b udp", "connect b 127.0.0.1:9", "why",
      says: [range], hides: ["MSG_DONTWAIT"]),
    NetworkSituation(
      "true", "socket u udp", "setsockopt u IP_MULTICAST_IF 9.9.9.9", "why", says: ["try   this machine has 127.0.0.1"],
      hides: ["ip_local_port_range", ":PORT"]),
    NetworkSituation(
      "true", "socket n netlink", "sendto n fill:999999 netlink:0", "why",
      says: ["a message may be at most as long as SO_SNDBUF of n allows", "try   setsockopt n SO_SNDBUF makes room"],
      hides: ["IP_MTU"]),
    NetworkSituation(
      hosts: "a> socket p packet", "a> bind p packet:eth0", "a> send p fill:9000", "a> why",
      says: ["try   send less at a time"], hides: ["IP_MTU"]),
    NetworkSituation(
      "ip link set lo down", "socket u udp", "sendto u x 198.51.100.7:9", "why",
      says: ["try   routes shows which way packets go"], hides: ["ip link set lo up"]),
    NetworkSituation(
      onePort, "socket t tcp", "bind t 127.0.0.1:0", "socket l tcp", "listen l 1", "why",
      says: ["no port is free in net.ipv4.ip_local_port_range (40000 40000)", range],
      hides: ["as documented", "another address"]),
    NetworkSituation(
      "ip link set lo up", "socket s tcp6", "bind s [::1]:30000", "listen s", "socket c tcp",
      "connect c 127.0.0.1:30000",
      "why", says: ["which is another address", "try   connect a tcp6 socket to [::1]:30000"],
      hides: ["start a server there"]),
    NetworkSituation(
      hosts: "b> socket srv tcp", "b> bind srv 10.0.0.2:30000", "a> socket c tcp", "a> connect c 10.0.0.2:30000",
      "a> socket d tcp", "a> connect d 10.0.0.2:30001",
      says: [
        "10.0.0.2:30000 refused: srv is bound to 10.0.0.2:30000 and does not listen, or its host forwarded the SYN (nat)",
        "10.0.0.2:30001 refused: nothing listens there, or its host forwarded the SYN (nat)",
      ], hides: ["firewall"]),
  ])
  func whatHelpsIsSaid(_ situation: NetworkSituation) throws { try situation.check() }

  /// The socket's own options were the limits, not the settings of the machine.
  @Test func theOptionsThatLimitAreNamed() throws {
    try NetworkSituation(
      hosts: "b> socket srv tcp", "b> bind srv 10.0.0.2:80", "b> listen srv 5", "a> socket c tcp",
      "a> connect c 10.0.0.2:80", "a> setsockopt c SO_KEEPALIVE on", "a> setsockopt c TCP_KEEPIDLE 1",
      "a> setsockopt c TCP_KEEPINTVL 1", "a> setsockopt c TCP_KEEPCNT 2", "b> link eth0 down", "a> recv c 10", "a> why",
      "a> socket d tcp", "a> setsockopt d TCP_SYNCNT 1", "a> connect d 10.0.0.2:80", "a> why", "a> socket e tcp",
      "a> setsockopt e TCP_USER_TIMEOUT 1000", "a> connect e 10.0.0.2:80", "a> why",
      says: [
        "try   TCP_KEEPIDLE, TCP_KEEPINTVL and TCP_KEEPCNT of c say when and how often the kernel asks",
        ", until TCP_SYNCNT of d (1) ended the wait",
        "try   setsockopt d TCP_SYNCNT sets how often the SYN is sent again",
        ", until TCP_USER_TIMEOUT of e (1000 ms) ended the wait", "try   setsockopt e TCP_USER_TIMEOUT 0ms",
      ], hides: ["sysctl retries"]
    ).check()
  }
}
