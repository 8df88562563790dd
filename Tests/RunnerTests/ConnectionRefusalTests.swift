import Foundation
import Glibc
import Runner
import Sockets
import Support
import Testing

/// Reasons that name what is known, and as a possibility what is not.
@Suite struct ConnectionRefusalTests {
  private func play(_ lines: [String]) throws -> Play { try Play(lines, isInteractive: true) }

  private static let group = "IP_ADD_MEMBERSHIP 224.0.0.251 127.0.0.1"

  @Test(arguments: [
    (
      ["socket u udp", "setsockopt u \(group)"], "setsockopt u \(group)",
      "u is a member of that group on that interface already"
    ),
    (
      ["socket u udp"], "setsockopt u IP_DROP_MEMBERSHIP 224.0.0.251 127.0.0.1",
      "u is not a member of that group on that interface"
    ),
    (OpeningLines.connecting, "connect srv {srv}", "srv listens, and a listener cannot connect"),
    (OpeningLines.connecting, "send srv x MSG_NOSIGNAL", "srv listens: a listener has no other end to send to"),
    (
      [], "socket x AF_INET SOCK_STREAM IPPROTO_UDP", "IPPROTO_UDP does not go with SOCK_STREAM: its type is SOCK_DGRAM"
    ),
    ([], "socketpair x y AF_INET SOCK_STREAM 0", "Linux makes pairs of the family AF_UNIX only"),
    ([], "socket x AF_UNIX SOCK_RDM 0", "this kernel has no AF_UNIX SOCK_RDM"),
    (
      [], "socket x AF_INET SOCK_STREAM IPPROTO_ICMP",
      "IPPROTO_ICMP does not go with SOCK_STREAM: its type is SOCK_DGRAM"
    ),
    (["socket u udp"], "fcntl u F_SETOWN 999999999", "there is no process 999999999"),
    (["socket x unix"], "bind x unix:/no-such-folder/d/s", "the directory of unix:/no-such-folder/d/s does not exist"),
    (
      OpeningLines.connected + ["connect cli unspec"], "send cli x",
      "cli dropped its connection itself: connect cli unspec"
    ),
    (
      ["socketpair a b"], "sendmsg a \(String(repeating: "x ", count: 1025))",
      "one message takes at most 1024 buffers (UIO_MAXIOV)"
    ),
    (
      ["socketpair a b"], "recvmsg a \(String(repeating: "1 ", count: 1025))",
      "one message takes at most 1024 buffers (UIO_MAXIOV)"
    ),
    (
      ["pipe out in", "socketpair a b"], "splice out a 64 SPLICE_F_NONBLOCK",
      "out is empty, and the call was non-blocking"
    ),
    (["socketpair a b unix-dgram", "close b"], "send a x", "the socket that a is connected to is closed"),
  ])
  func whatTheStateTellsIsSaid(_ lines: [String], _ line: String, _ why: String) throws {
    let play = try play(lines)
    var said = try play.run(line).why
    // A program that another test starts has what is closed here, too, until it closes that.
    for _ in 1...5 where said == nil {
      usleep(50_000)
      said = try play.run(line).why
    }
    #expect(said == why)
  }

  @Test(arguments: [
    (["socket t tcp"], "setsockopt t TCP_KEEPIDLE 0", "TCP_KEEPIDLE takes 1 to 32767"),
    (["socket t tcp"], "setsockopt t IP_TTL 256", "IP_TTL takes -1, or 1 to 255"),
    (["socket t tcp"], "setsockopt t TCP_MAXSEG 87", "TCP_MAXSEG takes 0, or 88 to 32767"),
    (["socket u udp"], "setsockopt u IP_MTU_DISCOVER 6", "IP_MTU_DISCOVER takes 0 to 5"),
    (["socket u udp"], "setsockopt u IP_MULTICAST_TTL 256", "IP_MULTICAST_TTL takes -1 to 255"),
    (["socket t tcp"], "setsockopt t SO_BINDTODEVICE nosuch", "there is no interface with that name"),
    (
      ["socket t tcp"], "setsockopt t TCP_CONGESTION nosuch",
      "this kernel has no congestion control of that name, or may not load it"
    ),
    (
      ["socket u udp"], "setsockopt u IP_ADD_MEMBERSHIP 10.0.0.1 127.0.0.1",
      "a multicast group is an address of 224.0.0.0/4"
    ),
    (["socket u udp"], "ioctl u SIOCATMARK", "a udp socket does not support that request"),
    (["socket t tcp", "bind t 127.0.0.1:0", "listen t 1"], "ioctl t SIOCINQ", "t listens: it has no data to count"),
    (["socket x unix"], "listen x 1", "x has no address: bind it first"),
    (["socket x unix"], "recv x", "x has no connection"),
    (["socket u udp"], "sendto u x 127.0.0.1:0", "nothing can be sent to port 0"),
    (["socket u udp"], "setsockopt u TCP_NODELAY on", "TCP_NODELAY is an option of TCP, and u is a udp socket"),
    (["socket u udp"], "setsockopt u IP_HDRINCL on", "IP_HDRINCL can be read on a udp socket, but not set"),
    (
      ["socket u udp"], "setsockopt u IP_LOCAL_PORT_RANGE 41000-40000",
      "IP_LOCAL_PORT_RANGE takes the lowest port first, and 41000 is above 40000"
    ),
    (["socket t tcp"], "setsockopt t IP_MULTICAST_TTL 3", "IP_MULTICAST_TTL is for datagrams, and t carries a stream"),
    (
      ["socket t tcp", "bind t 127.0.0.1:0", "listen t 1"], "setsockopt t TCP_FASTOPEN_CONNECT on",
      "TCP_FASTOPEN_CONNECT must be set before the connection: t is in LISTEN"
    ),
    (
      ["socketpair a b", "shutdown b rd"], "send a x",
      "the other end, b, was shut down for reading: it takes no more data"
    ),
    (["socketpair a b", "close b"], "send a x", "the other end of a is closed"),
    (["socketpair a b", "shutdown a wr"], "send a x", "a was shut down for writing"),
    (["socket u udp6"], "sendto u fill:65528 [::1]:9", "a UDP datagram over IPv6 holds at most 65527 bytes"),
    (["socket u udp"], "sendto u fill:65508 127.0.0.1:9", "a UDP datagram over IPv4 holds at most 65507 bytes"),
    (
      ["socket u udp6"], "sendto u fill:65508 [::ffff:127.0.0.1]:9",
      "a UDP datagram over IPv4 holds at most 65507 bytes"
    ),
    (
      ["socket x unix"], "sendto x y unix:@nobody",
      "a unix socket sends to the socket that it is connected to: connect x first, and send without an address"
    ),
    (
      ["socket t tcp"], "connect t 224.0.0.1:9",
      "a stream has one machine at its other end, and 224.0.0.1 is a multicast address"
    ),
    (["pipe r w"], "read w 1", "w is the end that is written to"),
    (["pipe r w"], "write r x", "r is the end that is read from"),
    (
      ["socketpair a b", "socketpair c d"], "splice a c 9",
      "splice moves bytes into a pipe or out of one, and neither of the two is one"
    ),
    (
      ["epoll_create e", "socket a udp"], "epoll_ctl e del a",
      "e does not watch a"
    ),
  ])
  func whatTheKernelDoesNotTakeIsSaid(_ lines: [String], _ line: String, _ why: String) throws {
    try #expect(play(lines).run(line).why == why)
  }

  @Test func aReceiversFullQueueIsNoFullBuffer() throws {
    let play = try play([
      "socket b unix-dgram", "bind b unix:@sockplay-full-\(getpid())", "socket a unix-dgram", "nonblock a on",
    ])
    var why: String?
    for _ in 0..<5000 where why == nil { why = try play.run("sendto a x {b}").why }
    let most = try #require(Setting.all.first { $0.name == "net.unix.max_dgram_qlen" }?.value)
    let limit = "as many as net.unix.max_dgram_qlen was when it was made; now \(most)"
    #expect(why == "the queue of b is full (\(limit)), and the call was non-blocking")
  }

  @Test func aMessageThatIsTooLongNamesItsOwnLimit() throws {
    let play = try play(["socketpair a b unix-seqpacket"])
    let why = try play.run("send a fill:16M").why
    #expect(
      why?.hasPrefix("a message may be at most as long as SO_SNDBUF of a allows") == true, "\(String(describing: why))")
  }

  @Test func aConnectionThatExistsAlreadyIsNamed() throws {
    let play = try play([
      "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "socket cli tcp", "setsockopt cli SO_REUSEADDR on",
      "bind cli 127.0.0.1:0",
      "socket d tcp", "setsockopt d SO_REUSEADDR on", "bind d {cli}", "connect cli {srv}",
    ])
    let why = try #require(try play.run("connect d {srv} = -1 EADDRNOTAVAIL").why)
    #expect(
      why.hasPrefix("there is a connection from 127.0.0.1:") && why.hasSuffix(" already: cli, ESTABLISHED"), "\(why)")
  }

  @Test func anothersFullQueueIsSeen() throws {
    let peer = try PythonPeer(
      """
      import os
      n = '\\0sockplay-full-%d' % os.getpid(); l = socket.socket(socket.AF_UNIX); l.bind(n); l.listen(0)
      c = socket.socket(socket.AF_UNIX); c.connect(n); say(n[1:])
      """)
    defer { peer.end() }
    let play = try play(["socket b unix", "nonblock b on"])
    let name = try peer.line()
    let full = "\(peer.name) (pid \(peer.pid)) listens on unix:@\(name), and its queue is full (1/0)"
    #expect(try play.run("connect b unix:@\(name)").why == full + ", and the call was non-blocking")
    try play.run("nonblock b off")
    #expect(try play.run("connect b unix:@\(name) &").forecast == full)
    #expect(try play.run("why b").listing.contains { $0.hasPrefix("  waits connect in job 1") && $0.hasSuffix(full) })
  }

  /// Routes that forbid, and no port that is free: in a network of its own.
  @Test(.enabled(if: Namespace.isPossible)) func whatARouteTurnsDownNamesTheRoute() throws {
    let script = """
      ip route add unreachable 192.0.2.0/24 && ip route add prohibit 198.51.100.0/24 || exit 9
      echo 40000 40001 >/proc/sys/net/ipv4/ip_local_port_range; exec "$@"
      """
    let lines = [
      "socket u udp", "connect u 192.0.2.1:9", "socket t tcp", "connect t 198.51.100.255:9", "routes", "socket a tcp",
      "bind a 127.0.0.1:0",
      "socket b tcp", "bind b 127.0.0.1:0", "socket c tcp", "bind c 127.0.0.1:0", "why",
    ]
    let sockplay = ["/bin/sh", "-c", script, "sh", Program.sockplay, "--keep-going"] + lines.flatMap { ["-e", $0] }
    let ended = try Program.run(Array(Namespace.ownNetwork.dropFirst()) + sockplay, of: Namespace.ownNetwork[0])
    let text = ended.output + ended.errors
    #expect(text.contains("the route 192.0.2.0/24 of this machine turns it down (unreachable)"), "\(text)")
    #expect(text.contains("the route 198.51.100.0/24 of this machine forbids packets there (prohibit)"))
    #expect(!text.contains("broadcast"))
    #expect(text.split(separator: "\n").contains { $0.hasPrefix("192.0.2.0/24 ") && $0.contains("unreachable") })
    #expect(text.contains("no port is free in net.ipv4.ip_local_port_range"))
    #expect(!text.contains("nobody has") && !text.contains("bind c with port 0"))
  }

  @Test func anotherFamilyIsReadAnew() throws {
    let play = try play([
      "socket srv tcp6", "bind srv [::ffff:127.0.0.1]:0", "listen srv 5", "socket cli tcp",
      "connect cli 127.0.0.1:{srv.port}", "accept srv conn",
    ])
    let answer = try play.run("setsockopt conn IPV6_ADDRFORM AF_INET").exchanges[0].answer
    let conn = play.table.find("conn")!
    // Newer kernels do so no more: Linux 6.18.44 refuses it.
    guard answer?.errno.rawValue != ENOPROTOOPT else { return #expect(conn.kind.word == "tcp6") }
    #expect(conn.kind.word == "tcp" && conn.endpoints.local?.description.hasPrefix("127.0.0.1:") == true)
    #expect(try play.run("why conn").listing[0].contains("  tcp  ESTABLISHED  127.0.0.1:"))
  }

  /// A route that nothing takes is not needed: a loopback address leads nowhere else.
  @Test func nothingLeavesFromALoopbackAddress() throws {
    let play = try play(["socket u udp", "bind u 127.0.0.1:0"])
    let step = try play.run("connect u 192.0.2.1:9")
    #expect(
      step.exchanges[0].answer?.errno.symbol == "EINVAL" || step.exchanges[0].answer?.errno.symbol == "ENETUNREACH")
    guard step.exchanges[0].answer?.errno.symbol == "EINVAL" else { return }
    #expect(
      step.why == "u is bound to \(try play.address(of: "u")): nothing leaves this machine from a loopback address")
  }

  /// As many as were sent and are not there.
  @Test func datagramsThatFoundNoRoomAreCounted() throws {
    let play = try play(["socket u udp", "bind u 127.0.0.1:0", "setsockopt u SO_RCVBUF 3000", "nonblock u on"])
    for _ in 0..<50 { try play.run("sendto u fill:1000 {u}") }
    let row = try play.run("why u").listing.first { $0.contains("dropped") }
    var come = 0
    while try play.run("recv u 2000").exchanges[0].answer?.failed == false { come += 1 }
    #expect(
      come > 0
        && row?.hasPrefix("  now   \(50 - come) datagrams for it were dropped: the receive buffer was full") == true,
      "\(come) \(row ?? "")")
  }

  @Test func ofDatagramsTheNextIsMeant() throws {
    let play = try play(["socket u udp", "bind u 127.0.0.1:0", "sendto u abc {u}", "sendto u defgh {u}"])
    #expect(try play.run("why u").listing.contains("  now   the next datagram has 3 bytes"))
  }
}
