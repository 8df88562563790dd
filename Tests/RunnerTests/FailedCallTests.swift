import Glibc
import Support
import Testing

/// Calls that fail in a session of their own, each with what is true of it: the addresses, the options and the states
/// that the session itself has made.
@Suite(.waits) struct FailedCallTests {
  private static let listener = "socket srv tcp\nbind srv 127.0.0.1:0\nlisten srv 5\n"
  private static let pair = listener + "socket cli tcp\nconnect cli {srv}\naccept srv conn\n"

  // MARK: Addresses that are in use

  @Test(arguments: [
    Situation(
      "socket six tcp6\nbind six [::]:0\nlisten six 1\nsocket four tcp\nbind four 127.0.0.1:{six.port}",
      says: "six listens on [::]", "six takes IPv4 too (IPV6_V6ONLY is off)", hides: ["SO_REUSEADDR is off"]),
    Situation(
      "socket four tcp\nbind four 127.0.0.1:0\nlisten four 1\nsocket six tcp6\nbind six [::]:{four.port}",
      says: "four listens on 127.0.0.1", "six would take IPv4 too (IPV6_V6ONLY is off on it)"),
    Situation(
      "socket a tcp\nbind a :0\nlisten a 1\nsocket six tcp6\nsetsockopt six IPV6_V6ONLY on\nbind six [::]:{a.port}\nlisten six 1\nsocket b tcp\nbind b :{six.port}",
      says: "a listens on 0.0.0.0", hides: ["six", "IPV6_V6ONLY"]),
    Situation(
      "socket one tcp6\nbind one [::1]:0\nlisten one 1\nsocket two tcp\nbind two :{one.port}\nlisten two 1\nsocket b tcp\nbind b 127.0.0.1:{one.port}",
      says: "two listens on 0.0.0.0", hides: ["one listens"]),
    Situation(
      "socket a tcp\nbind a 127.0.0.1:0\nsocket b tcp\nbind b {a}", says: "a is bound to 127.0.0.1",
      "SO_REUSEADDR is off on b and a"),
    Situation(
      "socket a tcp\nsetsockopt a SO_REUSEADDR on\nbind a 127.0.0.1:0\nsocket b tcp\nbind b {a}",
      says: "SO_REUSEADDR is off on b;"),
    Situation(
      "socket a udp\nbind a 127.0.0.1:0\nsocket b udp\nsetsockopt b SO_REUSEADDR on\nbind b {a}",
      says: "a is bound to 127.0.0.1", "SO_REUSEADDR is off on a;"),
    Situation(
      "socket a udp6\nbind a [::]:0\nsocket b udp\nbind b 127.0.0.1:{a.port}",
      says: "a is bound to [::]", "a takes IPv4 too (IPV6_V6ONLY is off)"),
    Situation(
      "socket a tcp\nsetsockopt a SO_REUSEADDR on\nbind a 127.0.0.1:0\nsocket b tcp\nsetsockopt b SO_REUSEADDR on\nbind b {a}\nlisten a\nlisten b",
      says: "a listens on 127.0.0.1", "SO_REUSEPORT is off on b and a", hides: ["SO_REUSEADDR"]),
    Situation(
      pair + "close srv\nsocket b tcp\nbind b {conn}", says: "conn has a connection on that port",
      "SO_REUSEADDR is off on b"),
    Situation(
      "socket a tcp\nbind a 127.0.0.1:0\nsocket b tcp\nsetsockopt b IP_LOCAL_PORT_RANGE {a.port}-{a.port}\nbind b 127.0.0.1:0",
      says: "no port is free in ", "IP_LOCAL_PORT_RANGE of b", hides: ["net.ipv4"]),
    Situation(
      "socket a unix\nbind a unix:@failed-{pid}\nsocket b unix\nbind b unix:@failed-{pid}",
      says: "a is bound to unix:@failed-"),
    Situation(
      "socket a unix\nbind a unix:/etc/passwd", says: "there is a file at unix:/etc/passwd, and it is not a socket"),
  ])
  func whoHasTheAddress(_ situation: Situation) throws { try situation.check() }

  // MARK: Addresses that do not suit

  @Test(arguments: [
    Situation("socket a tcp\nbind a 192.0.2.99:0", says: "this machine does not have the address 192.0.2.99"),
    Situation(
      "socket s tcp6\nbind s [fe80::1]:0", says: "fe80::1 is a link-local address and needs its interface",
      hides: ["already", "length"]),
    Situation("socket s tcp6\nconnect s [fe80::1]:9", says: "fe80::1 is a link-local address and needs its interface"),
    Situation("socket u udp6\nbind u [fe80::77]:0", says: "fe80::77 is a link-local address and needs its interface"),
    Situation("socket s tcp6\nbind s [fe80::1%9999]:0", says: "no interface has the number 9999"),
    Situation(
      "socket s tcp6\nbind s 127.0.0.1:0", says: "s is a tcp6 socket (AF_INET6)", "is of AF_INET",
      "its length decides, 16 bytes where at least 24 are needed"),
    Situation(
      "socket s tcp6\nconnect s 127.0.0.1:9", says: "its length decides, 16 bytes where at least 24 are needed"),
    Situation(
      "socket s tcp\nbind s [::1]:0", says: "s is a tcp socket (AF_INET), and [::1]:0 is of AF_INET6", hides: ["length"]
    ),
    Situation("socket s unix\nbind s 127.0.0.1:0", says: "s is a unix socket (AF_UNIX)", hides: ["length"]),
    Situation("socket s tcp\nbind s unix:@a", says: "is of AF_UNIX", "its length decides, 4 bytes"),
    Situation(
      "socket v udp6\nbind v [::1]:0\nsendto v x [::ffff:127.0.0.1]:9",
      says: "v is bound to the IPv6 address ::1", "nothing was sent", hides: ["router", "route "]),
    Situation(
      "socket z udp6\nsetsockopt z IPV6_V6ONLY on\nsendto z x [::ffff:127.0.0.1]:9",
      says: "IPV6_V6ONLY is on for z, so it reaches no IPv4 address: nothing was sent", hides: ["router"]),
    Situation(
      "socket z tcp6\nsetsockopt z IPV6_V6ONLY on\nconnect z [::ffff:127.0.0.1]:9",
      says: "IPV6_V6ONLY is on for z", "nothing was sent", hides: ["router"]),
    Situation(
      "socket u udp\nsendmsg u x to 127.0.0.1:9 IP_PKTINFO:9.9.9.9,lo",
      says: "IP_PKTINFO names 9.9.9.9 as the source, and this machine does not have that address",
      hides: ["router", "no route"]),
    Situation(
      "socket u udp\nsetsockopt u IP_MULTICAST_IF 192.0.2.7", says: "no interface of this machine has the address"),
    Situation(
      "socket u udp\nsetsockopt u IP_ADD_MEMBERSHIP 224.0.0.9 192.0.2.7",
      says: "no interface has the address or the number that the option names"),
    Situation("socket t tcp\nsetsockopt t IP_ADD_MEMBERSHIP 224.0.0.9 127.0.0.1", says: "groups are for datagrams"),
    Situation("socket d tcp\nioctl d SIOCGIFADDR nosuch", says: "this machine has no such interface", "it has lo"),
    Situation("socket u udp\nsendto u x 127.255.255.255:9", says: "broadcast address, and SO_BROADCAST is off on u"),
    Situation("socket u udp\nsendto u x 127.0.0.1:0", says: "nothing can be sent to port 0"),
    Situation(listener + "bind srv 127.0.0.1:0", says: "srv is already bound to 127.0.0.1", "listening"),
    Situation("socket u udp\nbind u 127.0.0.1:0\nbind u 127.0.0.1:0", says: "u is already bound to 127.0.0.1"),
    Situation("socket x unix\nbind x unix:@f-{pid}\nbind x unix:@g-{pid}", says: "x is already bound to unix:@f-"),
    Situation(pair + "listen conn", says: "conn is already connected"),
    Situation("socket a tcp\nsetsockopt a IP_LOCAL_PORT_RANGE 70-60", says: "takes the lowest port first"),
  ])
  func whatIsWrongWithTheAddress(_ situation: Situation) throws { try situation.check() }

  // MARK: Files

  @Test(arguments: [
    Situation("socket x unix\nbind x unix:/etc/passwd/x", says: "/etc/passwd is not a directory"),
    Situation("socket x unix\nconnect x unix:/etc/passwd/x", says: "/etc/passwd is not a directory"),
    Situation(
      "socket x unix\nbind x unix:/no-such/x", says: "the directory of unix:/no-such/x does not exist"),
    Situation("socket x unix\nconnect x unix:/tmp/no-such-x", says: "there is no socket file at unix:/tmp/no-such-x"),
    Situation("socket x unix\nconnect x unix:/etc/passwd", says: "the file unix:/etc/passwd is not a socket"),
    Situation(
      "socket x unix\nconnect x unix:@nobody-has-this", says: "no unix socket has the name unix:@nobody-has-this"),
    Situation("socketpair a b\nsendfile a /no/such/file", says: "there is no such file"),
    Situation("socketpair a b\nsendfile a /etc/passwd/x", says: "/etc/passwd is not a directory"),
    Situation("open /no-such/at/all f", says: "nothing is found at /no-such", hides: ["/at"]),
    Situation("open /etc/passwd/x f", says: "/etc/passwd is not a directory"),
    Situation("open /etc/passwd f O_DIRECTORY", says: "/etc/passwd is not a directory"),
    Situation("socketpair a b\nsocketpair c d\nread c 0\nsplice a c 9", says: "neither of the two is one"),
    Situation("epoll_create e\nread e 9", says: "e is an epoll, which has no bytes to move"),
    Situation("epoll_create e\nsocket a udp\nepoll_ctl e del a", says: "e does not watch a"),
    Situation("epoll_create e\nsocket a udp\nepoll_ctl e add a\nepoll_ctl e add a", says: "e watches a already"),
    Situation("epoll_create e\nepoll_ctl e add e", says: "cannot watch itself"),
    Situation("socket a tcp\nsocket b tcp\nepoll_ctl a add b", says: "a is not an epoll instance (tcp)"),
    Situation("socket a tcp\nepoll_wait a 9", says: "a is not an epoll instance (tcp)"),
    Situation("epoll_create e\nepoll_ctl e add 999", says: "descriptor 999 is not open"),
    Situation("pipe r w\ngetpeername r", says: "r is not a socket (pipe)"),
    Situation("pipe r w\nbind r 127.0.0.1:0", says: "r is not a socket (pipe)"),
    Situation("pipe r w\nwrite r x", says: "r is the end that is read from"),
    Situation("socket q udp\nioctl q SIOCGSTAMP", says: "no call has received a message from q yet: "),
    Situation("socket a tcp\nfcntl a F_GETPIPE_SZ", says: "a is a tcp socket"),
  ])
  func whatIsNotThere(_ situation: Situation) throws { try situation.check() }

  // MARK: What a socket cannot do

  @Test(arguments: [
    Situation("socketpair a b\nsetsockopt a SO_ZEROCOPY on", says: "a unix socket has no MSG_ZEROCOPY"),
    Situation("socket u udp\nlisten u", says: "a udp socket cannot listen"),
    Situation("socket u udp\nsendmsg u x to 127.0.0.1:9 IP_TTL:0", says: "IP_TTL of a datagram is 1 to 255"),
    Situation("socket a tcp\nsetsockopt a TCP_KEEPIDLE 0", says: "TCP_KEEPIDLE takes 1 to 32767"),
    Situation(
      "socket a tcp6\nbind a [::1]:0\nsetsockopt a IPV6_V6ONLY on", says: "IPV6_V6ONLY must be set before bind"),
    Situation("socket a tcp\ngetpeername a", says: "a has no connection (CLOSED)"),
    Situation("socket u udp\nsend u x", says: "u has no peer"),
    Situation(listener + "recv srv 1", says: "srv has no connection (LISTEN)"),
    Situation(listener + "send srv x MSG_NOSIGNAL", says: "srv listens"),
    Situation(listener + "connect srv {srv}", says: "srv listens, and a listener cannot connect"),
    Situation(pair + "connect cli {srv}", says: "cli is already connected to 127.0.0.1"),
    Situation(
      "socketpair a b\nsendto a x unix:@nobody", says: "a is already connected", hides: ["unix:@", "to unix:"]),
    Situation(pair + "recv conn 1 MSG_OOB", says: "no urgent byte has come for conn"),
    Situation(pair + "shutdown cli wr\nsend cli x MSG_NOSIGNAL", says: "cli was shut down for writing"),
    Situation("socketpair a b\nclose b\nsend a x MSG_NOSIGNAL", says: "the other end of a is closed"),
    Situation("socket a tcp\nshutdown a wr\nsend a x MSG_NOSIGNAL", says: "a has no connection"),
    Situation("socket u udp\nsendto u fill:66000 127.0.0.1:9", says: "holds at most 65507 bytes"),
    Situation("socket u udp\nbind u 127.0.0.1:0\nrecv u 9 MSG_DONTWAIT", says: "u has nothing unread"),
    Situation("socket a tcp\naccept a b", says: "a is not listening"),
    Situation(listener + "nonblock srv on\naccept srv b", says: "no connection waits in srv's queue"),
    Situation("socket a AF_INET 77 0", says: "is not a socket type"),
    Situation("socketpair a b AF_UNIX 77 0", says: "is not a socket type"),
    Situation("socket a AF_INET SOCK_STREAM 300", says: "300 is not a protocol", hides: ["type"]),
    Situation(
      "socket u udp\nconnect u 127.0.0.1:9\nshutdown u wr\nsend u x MSG_NOSIGNAL", says: "u was shut down for writing"),
    Situation("socket a tcp\nfcntl a F_SETFL O_DIRECT", says: "a tcp socket has no O_DIRECT"),
    Situation("epoll_create e\nepoll_wait e 0", says: "it was to return at most 0 events"),
    Situation(
      "epoll_create e\nsocket a udp\nepoll_ctl e add a EPOLLIN|EPOLLEXCLUSIVE\nepoll_ctl e mod a EPOLLIN",
      says: "what was added with it cannot be modified"),
    Situation(
      "socket x AF_INET SOCK_RAW 0", says: "a raw socket needs a protocol other than 0", hides: ["this kernel has no"]),
    Situation("socket x AF_INET6 SOCK_RAW 0", says: "a raw socket needs a protocol other than 0"),
    Situation("socket a 99 SOCK_STREAM 0", says: "this kernel has no address family 99"),
    Situation("socket a tcp\nfcntl a F_SETOWN 999999999", says: "there is no process 999999999"),
    Situation("socket a tcp\ngetsockopt a SO_PEERSEC", says: "SO_PEERSEC"),
  ])
  func whatTheSocketForbids(_ situation: Situation) throws { try situation.check() }

  // MARK: Handshakes

  @Test(arguments: [
    Situation(
      "socket a tcp\nbind a 127.0.0.1:0\nsocket b tcp\nconnect b {a}", says: "a is bound to", "does not listen"),
    Situation(
      "socket six tcp6\nsetsockopt six IPV6_V6ONLY on\nbind six [::]:0\nlisten six 1\nsocket b tcp\nconnect b 127.0.0.1:{six.port}",
      says: "nothing listens on 127.0.0.1", "six listens on [::]", "for IPv6 only (IPV6_V6ONLY)"),
    Situation(
      listener + "socket six tcp6\nconnect six [::1]:{srv.port}", says: "nothing listens on [::1]",
      "srv listens on 127.0.0.1", "which is another address"),
    Situation(
      "socket a tcp\nbind a 127.0.0.1:0\nlet old {a.port}\nclose a\nsocket c tcp\nconnect c 127.0.0.1:{old}\nsocket late tcp\nbind late 127.0.0.1:{old}\nlisten late 1",
      about: "c", says: "failed with ECONNREFUSED: nothing listens on 127.0.0.1",
      hides: ["late", "and does not listen"]),
    Situation(
      "socket a tcp\nbind a 127.0.0.1:0\nlet old {a.port}\nclose a\nsocket d tcp SOCK_NONBLOCK\nconnect d 127.0.0.1:{old}",
      says: "the socket is non-blocking; the handshake ", hides: ["done"]),
    Situation(
      "socket a tcp\nbind a 127.0.0.1:0\nlet old {a.port}\nclose a\nsocket d tcp SOCK_NONBLOCK\nconnect d 127.0.0.1:{old}\ngetsockopt d SO_ERROR\nrecv d 10",
      says: "there never was a connection", "ECONNREFUSED", hides: ["FIN", "has closed"]),
    Situation(
      "socket a tcp\nbind a 127.0.0.1:0\nlet old {a.port}\nclose a\nsocket d tcp\nconnect d 127.0.0.1:{old}\nrecv d 10 MSG_DONTWAIT",
      says: "d has no connection", hides: ["FIN"]),
    Situation(
      listener + "socket d tcp SOCK_NONBLOCK\nconnect d {srv}", says: "the socket is non-blocking; the handshake ",
      hides: ["failed"]),
    Situation(
      "socket srv tcp\nbind srv 127.0.0.1:0\nlisten srv 0\nsocket a tcp\nconnect a {srv}\nsocket b tcp SOCK_NONBLOCK\nconnect b {srv}",
      says: "the handshake goes on by itself"),
    Situation(
      "socket srv tcp\nbind srv 127.0.0.1:0\nlisten srv 0\nsocket a tcp\nconnect a {srv}\nsocket b tcp\nsetsockopt b TCP_USER_TIMEOUT 300ms\nsetsockopt b TCP_SYNCNT 1\nconnect b {srv}",
      says: "no answer came to the SYN", "srv listens on", "its queue is full (1/0)"),
    Situation(
      pair + "reset conn\nrecv cli 9", says: "the other end of cli sent RST, because conn was closed with SO_LINGER on"),
    Situation(pair + "send cli hello\nclose conn\nrecv cli 9", says: "because conn was closed with 5 bytes unread"),
    Situation(pair + "connect cli unspec\nrecv cli 9", says: "cli", hides: ["the other end sent RST"]),
    Situation(
      "socket gone udp\nbind gone 127.0.0.1:0\nsocket u udp\nconnect u {gone}\nclose gone\nsend u x\nrecv u 9",
      says: "port unreachable message came for what u sent before", "nothing is bound to its peer"),
    Situation(
      listener + "shutdown srv rdwr", about: "srv", says: "it listens no more, and its port", "is given back",
      hides: ["it has an address"]),
  ])
  func howItEnded(_ situation: Situation) throws { try situation.check() }

  @Test(
    .enabled(if: geteuid() == 0, "raw sockets are for root"),
    arguments: [
      Situation(
        "socket r raw-icmp\nsendto r x 127.0.0.1:0", says: "an ICMP message begins with its type and its code, 2 bytes"),
      Situation("socket p packet\nbind p packet:4711", says: "no interface has the number 4711"),
    ])
  func whatRootMayTry(_ situation: Situation) throws { try situation.check() }

  private static let refused = ["socket a tcp", "bind a 127.0.0.1:0", "let old {a.port}", "close a"]

  /// What was found out when the handshake failed is the reason, whoever has the address later.
  @Test(arguments: [
    (["socket c tcp", "connect c 127.0.0.1:{old} &"], "wait c"),
    (["socket c tcp SOCK_NONBLOCK", "connect c 127.0.0.1:{old}"], "connect c 127.0.0.1:{old}"),
    (["socket c tcp SOCK_NONBLOCK", "connect c 127.0.0.1:{old}"], "recv c 9"),
  ])
  func whoCameLaterIsNotToBlame(_ lines: [String], _ last: String) throws {
    let play = try Play(Self.refused + lines + ["poll c:POLLHUP 5s", "socket late tcp", "bind late 127.0.0.1:{old}"])
    let why = try #require(try play.run(last).why)
    #expect(why.hasPrefix("nothing listens on 127.0.0.1:") || why.hasSuffix("; nothing did when the SYN came"))
    #expect(try play.run("why c").listing.contains { $0.contains("failed with ECONNREFUSED: \(why)") })
  }

  /// A call that is collected later, when another socket has the address.
  @Test func whoHasTheAddressNowNeedNotHaveHadItThen() throws {
    let play = try Play([
      "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 0", "socket a tcp", "connect a {srv}", "socket b tcp",
      "let old {srv.port}", "connect b {srv} &", "close srv", "poll b:POLLHUP 10s", "socket late tcp",
      "setsockopt late SO_REUSEADDR on", "bind late 127.0.0.1:{old}",
    ])
    let why = try #require(try play.run("wait b").why)
    #expect(why.hasPrefix("late is bound to "))
    #expect(why.hasSuffix(" now and does not listen; nothing did when the SYN came"))
  }

  /// What was found out at the end of a connection is told later, too, whatever the options are then.
  @Test func anOptionThatChangesLaterExplainsNothing() throws {
    let play = try Play(
      [
        "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 0", "socket a tcp", "connect a {srv}", "socket b tcp",
        "setsockopt b TCP_SYNCNT 1", "setsockopt b TCP_USER_TIMEOUT 300ms", "connect b {srv}",
      ], isInteractive: true)
    for line in ["accept srv c", "close a", "close c", "close srv"] { try play.run(line) }
    let now = try play.run("why b").listing.first { $0.hasPrefix("  now ") }
    #expect(now?.contains("failed with ETIMEDOUT: no answer came to the SYN") == true)
    #expect(now?.contains("its queue is full (1/0)") == true)
  }

  /// A connect that asked nobody leaves the socket its port.
  @Test func aPortIsKeptWhereNothingWasSent() throws {
    let play = try Play(
      ["socket w tcp6", "bind w [::1]:0", "connect w [::ffff:127.0.0.1]:9 = -1 ENETUNREACH"], isInteractive: true)
    #expect(play.table.find("w")?.endpoints.hasLocal == true && play.state("w") == .bound)
    let why = try play.run("bind w [::1]:0 = -1 EINVAL").why
    #expect(why?.hasPrefix("w is already bound to [::1]:") == true)
  }

  // MARK: Datagrams between UNIX domain sockets

  @Test(arguments: [
    Situation(
      "socket s unix-dgram\nbind s unix:@own-{pid}\nconnect s unix:@own-{pid}\nsocket t unix-dgram\nsendto t x unix:@own-{pid}",
      says: "s is connected to unix:@own-", "takes datagrams from there alone"),
    Situation(
      "socket s unix-dgram\nbind s unix:@typ-{pid}\nsocket t unix\nconnect t unix:@typ-{pid}",
      says: "no unix socket has the name", "s is bound to unix:@typ-", "is of another type (SOCK_DGRAM)"),
    Situation(
      #"socket s unix"#
        + "\nbind s \"unix:@pad-{pid}\\x00\\x00\"\nlisten s 1\nsocket t unix\nconnect t unix:@pad-{pid}",
      says: "s has it with 2 NUL bytes at its end instead of 0"),
  ])
  func whoTakesDatagrams(_ situation: Situation) throws { try situation.check() }
}
