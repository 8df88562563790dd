extension ErrorPage {
  static let transfer = [send, recv, recvmmsg, sendfile, splice]

  private static let send = ErrorPage(
    "send", "sendto", "sendmsg", "sendmmsg",
    errors: [
      CallError(
        "EACCES",
        "the socket file may not be written to, or the address is a broadcast address and SO_BROADCAST is off", .none,
        "socket u udp",
        "sendto u x 127.255.255.255:9"),
      CallError(
        "EAGAIN", "the send buffer is full and the call is non-blocking, or no port is left", .port,
        "socket d unix-dgram",
        "bind d unix:@sockplay-{p.port}", "socket e unix-dgram", "repeat 5000", "sendto e x {d} MSG_DONTWAIT = *",
        "end",
        "sendto e x {d} MSG_DONTWAIT"),
      .isolated(
        "EALREADY", "a connect with TCP Fast Open is still going on", "sysctl net.ipv4.tcp_fastopen 5",
        "route add 192.0.2.0/24 dev lo", "socket a tcp", "nonblock a on", "sendto a x 192.0.2.1:80 MSG_FASTOPEN",
        "sendto a x 192.0.2.1:80 MSG_FASTOPEN"),
      .badDescriptor,
      CallError("ECONNRESET", "the other end has sent RST", .pair, "reset conn", "send cli x MSG_NOSIGNAL"),
      CallError("EDESTADDRREQ", "the socket has no peer, and the call gives no address", .udp, "send u x"), .badMemory,
      .interrupted,
      CallError(
        "EINVAL", "an argument is wrong, such as a control message's value", .udp, "sendmsg u x to {u} IP_TTL:0"),
      CallError(
        "EISCONN", "the socket is connected, but the call gives an address", .port, "socketpair a b unix",
        "sendto b x unix:@sockplay-{p.port}"),
      CallError("EMSGSIZE", "a datagram cannot hold that many bytes", .udp, "sendto u fill:70000 {u}"), .noBuffers,
      .noMemory,
      CallError("ENOTCONN", "the socket has no connection", .none, "socket x unix", "send x y MSG_NOSIGNAL"),
      .noSocket("send w x"),
      CallError(
        "EOPNOTSUPP", "sockets of this type do not know one of the flags", .none, "socket x unix-dgram",
        "send x y MSG_OOB"),
      CallError(
        "EPIPE", "the connection is over, or was shut down for writing; SIGPIPE comes too unless MSG_NOSIGNAL is set",
        .pair,
        "shutdown cli wr", "send cli x MSG_NOSIGNAL"),
      CallError("ECONNABORTED", "the connection was ended from outside (ss -K)"),
      CallError("EHOSTUNREACH", "a route, or a machine on the way, says that the host cannot be reached"),
      CallError("ENETDOWN", "the interface is down"), CallError("ENETUNREACH", "no route leads to the address"),
      CallError("ETIMEDOUT", "the other end did not acknowledge what was sent, however often it was"),
      CallError("ETOOMANYREFS", "more descriptors are in flight than this user may have open"),
    ])

  private static let recv = ErrorPage(
    "recv", "recvfrom", "recvmsg", "recvmmsg",
    errors: [
      CallError(
        "EAGAIN", "nothing has come and the call is non-blocking, or SO_RCVTIMEO ran out", .udp,
        "recv u 10 MSG_DONTWAIT"
      ),
      .badDescriptor,
      CallError(
        "ECONNREFUSED", "nobody received what was sent before: an ICMP message said so", .udp,
        "socket gone udp",
        "connect gone {u}", "close u", "send gone x", "recv gone 10"),
      CallError("ECONNRESET", "the other end has sent RST", .pair, "reset cli", "recv conn 10"), .badMemory,
      CallError("EINTR", "a signal came before data did", .udp, "recv u 10"),
      CallError(
        "EINVAL", "an argument is wrong, such as MSG_OOB when there is no urgent byte", .pair, "recv conn 1 MSG_OOB"),
      .noMemory,
      CallError("ENOTCONN", "the socket has no connection", .listener, "recv srv 10"), .noSocket("recv r 10"),
      CallError("EOPNOTSUPP", "sockets of this type do not know one of the flags"),
      CallError("ECONNABORTED", "the connection was ended from outside (ss -K)"),
      CallError("ETIMEDOUT", "nothing came from the other end: no acknowledgement, or no answer to a keep-alive probe"),
    ])

  private static let recvmmsg = ErrorPage(
    "recvmmsg", errors: [CallError("EINVAL", "the time is negative, or has a thousand million nanoseconds or more")])

  private static let sendfile = ErrorPage(
    "sendfile",
    errors: [
      CallError(
        "EAGAIN", "the socket is non-blocking, and its send buffer is full", .unixPair, "nonblock a on",
        "sendall a fill:8M = -1 EAGAIN",
        "sendfile a /etc/passwd"),
      CallError(
        "EBADF", "the file is not open for reading, or the socket not for writing", .pipe, "sendfile r /etc/passwd"),
      .badMemory,
      CallError(
        "EINVAL",
        "the descriptor that is read from is not a file that mmap can map, the other has O_APPEND, or the count is negative",
        .unixPair, "sendfile a /"),
      CallError("EIO", "reading the file failed"), .noMemory,
      CallError(
        "EOVERFLOW", "the offset or the count is larger than the file or the socket allows", .unixPair,
        "sendfile a /proc/self/stat 5000000000 1"),
      CallError("ESPIPE", "an offset was given for a descriptor that cannot seek"),
    ])

  private static let splice = ErrorPage(
    "splice",
    errors: [
      CallError(
        "EAGAIN", "SPLICE_F_NONBLOCK is set or a descriptor is non-blocking, and the call would have to wait", .pipe,
        "socketpair a b unix",
        "splice a w 10 SPLICE_F_NONBLOCK"),
      CallError(
        "EBADF", "a descriptor is not open for the direction asked of it", .pipe, "socketpair a b unix", "splice a r 10"
      ),
      CallError(
        "EINVAL", "neither descriptor is a pipe, both are ends of the same pipe, or the file cannot be spliced",
        .unixPair,
        "splice a b 10"), .noMemory,
      CallError("ESPIPE", "an offset was given for a pipe"),
    ])
}
