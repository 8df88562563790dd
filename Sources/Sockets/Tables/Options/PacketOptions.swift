// packet(7). The rings are memory that a program maps, for which a session has no words.
extension SocketOption {
  private static let row = Rows(.packet, page: "packet(7)")

  static let packetOptions: [SocketOption] = [
    row("PACKET_ADD_MEMBERSHIP", 1, .linkMembership, "receives frames of an interface that are for others", .writeOnly),
    row("PACKET_DROP_MEMBERSHIP", 2, .linkMembership, "no longer receives them", .writeOnly),
    row(
      "PACKET_STATISTICS", 6, .packetCounts, "how many frames came, and how many were dropped, since it was last read",
      .readOnly),
    row("PACKET_AUXDATA", 8, .flag, "each frame comes with its length, state and VLAN as a control message"),
    row("PACKET_ORIGDEV", 9, .flag, "the address names the interface of the frame, not the one that it is bound to"),
    row("PACKET_VERSION", 10, .named(versions), "the layout of a ring of frames", takes: [0...2]),
    row("PACKET_RESERVE", 12, .integer("bytes"), "room before each frame of a ring", takes: [0...Int(Int32.max)]),
    row("PACKET_LOSS", 14, .flag, "a frame of a sending ring that is wrong is dropped, and no error comes"),
    row("PACKET_TIMESTAMP", 17, .integer(""), "which clocks give the time of a frame in a ring, see SO_TIMESTAMPING"),
    row(
      "PACKET_FANOUT", 18, .integer(""), "shares the frames with other sockets: the group, and in the upper half how"),
    row("PACKET_QDISC_BYPASS", 20, .flag, "sends past the queue of the interface, so that frames may be lost"),
    row("PACKET_IGNORE_OUTGOING", 23, .flag, "does not receive what this machine sends", takes: [0...1]),
  ]

  private static let versions = ConstantTable(
    "version of a ring", [("TPACKET_V1", 0), ("TPACKET_V2", 1), ("TPACKET_V3", 2)])
}
