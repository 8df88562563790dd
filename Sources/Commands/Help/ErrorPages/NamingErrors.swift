extension ErrorPage {
  static let endpoints = [getsockname, getpeername, options]

  private static let wrongLength = CallError("EINVAL", "the length of the buffer is negative")

  private static let getsockname = ErrorPage(
    "getsockname", errors: [.badDescriptor, .badMemory, wrongLength, .noBuffers, .noSocket("getsockname r")])

  private static let getpeername = ErrorPage(
    "getpeername",
    errors: [
      .badDescriptor, .badMemory, wrongLength, .noBuffers,
      CallError("ENOTCONN", "the socket has no peer", .tcp, "getpeername a"),
      .noSocket("getpeername r"),
    ])

  private static let options = ErrorPage(
    "getsockopt", "setsockopt",
    errors: [
      .badDescriptor, .badMemory,
      CallError(
        "EINVAL", "the value is too short, or not one that the option takes", .pair, "setsockopt cli TCP_MAXSEG 1"),
      CallError("ENOPROTOOPT", "sockets of this kind have no such option at that level"), .noSocket,
      CallError("ENOTCONN", "the option is about a connection, and there is none", .tcp, "getsockopt a IP_MTU"),
      CallError(
        "EOPNOTSUPP", "sockets of this family have no options of that level", .none, "socket x unix",
        "getsockopt x TCP_NODELAY"),
      CallError("EPERM", "the value is for root"),
      CallError("EDOM", "the time is out of range"),
      CallError(
        "ENOENT", "there is no such congestion control on this machine", .tcp, "setsockopt a TCP_CONGESTION no-such"),
      CallError("EADDRINUSE", "IP_ADD_MEMBERSHIP: the socket is in the multicast group already"),
      CallError(
        "ENOBUFS", "IP_ADD_MEMBERSHIP: the socket is in as many groups as net.ipv4.igmp_max_memberships allows"),
      CallError("ENODEV", "IP_ADD_MEMBERSHIP: no interface is named, and no route leads to the group"),
    ])
}
