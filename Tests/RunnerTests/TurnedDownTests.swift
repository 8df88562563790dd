import Foundation
import Glibc
import Runner
import Sockets
import Support
import Testing

/// Reasons that name what is known, and as a possibility what is not.
@Suite struct TurnedDownTests {
  private func play(_ lines: [String]) throws -> Play {
    let play = Play(isInteractive: true)
    for line in lines { try play.run(line) }
    return play
  }

  private static let group = "IP_ADD_MEMBERSHIP 224.0.0.251 127.0.0.1"

  @Test(arguments: [
    (["socket u udp", "setsockopt u \(group)"], "setsockopt u \(group)", "u is a member of that group on that interface already"),
    (["socket u udp"], "setsockopt u IP_DROP_MEMBERSHIP 224.0.0.251 127.0.0.1", "u is no member of that group on that interface"),
    (Scene.connecting, "connect srv {srv}", "srv listens, and a listener cannot connect"),
    (Scene.connecting, "send srv x MSG_NOSIGNAL", "srv listens: a listener has no other end to send to"),
    (["socket u udp"], "fcntl u F_SETOWN 999999999", "there is no process 999999999"),
    (["socket x unix"], "bind x unix:/no-such-folder/d/s", "the folder of unix:/no-such-folder/d/s is missing"),
    (["pipe out in", "socketpair a b"], "splice out a 64 SPLICE_F_NONBLOCK", "out is empty, and the call was not to wait"),
    (["socketpair a b unix-dgram", "close b"], "send a x", "the socket that a is connected to is closed"),
  ])
  func whatTheStateTellsIsSaid(_ lines: [String], _ line: String, _ why: String) throws {
    try #expect(play(lines).run(line).why == why)
  }

  @Test(arguments: [
    (["socket t tcp"], "setsockopt t TCP_KEEPIDLE 0", "TCP_KEEPIDLE takes 1 to 32767"),
    (["socket t tcp"], "setsockopt t IP_TTL 256", "IP_TTL takes -1, or 1 to 255"),
    (["socket t tcp"], "setsockopt t TCP_MAXSEG 87", "TCP_MAXSEG takes 0, or 88 to 32767"),
    (["socket u udp"], "setsockopt u IP_MTU_DISCOVER 6", "IP_MTU_DISCOVER takes 0 to 5"),
    (["socket u udp"], "setsockopt u IP_MULTICAST_TTL 256", "IP_MULTICAST_TTL takes -1 to 255"),
    (["socket t tcp"], "setsockopt t SO_BINDTODEVICE nosuch", "there is no interface of that name"),
    (
      ["socket t tcp"], "setsockopt t TCP_CONGESTION nosuch",
      "as documented for setsockopt: there is no such congestion control on this machine"
    ),
    (["socket u udp"], "setsockopt u IP_ADD_MEMBERSHIP 10.0.0.1 127.0.0.1", "a multicast group is an address of 224.0.0.0/4"),
    (["socket u udp"], "ioctl u SIOCATMARK", "a udp socket does not know that request"),
    (["socket t tcp", "bind t 127.0.0.1:0", "listen t 1"], "ioctl t SIOCINQ", "t listens: it has no data to count"),
    (["socket x unix"], "listen x 1", "x has no address: bind it first"), (["socket x unix"], "recv x", "x has no connection"),
    (["socket u udp"], "sendto u x 127.0.0.1:0", "nothing can be sent to port 0"),
    (["pipe r w"], "read w 1", "w is the end that is written to"), (["pipe r w"], "write r x", "r is the end that is read from"),
    (
      ["socketpair a b", "socketpair c d"], "splice a c 9",
      "splice moves bytes into a pipe or out of one, and neither of the two is one"
    ),
    (
      ["epoll_create e", "socket a udp"], "epoll_ctl e del a",
      "as documented for epoll_ctl: EPOLL_CTL_MOD or EPOLL_CTL_DEL: the descriptor is not in the set"
    ),
  ])
  func whatTheKernelDoesNotTakeIsSaid(_ lines: [String], _ line: String, _ why: String) throws {
    try #expect(play(lines).run(line).why == why)
  }

  @Test func aReceiversFullQueueIsNoFullBuffer() throws {
    let play = try play(["socket b unix-dgram", "bind b unix:@sockplay-full-\(getpid())", "socket a unix-dgram", "nonblock a on"])
    var why: String?
    for _ in 0..<5000 where why == nil { why = try play.run("sendto a x {b}").why }
    let most = try #require(Setting.all.first { $0.name == "net.unix.max_dgram_qlen" }?.value)
    #expect(why == "the queue of b is full (net.unix.max_dgram_qlen is \(most)), and the call was not to wait")
  }

  @Test func aMessageThatIsTooLongNamesItsOwnLimit() throws {
    let play = try play(["socketpair a b unix-seqpacket"])
    let why = try play.run("send a fill:16M").why
    #expect(why?.hasPrefix("a message may be as long as SO_SNDBUF of a allows") == true, "\(String(describing: why))")
  }

  @Test func aConnectionThatExistsAlreadyIsNamed() throws {
    let play = try play([
      "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "socket cli tcp", "setsockopt cli SO_REUSEADDR on", "bind cli 127.0.0.1:0",
      "socket d tcp", "setsockopt d SO_REUSEADDR on", "bind d {cli}", "connect cli {srv}",
    ])
    let why = try #require(try play.run("connect d {srv} = -1 EADDRNOTAVAIL").why)
    #expect(why.hasPrefix("there is a connection from 127.0.0.1:") && why.hasSuffix(" already: cli, ESTABLISHED"), "\(why)")
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
    #expect(try play.run("connect b unix:@\(name)").why == full + ", and the call was not to wait")
    try play.run("nonblock b off")
    #expect(try play.run("connect b unix:@\(name) &").forecast == full)
    #expect(try play.run("why b").report.contains { $0.hasPrefix("  waits connect in job 1") && $0.hasSuffix(full) })
  }

  /// Routes that forbid, and no port that is free: in a network of its own.
  @Test(.enabled(if: Namespace.isPossible)) func whatAFirewallMayHaveDoneIsAPossibility() throws {
    let script = """
      ip route add unreachable 192.0.2.0/24 && ip route add prohibit 198.51.100.0/24 || exit 9
      echo 40000 40001 >/proc/sys/net/ipv4/ip_local_port_range; exec "$@"
      """
    let lines = [
      "socket u udp", "connect u 192.0.2.1:9", "socket t tcp", "connect t 198.51.100.255:9", "routes", "socket a tcp", "bind a 127.0.0.1:0",
      "socket b tcp", "bind b 127.0.0.1:0", "socket c tcp", "bind c 127.0.0.1:0", "why",
    ]
    let sockplay = ["/bin/sh", "-c", script, "sh", Program.sockplay, "--keep-going"] + lines.flatMap { ["-e", $0] }
    let ended = try Program.run(Array(Namespace.ownNetwork.dropFirst()) + sockplay, of: Namespace.ownNetwork[0])
    let text = ended.output + ended.errors
    #expect(
      text.contains("no machine answered at 192.0.2.1 on its own network, or a route, a router or a firewall turned it down"), "\(text)")
    #expect(text.contains("a route or a firewall forbids packets to 198.51.100.255"))
    #expect(!text.contains("broadcast"))
    #expect(text.split(separator: "\n").contains { $0.hasPrefix("192.0.2.0/24 ") && $0.contains("refused") })
    #expect(text.contains("no port is free in net.ipv4.ip_local_port_range"))
    #expect(!text.contains("nobody has") && !text.contains("bind c with port 0"))
  }

  @Test func anotherFamilyIsReadAnew() throws {
    let play = try play([
      "socket srv tcp6", "bind srv [::]:0", "listen srv 5", "socket cli tcp", "connect cli 127.0.0.1:{srv.port}", "accept srv conn",
      "setsockopt conn IPV6_ADDRFORM AF_INET",
    ])
    let conn = play.table[play.table.find("conn")!]
    #expect(conn.kind.word == "tcp" && conn.naming.local?.description.hasPrefix("127.0.0.1:") == true)
    #expect(try play.run("why conn").report[0].contains("  tcp  ESTABLISHED  127.0.0.1:"))
  }

  @Test func ofDatagramsTheNextIsMeant() throws {
    let play = try play(["socket u udp", "bind u 127.0.0.1:0", "sendto u abc {u}", "sendto u defgh {u}"])
    #expect(try play.run("why u").report.contains("  now   the next datagram has 3 bytes"))
  }
}
