/// Something that lines may want, with examples; docs/permissions.md shows what becomes of each.
struct PermissionRow {
  let what: String
  let lines: [String]
  /// Whether allowed lines of it stay on this machine when the program runs in a network namespace.
  var staysInNamespace = true

  /// The sockets that the lines of every row work on. `m` sends to groups through loopback, `own` has an address.
  static let opening = [
    "socket t tcp", "socket six tcp6", "socket u udp", "socket x unix", "socket d unix-dgram", "socket v vsock",
    "socket own unix-dgram", "bind own unix:", "socketpair a b", "socket m udp",
    "setsockopt m IP_MULTICAST_IF 127.0.0.1",
  ]

  /// What is left of them.
  static let closing = ["t", "six", "u", "x", "d", "v", "own", "a", "b", "m"].map { "close \($0)" }

  static let groups: [(title: String, rows: [Self])] = [
    ("Opening", opens), ("Addresses of this end", local), ("Addresses to send to", remote),
    ("Servers to practise with", servers),
    ("Options and control messages", options), ("Names", names), ("Files, processes and signals", others),
  ]

  private static let opens = [
    Self(
      what: "sockets that talk to the addresses they are given",
      lines: [
        "socket n tcp", "socket n udp6", "socket n icmp", "socket n sctp", "socketpair p q unix-dgram", "pipe p q",
      ]),
    Self(
      what: "sockets that see whole packets, or change the machine's network",
      lines: ["socket n raw", "socket n AF_INET6 SOCK_RAW 58", "socket n packet", "socket n netlink"]),
    Self(
      what: "families that no table here knows", lines: ["socket n 44 SOCK_RAW 0", "socket n 46 SOCK_STREAM 0"]),
    Self(
      what: "types and protocols that no table here knows",
      lines: ["socket n AF_INET 10 768", "socket n AF_INET SOCK_STREAM 99"]),
    Self(what: "a socket of another process", lines: ["adopt 999999999 3 n"]),
  ]

  private static let local = [
    Self(what: "loopback", lines: ["bind t 127.0.0.1:0", "bind six [::1]:0", "bind six [::ffff:127.0.0.1]:0"]),
    Self(what: "every address of the machine", lines: ["bind t :0", "bind six [::]:0", "bind u unspec"]),
    Self(what: "listening on a socket without an address: the kernel takes every address", lines: ["listen t 1"]),
    Self(what: "another address, a group", lines: ["bind t 192.0.2.1:0", "bind u 224.0.0.200:0"]),
    Self(what: "an interface other than loopback", lines: ["bind six [fe80::1%2]:0"]),
    Self(
      what: "a socket file in /tmp or the current folder, an abstract name",
      lines: ["bind x unix:/tmp/sockplay-example", "bind x unix:sockplay-example", "bind x unix:@sockplay-example"]),
    Self(
      what: "a socket file elsewhere",
      lines: ["bind x unix:/run/sockplay-example", "bind x unix:../sockplay-example"]),
  ]

  private static let remote = [
    Self(
      what: "loopback, whatever program listens there",
      lines: [
        "connect t 127.0.0.1:9", "connect six [::1]:9", "connect t :9", "sendto u x localhost:9",
        "sendmsg u x to 127.255.255.255:9", "sendmmsg u x to 127.0.0.1:9",
      ]),
    Self(
      what: "another machine, another address of this one",
      lines: [
        "connect t 192.0.2.1:9", "connect six [2001:db8::1]:9", "sendto u x 192.0.2.1:9", "sendmsg u x to 192.0.2.1:9",
        "sendmmsg u x to 127.0.0.1:9 y to 192.0.2.1:9", "sendto u x 255.255.255.255:9",
      ]),
    Self(what: "an interface other than loopback", lines: ["connect six [::1%2]:9"]),
    Self(what: "a multicast group", lines: ["sendto u x 224.0.0.200:9", "connect u 224.0.0.200:9"]),
    Self(
      what: "a multicast group, where the kernel says that the socket sends to groups through loopback",
      lines: ["sendto m x 224.0.0.200:9"]),
    Self(what: "no address: the peer is taken away", lines: ["connect u unspec"]),
    Self(what: "a UNIX domain socket of this session", lines: ["sendto d x {own}", "connect d {own}"]),
    Self(
      what: "a path or an abstract name that nobody has",
      lines: ["connect x unix:/tmp/sockplay-nobody", "connect x unix:@sockplay-nobody"]),
    Self(
      what: "a UNIX domain socket that another program may have",
      lines: ["connect x unix:/dev/null", "sendto d x unix:/dev/null"]),
    Self(what: "vsock, on this machine", lines: ["connect v vsock:1:9"]),
    Self(what: "vsock, the host of this machine or another", lines: ["connect v vsock:2:9"], staysInNamespace: false),
    Self(what: "packets of other families", lines: ["sendto u x netlink:0", "sendto u x packet:lo"]),
  ]

  private static let servers = [
    Self(
      what: "on loopback", lines: ["peer echo n", "peer echo n [::1]:0", "peer http . n", "peer forward 127.0.0.1:9 n"]),
    Self(
      what: "where other machines can connect to them", lines: ["peer echo n 0.0.0.0:0", "peer echo n 192.0.2.1:0"]),
    Self(what: "that pass connections on to another machine", lines: ["peer forward 192.0.2.1:9 n"]),
  ]

  private static let options = [
    Self(
      what: "what sends packets for loopback elsewhere",
      lines: [
        "setsockopt u IP_OPTIONS hex:830704", "setsockopt u SO_MARK 7", "setsockopt u SO_BINDTODEVICE eth0",
        "sendmsg u x SO_MARK:7 to 127.0.0.1:9", "sendmsg u x IP_PKTINFO:127.0.0.1,2 to 127.0.0.1:9",
      ]),
    Self(
      what: "addresses that the machine does not have",
      lines: ["setsockopt u IP_TRANSPARENT on", "setsockopt u IP_FREEBIND on"]),
    Self(
      what: "joining a group on loopback",
      lines: [
        "setsockopt u IP_ADD_MEMBERSHIP 224.0.0.9 lo",
        "setsockopt u IP_ADD_SOURCE_MEMBERSHIP 232.0.0.9 127.0.0.1 127.0.0.1",
      ]),
    Self(
      what: "joining a group on another interface",
      lines: [
        "setsockopt u IP_ADD_MEMBERSHIP 224.0.0.9", "setsockopt u IP_MSFILTER 232.0.0.9 10.0.0.1 include 127.0.0.1",
      ]),
    Self(
      what: "all other options",
      lines: ["setsockopt u SO_BROADCAST on", "setsockopt t SO_LINGER on 0s", "setsockopt u SO_BINDTODEVICE lo"]),
    Self(what: "passing descriptors to this session's own sockets", lines: ["sendmsg a x SCM_RIGHTS:t"]),
    Self(what: "passing descriptors to another program", lines: ["sendmsg d x SCM_RIGHTS:t to unix:/dev/null"]),
  ]

  private static let names = [
    Self(
      what: "numbers and localhost",
      lines: [
        "getaddrinfo 127.0.0.1 80", "getaddrinfo localhost 80", "getaddrinfo no.example 80 AI_NUMERICHOST",
        "getnameinfo 127.0.0.1:80", "getnameinfo 192.0.2.1:80 NI_NUMERICHOST",
      ]),
    Self(
      what: "what a name server may be asked for", lines: ["getaddrinfo no.example 80", "getnameinfo 192.0.2.1:80"]),
  ]

  private static let others = [
    Self(what: "running a program", lines: ["run python3 server.py", "run as web python3 server.py"]),
    Self(
      what: "reading files as data",
      lines: ["send a @/etc/hostname", "sendfile a /etc/hostname", "open /etc/hostname n"]),
    Self(
      what: "descriptors that are not sockets",
      lines: ["memfd n", "eventfd n", "timerfd n 1s", "signalfd n SIGTERM", "pidfd n"]),
    Self(
      what: "a descriptor by its number, if nothing is open there",
      lines: ["send fd:400 x", "close fd:400", "bind fd:-1 127.0.0.1:0"]),
    Self(what: "writing a recording", lines: ["record example.session", "record >> example.session"]),
    Self(
      what: "looking at sockets, processes and settings",
      lines: ["sockets", "fds", "sysctl tcp_sack", "routes", "interfaces"]),
    Self(what: "signals to this process", lines: ["fcntl u F_SETOWN self"]),
    Self(what: "signals to another process", lines: ["fcntl u F_SETOWN 1"]),
  ]
}
