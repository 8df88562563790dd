extension ConstantTable {
  /// All flags of send(2) and recv(2) that Linux has.
  package static let messageFlags = ConstantTable(
    "message flag",
    [
      ("MSG_OOB", 0x1), ("MSG_PEEK", 0x2), ("MSG_DONTROUTE", 0x4), ("MSG_CTRUNC", 0x8), ("MSG_PROXY", 0x10),
      ("MSG_TRUNC", 0x20),
      ("MSG_DONTWAIT", 0x40), ("MSG_EOR", 0x80), ("MSG_WAITALL", 0x100), ("MSG_FIN", 0x200), ("MSG_SYN", 0x400),
      ("MSG_CONFIRM", 0x800), ("MSG_RST", 0x1000), ("MSG_ERRQUEUE", 0x2000), ("MSG_NOSIGNAL", 0x4000),
      ("MSG_MORE", 0x8000),
      ("MSG_WAITFORONE", 0x10000), ("MSG_BATCH", 0x40000), ("MSG_SOCK_DEVMEM", 0x200_0000),
      ("MSG_ZEROCOPY", 0x400_0000),
      ("MSG_FASTOPEN", 0x2000_0000), ("MSG_CMSG_CLOEXEC", 0x4000_0000),
    ])

  /// The flags of splice(2) and tee(2).
  package static let spliceFlags = ConstantTable(
    "splice flag", [("SPLICE_F_MOVE", 1), ("SPLICE_F_NONBLOCK", 2), ("SPLICE_F_MORE", 4), ("SPLICE_F_GIFT", 8)])

  /// The second argument of shutdown(2).
  package static let shutdownWays = ConstantTable(
    "way to shut down", [("SHUT_RD", 0), ("SHUT_WR", 1), ("SHUT_RDWR", 2)])

  /// The families of socket(2).
  package static let families = ConstantTable(
    "address family",
    [
      ("AF_UNIX", 1), ("AF_LOCAL", 1), ("AF_INET", 2), ("AF_INET6", 10), ("AF_NETLINK", 16), ("AF_PACKET", 17),
      ("AF_VSOCK", 40),
      ("PF_UNIX", 1), ("PF_INET", 2), ("PF_INET6", 10), ("PF_NETLINK", 16), ("PF_PACKET", 17), ("AF_XDP", 44),
      ("AF_UNSPEC", 0),
      ("AF_AX25", 3), ("AF_IPX", 4), ("AF_APPLETALK", 5), ("AF_X25", 9), ("AF_KEY", 15), ("AF_RDS", 21),
      ("AF_PPPOX", 24), ("AF_LLC", 26),
      ("AF_IB", 27), ("AF_MPLS", 28), ("AF_CAN", 29), ("AF_TIPC", 30), ("AF_BLUETOOTH", 31), ("AF_ALG", 38),
      ("AF_KCM", 41),
    ])

  /// The types of socket(2).
  package static let types = ConstantTable(
    "socket type", [("SOCK_STREAM", 1), ("SOCK_DGRAM", 2), ("SOCK_RAW", 3), ("SOCK_RDM", 4), ("SOCK_SEQPACKET", 5)])
}
