import Foundation
import Glibc
import Runner
import Sockets
import Support
import Testing

/// Reasons that must not blame what is innocent: the other end of a splice, the address of a later datagram, a socket
/// that is alive.
@Suite(.waits) struct WhyBlamesTests {
  private func play(_ lines: [String]) throws -> Play { try Play(lines, isInteractive: true) }

  private static let ends = ["pipe out in", "socketpair a b"]
  private static let source = "IP_ADD_SOURCE_MEMBERSHIP 232.1.1.1 127.0.0.1 127.0.0.1"

  @Test(arguments: [
    (["pipe out in", "epoll_create ep"], "splice out ep 5 = -1 EINVAL", "ep is an epoll, which has no bytes to move"),
    (["pipe out in"], "tee out in 5 = -1 EINVAL", "out and in are ends of the same pipe, and tee needs two pipes"),
    (
      ["pipe out in"], "splice out in 5 = -1 EINVAL", "out and in are ends of the same pipe, and splice needs two pipes"
    ),
    (ends, "tee out a 5 = -1 EINVAL", "tee copies from one pipe to another, and not both are pipes"),
    (ends + ["write in abc", "shutdown a wr"], "splice out a 3 = -1 EPIPE", "a was shut down for writing"),
    (ends + ["nonblock a on"], "splice a in 10 = -1 EAGAIN", "a is empty, and the call was non-blocking"),
    (
      ends + ["setsockopt a SO_RCVTIMEO 20ms"], "splice a in 10 = -1 EAGAIN",
      "SO_RCVTIMEO of a is 20ms, and nothing came of the call in that time"
    ),
    (ends, "splice in a 5 = -1 EBADF", "in is the end that is written to"),
    (ends, "splice a out 5 = -1 EBADF", "out is the end that is read from"),
    (
      ends, "splice in out 5 = -1 EBADF",
      "splice reads from in and writes to out, and one of the two is not open for that"
    ),
    (["pipe out in", "socket t tcp"], "splice t in 5 = -1 ENOTCONN", "t has no connection (CLOSED)"),
    (["pipe out in", "socket x unix", "write in a"], "splice out x 5 = -1 ENOTCONN", "x has no connection (UNCONN)"),
  ])
  func theEndOfASpliceThatIsToBlameIsNamed(_ lines: [String], _ line: String, _ why: String) throws {
    let step = try play(lines).run(line)
    #expect(step.failure == nil && step.why == why)
  }

  @Test func aSpliceWaitsForItsSource() throws {
    let play = try play(Self.ends + ["splice a in 10 &"])
    #expect(try play.run("why a").listing.contains("  waits splice in job 1, for b to send or to close"))
    try #expect(play.failures("send b x = 1\nwait a = 1") == [])
    try play.run("read out 1")
    try play.run("splice out a 10 &")
    #expect(try play.run("why out").listing.contains("  waits splice in job 2, for bytes in out, or room in a"))
    try #expect(play.failures("write in x = 1\nwait out = 1") == [])
  }

  @Test(arguments: [
    (
      ["socket u udp"], "sendto u x 127.0.0.1:9 MSG_OOB = -1 EOPNOTSUPP",
      "a udp socket has no urgent data (MSG_OOB): that is for streams"
    ),
    (
      ["socketpair a b unix-dgram"], "send a x MSG_OOB = -1 EOPNOTSUPP",
      "a unix-dgram socket has no urgent data (MSG_OOB): that is for streams"
    ),
    (
      ["socket u udp", "setsockopt u \(source)"], "setsockopt u \(source) = -1 EADDRNOTAVAIL",
      "u hears that source of the group on that interface already"
    ),
    (
      ["socket u udp", "setsockopt u \(source)"],
      "setsockopt u IP_DROP_SOURCE_MEMBERSHIP 232.1.1.1 127.0.0.1 127.0.0.2 = -1 EADDRNOTAVAIL",
      "u does not hear that source of the group on that interface"
    ),
    (["pipe r w"], "ioctl r SIOCATMARK = -1 ENOTTY", "a pipe does not support that request"),
    (
      ["socket u udp6"], "sendmsg u fill:65510 to [::ffff:127.0.0.1]:9 = -1 EMSGSIZE",
      "a UDP datagram over IPv4 holds at most 65507 bytes"
    ),
    (
      ["socket u udp"], "sendmsg u x to 255.255.255.255:9 = -1 EACCES",
      "255.255.255.255 is a broadcast address, and SO_BROADCAST is off on u"
    ),
    (
      ["socket u udp6"], "sendmsg u x to [::1]:9 IPV6_PKTINFO:::,99999 = -1 ENODEV",
      "there is no interface with the number that IPV6_PKTINFO names"
    ),
    (
      OpeningLines.connecting, "accept4 srv a 12345 = -1 EINVAL",
      "accept4 has no flags but SOCK_NONBLOCK and SOCK_CLOEXEC, and was given 0x3039"
    ),
    (
      OpeningLines.connecting, "accept srv a addrlen:-1 = -1 EINVAL",
      "the length that it was given is -1, and may not be negative"
    ),
    (
      ["socket s udp", "bind s 127.0.0.1:0"], "sendto s x 10.1.2.3:0 = -1 EINVAL",
      "nothing can be sent to port 0"
    ),
    (
      ["socket t udp"], "connect t 127.0.0.1:9 addrlen:3 = -1 EINVAL",
      "the length of the address is 3, and one of AF_INET has at least 16 bytes"
    ),
    (["socket s unix-dgram", "shutdown s wr"], "send s x = -1 EPIPE", "s was shut down for writing"),
    (
      ["socketpair a b", "setsockopt a SO_PEEK_OFF 0", "send b hello", "recv a 5 MSG_PEEK"],
      "recv a 5 MSG_PEEK|MSG_DONTWAIT = -1 EAGAIN",
      "a has 5 bytes unread, but SO_PEEK_OFF is 5: MSG_PEEK returns what comes after that, and the call was non-blocking"
    ),
    (
      ["socket u udp", "connect u 127.0.0.1:9", "setsockopt u UDP_CORK on", "send u fill:40K"],
      "send u fill:40K = -1 EMSGSIZE",
      "with what was held back before (UDP_CORK) it is longer than a UDP datagram over IPv4 can be, which holds at most 65507 bytes"
    ),
    (
      ["socketpair a b unix-dgram", "socket c unix-dgram", "bind c unix:@blame-{pid}", "connect b {c}"],
      "send a x = -1 EPERM", "b is connected to unix:@blame-\(getpid()), and takes datagrams from there alone"
    ),
  ])
  func whatIsAskedForInVainIsNamed(_ lines: [String], _ line: String, _ why: String) throws {
    let play = Play(isInteractive: true)
    play.table.set("pid", to: "\(getpid())")
    for line in lines { try play.run(line) }
    let step = try play.run(line)
    #expect(step.failure == nil && step.why == why)
  }

  @Test(.enabled(if: geteuid() == 0, "only root may send to other processes over netlink"))
  func anUnknownPortOfNetlinkIsNamed() throws {
    let step = try play(["socket u netlink"]).run("sendto u x netlink:3999999999 = -1 ECONNREFUSED")
    #expect(step.failure == nil && step.why == "nobody takes it at netlink:3999999999")
  }

  @Test func anEndThatIsShutDownIsNotCalledClosed() throws {
    let peer = try PythonPeer(
      """
      import os
      s = socket.socket(socket.AF_UNIX); n = 'blame-shut-%d' % os.getpid(); s.bind('\\0' + n); s.listen(1); say(n)
      c = s.accept()[0]; c.shutdown(socket.SHUT_RDWR); say('shut')
      """)
    defer { peer.end() }
    let play = try play(["socket c unix", "connect c unix:@\(try peer.line())"])
    _ = try peer.line()
    let why = "the other end of c was shut down for reading: it takes no more data"
    #expect(try play.run("send c x = -1 EPIPE").why == why)
  }

  @Test func aUNIXDomainResetMayComeOfAListener() throws {
    let name = "unix:@blame-reset-\(getpid())"
    let play = try play([
      "socket srv unix", "bind srv \(name)", "listen srv 1", "socket c unix", "connect c \(name)", "close srv",
    ])
    let why =
      "the other end of c was closed before it had read all, or its listener before it had accepted the connection"
    #expect(try play.run("recv c 1 = -1 ECONNRESET").why == why)
  }

  // MARK: - Sockets that have a name

  @Test func aSocketIsFoundByItsFileHoweverThatIsSpelled() throws {
    try Scratch.folder { folder in
      let (path, other, link) = (folder.path + "/s", folder.path + "/./s", folder.path + "/link")
      symlink(path, link)
      let play = try play(["socket s unix", "bind s unix:\(path)", "socket c unix"])
      for way in [other, link] {
        let why = "s is bound to unix:\(path) (the same file as unix:\(way)) and does not listen"
        #expect(try play.run("connect c unix:\(way) = -1 ECONNREFUSED").why == why)
      }
      #expect(
        try play.run("bind c unix:\(other) = -1 EADDRINUSE").why
          == "s is bound to unix:\(path) (the same file as unix:\(other))")
      #expect(try !play.run("why").listing.contains { $0.contains("rm ") || $0.contains("it can be had") })
      try play.run("listen s 1")
      try play.run("shutdown s rd")
      let shut = "s listens on unix:\(path), and was shut down for reading: it takes no more connections"
      #expect(try play.run("connect c unix:\(path) = -1 ECONNREFUSED").why == shut)
      // Another file lies there now, which s has not.
      unlink(path)
      try play.failures("socket n unix\nbind n unix:\(path) = 0").forEach { Issue.record("\($0)") }
      #expect(try play.run("bind c unix:\(path) = -1 EADDRINUSE").why == "n is bound to unix:\(path)")
    }
  }

  @Test(.enabled(if: Namespace.isPossible)) func aFileOfAnotherNetworkNamespaceIsNotCalledLeftOver() throws {
    try Scratch.folder { folder in
      let path = folder.path + "/far"
      let peer = try PythonPeer(
        """
        import ctypes, os
        ctypes.CDLL(None).unshare(0x40000000 if os.geteuid() == 0 else 0x50000000)
        s = socket.socket(socket.AF_UNIX); s.bind('\(path)'); say('bound')
        """)
      defer { peer.end() }
      _ = try peer.line()
      let play = try play(["socket c unix"])
      let unseen = "no socket that can be seen from here has the socket file unix:\(path)"
      let why = unseen + ": it is left over, or of another network namespace"
      #expect(try play.run("connect c unix:\(path) = -1 ECONNREFUSED").why == why)
      let there = "the socket file unix:\(path) is there already, and no socket that can be seen from here has it"
      #expect(try play.run("bind c unix:\(path) = -1 EADDRINUSE").why == there)
      #expect(
        try play.run("why").listing.contains {
          $0.hasPrefix("  try   rm \(path), but only if no process has its socket any more")
        })
    }
  }

  @Test func anAbstractNameBelongsToOneType() throws {
    let name = "unix:@blame-type-\(getpid())"
    let play = try play(["socket s unix-seqpacket", "bind s \(name)", "socket c unix-seqpacket", "socket t unix"])
    #expect(try play.run("connect c \(name) = -1 ECONNREFUSED").why == "s is bound to \(name) and does not listen")
    let other = "no unix socket has the name \(name): s is bound to \(name), and is of another type (SOCK_SEQPACKET)"
    #expect(try play.run("connect t \(name) = -1 ECONNREFUSED").why == other)
    #expect(
      try play.run("connect t unix:@blame-nobody = -1 ECONNREFUSED").why
        == "no unix socket has the name unix:@blame-nobody")
    #expect(try play.run("bind c \(name) = -1 EADDRINUSE").why == "s is bound to \(name) (BOUND)")
  }

  @Test func anothersAbstractNameIsSeen() throws {
    let peer = try PythonPeer(
      "import os\ns = socket.socket(socket.AF_UNIX); n = 'blame-%d' % os.getpid(); s.bind('\\0' + n); say(n)")
    defer { peer.end() }
    let name = "unix:@\(try peer.line())"
    let why = "\(peer.name) (pid \(peer.pid)) is bound to \(name) and does not listen"
    #expect(try play(["socket c unix"]).run("connect c \(name) = -1 ECONNREFUSED").why == why)
  }

  /// What accept made keeps the name when its listener is gone.
  @Test func aConnectionUnderANameDoesNotListen() throws {
    let name = "unix:@blame-conn-\(getpid())"
    let play = try play([
      "socket srv unix", "bind srv \(name)", "listen srv 1", "socket c unix", "connect c \(name)", "accept srv d",
    ])
    for line in ["close srv", "socket e unix"] { try play.run(line) }
    #expect(
      try play.run("connect e \(name) = -1 ECONNREFUSED").why
        == "nothing listens at \(name): d is connected and has this name, from the listener that accepted it or from bind"
    )
  }

  @Test func aMessagesAddressCounts() throws {
    try Scratch.folder { folder in
      let name = "unix:\(folder.path)/q"
      let play = try play(["socket s unix-dgram", "bind s \(name)", "close s", "socket a unix-dgram"])
      let why =
        "no socket that can be seen from here has the socket file \(name): it is left over, or of another network namespace"
      for line in ["sendmsg a x to \(name)", "sendmmsg a x to \(name)"] {
        #expect(try play.run(line + " = -1 ECONNREFUSED").why == why)
      }
    }
  }

  @Test func netlinkHasNoPortsOfTheInternet() throws {
    let play = try play(["socket a netlink", "bind a netlink:0", "socket b netlink"])
    let name = try play.address(of: "a")
    #expect(try play.run("bind b \(name) = -1 EADDRINUSE").why == "another socket has \(name)")
    let report = try play.run("why").listing
    #expect(
      !report.contains { $0.contains("port") || $0.contains("SO_REUSE") || $0.contains("it can be had") }, "\(report)")
  }

  // MARK: - Datagrams

  /// The errno is that of what went to d, which is gone.
  @Test func whatWasSentBeforeIsRefused() throws {
    let play = try play([
      "socket d udp", "bind d 127.0.0.1:0", "socket srv udp", "bind srv 127.0.0.1:0", "socket u udp", "connect u {d}",
    ])
    let gone = try play.address(of: "d")
    let came = "an ICMP port unreachable message came for what u sent before"
    for line in ["close d", "send u x"] { try play.run(line) }
    #expect(try play.run("sendto u x {srv} = -1 ECONNREFUSED").why == "\(came): nothing is bound to its peer \(gone)")
    for line in ["send u x", "connect u {srv}"] { try play.run(line) }
    #expect(try play.run("send u x = -1 ECONNREFUSED").why == "\(came), when its peer was \(gone)")
    // What is refused now went to the peer that it has.
    for line in ["connect u \(gone)", "send u x", "socket n udp", "bind n \(gone)"] { try play.run(line) }
    let now =
      "\(came): n is bound to \(gone) now; it was not when the datagram was sent, or the datagram went elsewhere"
    #expect(try play.run("send u x = -1 ECONNREFUSED").why == now)
    try play.run("close n")
    for line in ["socket v udp", "setsockopt v IP_RECVERR on", "sendto v x \(gone)"] { try play.run(line) }
    #expect(
      try play.run("sendto v x {srv} = -1 ECONNREFUSED").why
        == "an ICMP port unreachable message came for what v sent before")
    #expect(
      try play.run("why").listing.contains("  try   recvmsg v 64 MSG_ERRQUEUE shows where it was sent (IP_RECVERR)"))
    #expect(try play.run("recvmsg v 64 MSG_ERRQUEUE").failure == nil)
  }

  @Test(.enabled(if: geteuid() != 0 || Program.find("setpriv") != nil)) func aMarkNeedsACapability() throws {
    let lines = ["socket srv udp", "bind srv 127.0.0.1:0", "socket u udp", "sendmsg u x to {srv} SO_MARK:5 = -1 EPERM"]
    let sockplay = [Program.sockplay] + lines.flatMap { ["-e", $0] }
    let ended =
      try geteuid() != 0
      ? Program.run(Array(sockplay.dropFirst()))
      : Program.run(["--bounding-set=-net_admin,-net_raw"] + sockplay, of: try #require(Program.find("setpriv")))
    let why = "SO_MARK needs CAP_NET_ADMIN or CAP_NET_RAW, which this process lacks"
    #expect(ended.output.contains("  why   " + why), "\(ended.output) \(ended.errors)")
  }
}
