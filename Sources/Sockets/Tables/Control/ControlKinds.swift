// unix(7), ip(7), ipv6(7), udp(7), socket(7).
extension ControlKind {
  package static let all: [ControlKind] = [
    ControlKind(1, 1, "SCM_RIGHTS", .descriptors, sent: true, "descriptors: NAME,NAME"),
    ControlKind(
      1, 2, "SCM_CREDENTIALS", .credentials, sent: true, varies: true,
      "who sent it: PID,UID,GID, or PID; alone, our own. Comes after SO_PASSCRED"),
    ControlKind(1, 4, "SCM_PIDFD", .process, "a descriptor of the sender's process. Comes after SO_PASSPIDFD"),
    ControlKind(
      1, 29, "SO_TIMESTAMP", .microseconds, varies: true, "when it arrived, in microseconds. Comes after SO_TIMESTAMP"),
    ControlKind(
      1, 35, "SO_TIMESTAMPNS", .nanoseconds, varies: true, "when it arrived, in nanoseconds. Comes after SO_TIMESTAMPNS"
    ),
    ControlKind(1, 36, "SO_MARK", .number, sent: true, "the packet's mark; needs CAP_NET_ADMIN or CAP_NET_RAW"),
    ControlKind(
      1, 37, "SO_TIMESTAMPING", .stamps, varies: true, "when it passed software and device. Comes after SO_TIMESTAMPING"
    ),
    ControlKind(1, 40, "SO_RXQ_OVFL", .number, varies: true, "how many were dropped so far. Comes after SO_RXQ_OVFL"),
    ControlKind(0, 1, "IP_TOS", .byte, sent: true, "type of service. Comes after IP_RECVTOS"),
    ControlKind(0, 2, "IP_TTL", .number, sent: true, "time to live. Comes after IP_RECVTTL"),
    ControlKind(
      0, 8, "IP_PKTINFO", .packetInfo, sent: true,
      "ADDRESS,INTERFACE where it arrived, or where to send it from. Comes after IP_PKTINFO"
    ),
    ControlKind(
      0, 11, "IP_RECVERR", .error,
      "ERRNO,ORIGIN,TYPE,CODE,WHO of an error, with MSG_ERRQUEUE. Comes after IP_RECVERR or MSG_ZEROCOPY"),
    ControlKind(
      0, 20, "IP_ORIGDSTADDR", .address, varies: true,
      "where it went before redirection. Comes after IP_RECVORIGDSTADDR"),
    ControlKind(41, 25, "IPV6_RECVERR", .error, "as IP_RECVERR. Comes after IPV6_RECVERR"),
    ControlKind(41, 50, "IPV6_PKTINFO", .packetInfo6, sent: true, "as IP_PKTINFO. Comes after IPV6_RECVPKTINFO"),
    ControlKind(41, 52, "IPV6_HOPLIMIT", .number, sent: true, "hop limit. Comes after IPV6_RECVHOPLIMIT"),
    ControlKind(41, 67, "IPV6_TCLASS", .number, sent: true, "traffic class. Comes after IPV6_RECVTCLASS"),
    ControlKind(17, 103, "UDP_SEGMENT", .short, sent: true, "cuts the data into datagrams of this size"),
    ControlKind(17, 104, "UDP_GRO", .number, "several datagrams of this size came as one. Comes after UDP_GRO"),
  ]

  /// What a recording expects for the output `word` of a call: of a value that differs each time, only that there is
  /// one.
  package static func steady(_ word: String) -> String {
    guard let colon = word.firstIndex(of: ":") else { return word }
    let key = word[..<colon]
    // If there are several messages, each word begins with the number of its message.
    let symbol = key.firstIndex(of: ".").map { key[key.index(after: $0)...] } ?? key
    return named(symbol)?.varies == true ? key + ":*" : word
  }
}

extension ConstantTable {
  /// The levels of control messages.
  static let controlLevels = ConstantTable(
    "level",
    [
      ("SOL_IP", 0), ("SOL_SOCKET", 1), ("SOL_TCP", 6), ("SOL_UDP", 17), ("SOL_IPV6", 41), ("SOL_SCTP", 132),
      ("SOL_RAW", 255),
      ("SOL_PACKET", 263), ("SOL_NETLINK", 270), ("SOL_RXRPC", 272), ("SOL_ALG", 279), ("SOL_TLS", 282),
      ("SOL_MPTCP", 284),
    ])

  /// The origin of an error, see `ip(7)`.
  package static let errorOrigins = ConstantTable(
    "origin",
    [
      ("SO_EE_ORIGIN_NONE", 0), ("SO_EE_ORIGIN_LOCAL", 1), ("SO_EE_ORIGIN_ICMP", 2), ("SO_EE_ORIGIN_ICMP6", 3),
      ("SO_EE_ORIGIN_TXSTATUS", 4), ("SO_EE_ORIGIN_ZEROCOPY", 5), ("SO_EE_ORIGIN_TXTIME", 6),
    ])
}
