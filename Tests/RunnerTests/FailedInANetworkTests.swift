import Foundation
import Support
import Testing

/// Calls that fail because of addresses, routes and limits of the machine: each in a network of its own that has them.
@Suite(.waits, .enabled(if: Namespace.isPossible)) struct FailedInANetworkTests {
  private typealias Case = NetworkSituation

  private static let ports = "echo 40000 40001 >/proc/sys/net/ipv4/ip_local_port_range"
  private static let links = "ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up"

  @Test(arguments: [
    Case(
      "ip route add blackhole 203.0.113.0/24", "socket u udp", "sendto u x 203.0.113.5:9", "socket t tcp",
      "connect t 203.0.113.5:9", says: ["the route 203.0.113.0/24 of this machine drops all packets there (blackhole)"],
      hides: ["as documented"]),
    Case(
      "ip route add prohibit 198.51.100.0/24", "socket u udp", "sendto u x 198.51.100.7:9",
      says: ["forbids packets there (prohibit)"], hides: ["broadcast"]),
    Case(
      "true", "socket u udp", "sendto u x 198.51.100.7:9", "socket t tcp", "connect t 198.51.100.7:9",
      says: ["no route leads to 198.51.100.7"], hides: ["router"]),
    Case(
      ports, "socket srv tcp", "bind srv 127.0.0.1:9000", "listen srv 5", "socket a tcp", "connect a {srv}",
      "socket b tcp", "connect b {srv}", "socket c tcp", "connect c {srv}",
      says: ["no local address and port are left for a connection with 127.0.0.1:9000", "is 40000 40001"]),
    Case(
      "echo 40000 40002 >/proc/sys/net/ipv4/ip_local_port_range", "socket a tcp", "bind a 127.0.0.1:0", "socket b tcp",
      "bind b 127.0.0.1:0", "socket c tcp", "bind c 127.0.0.1:0",
      says: ["(40000 40002); of an odd number of ports the kernel never chooses the last, 40002"]),
    Case(
      ports, "socket u udp", "bind u 127.0.0.1:0", "socket v udp", "bind v 127.0.0.1:0", "socket w udp",
      "sendto w x 127.0.0.1:9",
      says: ["w has no port yet, and no port is free in net.ipv4.ip_local_port_range (40000 40001)"],
      hides: ["send buffer"]),
    Case(
      "ip addr del 127.0.0.1/8 dev lo", "socket t tcp", "bind t 127.0.0.1:0",
      says: ["this machine does not have the address 127.0.0.1"]),
    Case(
      "ip link set lo down", "socket x tcp SOCK_NONBLOCK", "connect x 127.0.0.1:9", "why x",
      says: ["no answer to its SYN has come: lo is down, and nothing gets through"], hides: ["its SYN has gone out"]),
    Case(
      links, "socket srv udp", "setsockopt srv SO_BINDTODEVICE v0", "bind srv :7000", "socket u udp",
      "connect u 127.0.0.1:7000", "send u x", "send u x",
      says: ["srv is bound to 0.0.0.0:7000, but for what comes in through v0 only (SO_BINDTODEVICE)"],
      hides: ["it was not when"]),
    Case(
      "ip -6 addr add fe80::1/64 dev lo nodad", "socket a tcp6", "connect a [fe80::1%lo]:80",
      "connect a [2001:db8::1]:80", "socket b udp6", "bind b [fe80::1%lo]:0", "why b",
      says: [
        "no route leads to 2001:db8::1 through lo, the interface that a is tied to, by SO_BINDTODEVICE or by the scope",
        "only those that come in through lo do (SO_BINDTODEVICE, or the scope of an address)",
      ], hides: ["SO_BINDTODEVICE binds"]),
    Case(
      "true", "socket a tcp6", "setsockopt a SO_BINDTODEVICE lo", "connect a [2001:db8::1]:80",
      says: ["no route leads to 2001:db8::1 through lo, the interface that SO_BINDTODEVICE binds a to"]),
    Case("ip link set lo down", "socket s tcp6", "connect s [::1]:9", says: ["lo is down"], hides: ["router"]),
    Case(
      "echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6", "socket s tcp6", "connect s [::1]:9",
      says: ["this machine does not have the address ::1"], hides: ["are left"]),
    Case(
      links + "; ip -6 addr add fe80::1/64 dev lo nodad", "socket s tcp6", "bind s [fe80::1]:0",
      "connect s [fe80::1]:9",
      "bind s [fe80::1%v0]:0",
      says: [
        "fe80::1 is a link-local address and needs its interface, such as [fe80::1%lo]:0", "such as [fe80::1%lo]:9",
        "v0 does not have the address fe80::1: lo has it",
      ], hides: ["as documented"]),
    Case(
      links, "socket srv tcp", "setsockopt srv SO_BINDTODEVICE v0", "bind srv :7000", "listen srv 1", "socket c tcp",
      "connect c 127.0.0.1:7000", says: ["srv listens on 0.0.0.0:7000, but for what comes in through v0 only"],
      hides: ["did not when the SYN came"]),
    Case(
      links, "socket a tcp", "setsockopt a SO_BINDTODEVICE v0", "bind a :7000", "listen a 1", "socket b tcp",
      "setsockopt b SO_BINDTODEVICE lo", "bind b :7000", "listen b 1", "socket c tcp",
      "setsockopt c SO_BINDTODEVICE lo",
      "bind c :7000", says: ["b listens on 0.0.0.0:7000"], hides: ["a listens"]),
    Case(
      "true", "socket v udp6", "bind v [::ffff:127.0.0.1]:0", "sendto v x [::1]:9",
      says: ["v is bound to the IPv4 address ::ffff:127.0.0.1, from which no IPv6 address can be reached"],
      hides: ["is of AF_INET6"]),
    Case(
      "true", "socket r raw-icmp", "setsockopt r IP_HDRINCL on", "sendto r xy 127.0.0.1:0",
      says: ["the message begins with an IP header of at least 20 bytes, and this one has 2 bytes"]),
    Case("true", "socket p packet", "send p hello", says: ["p is bound to no interface, and the call names none"]),
    Case(
      links + "; ip link set v1 down", "socket p packet", "bind p packet:v1", "send p fill:60", says: ["v1 is down"]),
    Case(
      "echo 1 >/proc/sys/net/ipv4/igmp_max_memberships", "socket u udp",
      "setsockopt u IP_ADD_MEMBERSHIP 224.0.0.9 127.0.0.1", "setsockopt u IP_ADD_MEMBERSHIP 224.0.0.10 127.0.0.1",
      says: ["u is a member of as many groups as net.ipv4.igmp_max_memberships allows"]),
    Case(
      links + "; ip addr add 10.9.0.1/24 dev v0", "socket u udp", "bind u 127.0.0.1:0", "sendto u x 10.9.0.5:9",
      says: ["nothing leaves this machine from a loopback address"], hides: ["router"]),
  ])
  func whatTheMachineLacks(_ situation: NetworkSituation) throws { try situation.check() }

  /// The kernel's lists have no scope, the addresses of a socket have one.
  @Test func anEndOnTheLinkIsFound() throws {
    let lines = ["socket l tcp6", "bind l [fe80::1%lo]:0", "listen l 1", "socket c tcp6", "connect c {l}", "why c"]
    // On a busy machine the kernel makes the route of a new address a good while later.
    let hasRoute = "ip -6 route show table local | grep -q fe80::1"
    let setup =
      "ip -6 addr add fe80::1/64 dev lo nodad; for i in $(seq 300); do \(hasRoute) && break; sleep 0.1; done; exec \"$@\""
    let sockplay = ["/bin/sh", "-c", setup, "sh", Program.sockplay] + lines.flatMap { ["-e", $0] }
    let ended = try Program.run(Array(Namespace.ownNetwork.dropFirst()) + sockplay, of: Namespace.ownNetwork[0])
    #expect(ended.output.contains("now   the other end waits in l's queue"), "\(ended.output)\(ended.errors)")
  }
}
