// ip(7).
extension SocketOption {
  private static let row = Rows(.ip, page: "ip(7)")

  static let ipOptions: [SocketOption] = [
    row("IP_TOS", 1, .named(.typesOfService), "type of service of packets that are sent"),
    row(
      "IP_TTL", 2, .integer("hops"), "time to live of packets that are sent; -1 for the default",
      takes: [-1...(-1), 1...255]),
    row("IP_HDRINCL", 3, .flag, "the sender writes the IP header itself (raw sockets)"),
    row("IP_OPTIONS", 4, .bytes(40), "IP options of packets that are sent", redirects: .byAnyValue),
    row("IP_ROUTER_ALERT", 5, .flag, "forwarded packets with Router Alert come to this raw socket"),
    row("IP_RECVOPTS", 6, .flag, "datagrams come with their IP options"),
    row("IP_RETOPTS", 7, .flag, "datagrams come with their IP options, unprocessed"),
    row("IP_PKTINFO", 8, .flag, "datagrams come with their interface and their destination"),
    row(
      "IP_MTU_DISCOVER", 10, .constant(.pathMTUDiscovery),
      "whether packets are fragmented or the path's MTU is found out", takes: [0...5]),
    row("IP_RECVERR", 11, .flag, "errors go to the error queue, with their origin"),
    row("IP_RECVTTL", 12, .flag, "datagrams come with their time to live"),
    row("IP_RECVTOS", 13, .flag, "datagrams come with their type of service"),
    row("IP_MTU", 14, .integer("bytes"), "the path's MTU; the socket must be connected", .readOnly),
    // Answers to a foreign address go to the machine that has it.
    row("IP_FREEBIND", 15, .flag, "bind to an address that this machine does not have yet", redirects: .whenOn),
    row("IP_PASSSEC", 18, .flag, "datagrams come with the security context of their sender"),
    row(
      "IP_TRANSPARENT", 19, .flag, "bind to foreign addresses, for a transparent proxy; needs CAP_NET_ADMIN",
      redirects: .whenOn),
    row("IP_RECVORIGDSTADDR", 20, .flag, "datagrams come with the destination they had before redirection"),
    row("IP_MINTTL", 21, .integer("hops"), "packets with a smaller time to live are dropped", takes: [0...255]),
    row("IP_NODEFRAG", 22, .flag, "fragments that are sent are left as they are (raw sockets)"),
    row("IP_BIND_ADDRESS_NO_PORT", 24, .flag, "bind with port 0 chooses no port until connect"),
    row(
      "IP_LOCAL_PORT_RANGE", 51, .ports,
      "the ports that the kernel chooses among, within the machine's (since Linux 6.3)"),
  ]
}

extension ConstantTable {
  /// The values of IP_TOS that ip(7) names.
  package static let typesOfService = ConstantTable(
    "type of service",
    [("IPTOS_MINCOST", 2), ("IPTOS_RELIABILITY", 4), ("IPTOS_THROUGHPUT", 8), ("IPTOS_LOWDELAY", 16)])

  /// The values of IP_MTU_DISCOVER and IPV6_MTU_DISCOVER, see ip(7).
  package static let pathMTUDiscovery = ConstantTable(
    "way to find the path's MTU",
    [
      ("IP_PMTUDISC_DONT", 0), ("IP_PMTUDISC_WANT", 1), ("IP_PMTUDISC_DO", 2), ("IP_PMTUDISC_PROBE", 3),
      ("IP_PMTUDISC_INTERFACE", 4), ("IP_PMTUDISC_OMIT", 5),
    ])
}
