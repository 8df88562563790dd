extension ErrorPage {
  static let opening = [socket, socketpair, dup, shutdown, close]

  private static let socket = ErrorPage(
    "socket",
    errors: [
      .isolated(
        "EACCES", "this user may not make sockets of this kind, such as ping sockets (net.ipv4.ping_group_range)",
        "socket a icmp"),
      CallError("EAFNOSUPPORT", "this kernel has no such address family", .none, "socket a 77 SOCK_STREAM 0"),
      CallError("EINVAL", "there is no such type, or no such flag in it", .none, "socket a AF_INET 77 0"),
      .processIsFull("socket a tcp"), .machineIsFull, .noBuffers, .noMemory,
      CallError(
        "EPROTONOSUPPORT", "the family has no such protocol of this type", .none,
        "socket a AF_INET SOCK_STREAM IPPROTO_UDP"),
      CallError("ESOCKTNOSUPPORT", "the family has no such type", .none, "socket a AF_INET SOCK_RDM 0"),
    ])

  private static let socketpair = ErrorPage(
    "socketpair",
    errors: [
      CallError("EAFNOSUPPORT", "this kernel has no such address family", .none, "socketpair a b 77 SOCK_STREAM 0"),
      .badMemory,
      .processIsFull("socketpair a b unix"), .machineIsFull,
      CallError(
        "EOPNOTSUPP", "sockets of this family cannot be made in pairs: AF_UNIX can", .none,
        "socketpair a b AF_INET SOCK_STREAM 0"),
      CallError("EPROTONOSUPPORT", "the family has no such protocol", .none, "socketpair a b AF_UNIX SOCK_STREAM 99"),
    ])

  private static let dup = ErrorPage(
    "dup", "dup2", "dup3",
    errors: [
      .badDescriptor,
      CallError("EBUSY", "dup2 and dup3: the new number is just being opened by another call").unshown(
        "a race of two threads gives it, and sockplay makes dup, not dup2"),
      CallError("EINTR", "dup2 and dup3: a signal came").unshown("sockplay makes dup, not dup2"),
      CallError("EINVAL", "dup3: a flag is unknown, or both numbers are the same").unshown(
        "sockplay makes dup, not dup3"), .processIsFull("dup srv twin"),
      .noMemory,
    ])

  private static let shutdown = ErrorPage(
    "shutdown",
    errors: [
      .badDescriptor, CallError("EINVAL", "the second argument is not SHUT_RD, SHUT_WR or SHUT_RDWR"),
      CallError("ENOTCONN", "the socket has no connection", .tcp, "shutdown a wr"), .noSocket,
    ])

  private static let lateErrors = "of files on a network or on FUSE, whose errors come late; never of a socket"

  private static let close = ErrorPage(
    "close",
    errors: [
      .badDescriptor,
      CallError("EINTR", "a signal came; the descriptor is closed all the same").unshown(
        "close of a socket never gives it: SO_LINGER waits, and a signal ends the wait with 0"),
      CallError("EIO", "what was written to a file earlier could not be stored").unshown(
        lateErrors),
      CallError("ENOSPC", "what was written to a file on NFS earlier found no space").unshown(
        lateErrors),
      CallError("EDQUOT", "what was written to a file on NFS earlier was beyond the user's share of the disk").unshown(
        lateErrors),
    ])
}
