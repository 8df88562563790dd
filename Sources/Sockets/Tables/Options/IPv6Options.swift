// ipv6(7).
extension SocketOption {
  private static let row = Rows(.ipv6, page: "ipv6(7)")

  package static let multicastInterfaceIPv6 = row(
    "IPV6_MULTICAST_IF", 17, .integer(""), "the index of the interface that multicast leaves through")
  package static let ipv6Only = row("IPV6_V6ONLY", 26, .flag, "takes no IPv4 clients")

  static let ipv6Options: [SocketOption] = [
    row("IPV6_ADDRFORM", 1, .constant(.families), "AF_INET makes an IPv4 socket of one whose addresses are mapped"),
    row("IPV6_AUTHHDR", 10, .flag, "datagrams come with their authentication header; Linux no longer has it"),
    row("IPV6_FLOWINFO", 11, .flag, "datagrams come with their flow label"),
    row(
      "IPV6_UNICAST_HOPS", 16, .integer("hops"), "hop limit of packets that are sent; -1 for the route's",
      takes: [-1...255]),
    multicastInterfaceIPv6,
    row(
      "IPV6_MULTICAST_HOPS", 18, .integer("hops"), "hop limit of multicast that is sent; -1 for the route's",
      takes: [-1...255]),
    row("IPV6_MULTICAST_LOOP", 19, .flag, "multicast that is sent comes to this machine too", takes: [0...1]),
    row("IPV6_ADD_MEMBERSHIP", 20, .membership6, "joins a multicast group on an interface", .writeOnly),
    row("IPV6_DROP_MEMBERSHIP", 21, .membership6, "leaves a multicast group", .writeOnly),
    row("IPV6_ROUTER_ALERT", 22, .integer(""), "forwarded packets with this Router Alert come to this raw socket"),
    row(
      "IPV6_MTU_DISCOVER", 23, .constant(.pathMTUDiscovery),
      "whether packets are fragmented or the path's MTU is found out", takes: [0...5]
    ),
    row(
      "IPV6_MTU", 24, .integer("bytes"), "the path's MTU, once connected; or the most to use",
      takes: [0...0, 1280...OptionRange.most]),
    row("IPV6_RECVERR", 25, .flag, "errors go to the error queue, with their origin"),
    ipv6Only,
    row("IPV6_MULTICAST_ALL", 29, .flag, "receives multicast of every group that any socket on this machine joined"),
    row("IPV6_RECVPKTINFO", 49, .flag, "datagrams come with their interface and their destination"),
    row("IPV6_RECVHOPLIMIT", 51, .flag, "datagrams come with their hop limit"),
    row(
      "IPV6_HOPLIMIT", 52, .integer("hops"),
      "now only a control message; datagrams come with it after IPV6_RECVHOPLIMIT"),
    row("IPV6_RECVHOPOPTS", 53, .flag, "datagrams come with their hop-by-hop options"),
    row("IPV6_HOPOPTS", 54, .bytes(256), "hop-by-hop options of packets that are sent", redirects: .byAnyValue),
    row("IPV6_RECVRTHDR", 56, .flag, "datagrams come with their routing header"),
    row("IPV6_RTHDR", 57, .bytes(256), "routing header of packets that are sent", redirects: .byAnyValue),
    row("IPV6_RECVDSTOPTS", 58, .flag, "datagrams come with their destination options"),
    row("IPV6_DSTOPTS", 59, .bytes(256), "destination options of packets that are sent", redirects: .byAnyValue),
    row("IPV6_RECVTCLASS", 66, .flag, "datagrams come with their traffic class"),
    row("IPV6_TCLASS", 67, .integer(""), "traffic class of packets that are sent", takes: [-1...255]),
  ]
}
