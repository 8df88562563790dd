// The multicast options of ip(7).
extension SocketOption {
  private static let row = Rows(.ip, page: "ip(7)")

  package static let multicastInterface = row(
    "IP_MULTICAST_IF", 32, .address, "the address of the interface that multicast leaves through")

  static let multicastOptions: [SocketOption] = [
    multicastInterface,
    row("IP_MULTICAST_TTL", 33, .integer("hops"), "time to live of multicast that is sent", takes: [-1...255]),
    row("IP_MULTICAST_LOOP", 34, .flag, "multicast that is sent comes to this machine too"),
    row("IP_ADD_MEMBERSHIP", 35, .membership, "joins a multicast group on an interface", .writeOnly),
    row("IP_DROP_MEMBERSHIP", 36, .membership, "leaves a multicast group", .writeOnly),
    row("IP_UNBLOCK_SOURCE", 37, .sourceMembership, "receives a blocked source again", .writeOnly),
    row("IP_BLOCK_SOURCE", 38, .sourceMembership, "blocks one source of a group", .writeOnly),
    row("IP_ADD_SOURCE_MEMBERSHIP", 39, .sourceMembership, "joins a multicast group, for one source only", .writeOnly),
    row("IP_DROP_SOURCE_MEMBERSHIP", 40, .sourceMembership, "leaves one source of a multicast group", .writeOnly),
    row("IP_MSFILTER", 41, .sourceFilter, "the sources of a group that are received, or are blocked", .writeOnly),
    row(
      "IP_MULTICAST_ALL", 49, .flag, "receives multicast of every group that any socket on this machine joined",
      takes: [0...1]),
  ]
}
