import Support
import Testing

/// Which multicast groups reach a socket.
@Suite(.waits) struct MembershipsTests {
  @Test(arguments: groups) func theGroupsAreNamed(situation: WaitSituation) throws { try situation.play() }

  private static let lo = "127.0.0.1"

  static let groups = [
    WaitSituation(
      name: "a group of one's own",
      lines: ["socket a udp", "bind a :0", "setsockopt a IP_ADD_MEMBERSHIP 239.77.0.1 \(lo)"],
      asks: "why a", says: ["it has joined 239.77.0.1 on lo"],
      never: ["it has joined no group", "239.77.0.1 on lo and"]),
    WaitSituation(
      name: "a group of another socket",
      lines: [
        "socket a udp", "bind a :0", "setsockopt a IP_ADD_MEMBERSHIP 239.77.0.2 \(lo)", "socket m udp",
        "setsockopt m IP_ADD_MEMBERSHIP 239.77.0.3 \(lo)",
      ], asks: "why a",
      says: [
        "it has joined 239.77.0.2 on lo",
        "IP_MULTICAST_ALL is on, so it also gets what comes to its port for groups that others joined: ",
        "239.77.0.3 on lo",
      ], never: ["joined 239.77.0.3"]),
    WaitSituation(
      name: "no group, with all",
      lines: ["socket a udp", "bind a :0", "socket m udp", "setsockopt m IP_ADD_MEMBERSHIP 239.77.0.4 \(lo)"],
      asks: "why a",
      says: [
        "it has joined no group, but IP_MULTICAST_ALL is on, so it gets what comes to its port for groups that others joined: "
      ]),
    WaitSituation(
      name: "no group, without all",
      lines: [
        "socket a udp", "bind a :0", "setsockopt a IP_MULTICAST_ALL off", "socket m udp",
        "setsockopt m IP_ADD_MEMBERSHIP 239.77.0.5 \(lo)",
      ], asks: "why a",
      says: ["it has joined no group, and IP_MULTICAST_ALL is off: what comes for ", " does not reach it"]),
    WaitSituation(
      name: "a group, bound to one address",
      lines: ["socket a udp", "bind a \(lo):0", "setsockopt a IP_ADD_MEMBERSHIP 239.77.0.6 \(lo)"], asks: "why a",
      says: [
        "it has joined 239.77.0.6 on lo",
        "but it is bound to 127.0.0.1: datagrams for a group's address do not reach it",
      ],
      never: ["also gets"]),
    WaitSituation(
      name: "bound to a group",
      lines: ["socket a udp", "bind a 239.77.0.7:0", "setsockopt a IP_ADD_MEMBERSHIP 239.77.0.7 \(lo)", "recv a 9 &"],
      asks: "why a",
      says: ["it is bound to the group 239.77.0.7: only datagrams for that address reach it", "for a datagram"]),
    WaitSituation(
      name: "an IPv6 group",
      lines: ["socket a udp6", "bind a [::]:0", "setsockopt a IPV6_ADD_MEMBERSHIP ff02::77:1 1"],
      asks: "why a", says: ["it has joined ff02::77:1 on lo"]),
  ]

  /// The kernel does as is said: what comes for a group of another socket reaches this one, until IP_MULTICAST_ALL is off.
  @Test func theKernelDoesAsIsSaid() throws {
    let play = try Play(
      [
        "socket a udp", "bind a :0", "setsockopt a IP_ADD_MEMBERSHIP 239.77.1.1 127.0.0.1", "socket m udp",
        "setsockopt m IP_ADD_MEMBERSHIP 239.77.1.2 127.0.0.1", "socket tx udp",
        "setsockopt tx IP_MULTICAST_IF 127.0.0.1",
      ], isInteractive: true)
    let lines = """
      sendto tx two 239.77.1.2:{a.port} = 3
      recv a 9 = 3 "two"
      setsockopt a IP_MULTICAST_ALL off = 0
      sendto tx two 239.77.1.2:{a.port} = 3
      sendto tx one 239.77.1.1:{a.port} = 3
      recv a 9 = 3 "one"
      recv a 9 MSG_DONTWAIT = -1 EAGAIN
      """
    #expect(try play.failures(lines) == [])
  }
}
