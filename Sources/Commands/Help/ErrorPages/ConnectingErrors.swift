extension ErrorPage {
  static let connecting = [bind, listen, accept, connect]

  private static let bind = ErrorPage(
    "bind",
    errors: [
      CallError(
        "EACCES",
        "the port is below net.ipv4.ip_unprivileged_port_start, or a directory of the path may not be searched"),
      CallError(
        "EADDRINUSE",
        "another socket has this address (perhaps in TIME_WAIT), or the kernel was to choose a port and none is free",
        .listener,
        "socket b tcp",
        "bind b {srv}"),
      CallError("EADDRNOTAVAIL", "this machine does not have the address", .tcp, "bind a 192.0.2.99:0"), .badDescriptor,
      .badMemory,
      CallError(
        "EINVAL", "the socket has an address already, or the length of the address is wrong", .listener,
        "bind srv 127.0.0.1:0"),
      CallError("ELOOP", "too many symbolic links lead to the path").unshown(
        "a link that leads to itself gives it, and a session makes no links: ln -s x /tmp/x; bind a unix:/tmp/x/a"),
      CallError("ENAMETOOLONG", "the path is too long").unshown(
        "a name may have 255 bytes, and an address has room for 108"),
      CallError(
        "ENOENT", "a directory of the path does not exist", .none, "socket x unix",
        "bind x unix:/tmp/sockplay-no-such/x"),
      .noMemory, CallError("ENOTDIR", "a part of the path is not a directory"),
      .noSocket,
      CallError("EROFS", "the file system is read-only").unshown(
        "a session mounts nothing; at a prompt it comes where a file system is read-only"),
      CallError("EAFNOSUPPORT", "the address is of another family than the socket", .tcp, "bind a [::1]:0"),
      CallError("ENODEV", "no interface has the number that stands after the % of a link-local address"),
    ])

  private static let listen = ErrorPage(
    "listen",
    errors: [
      CallError(
        "EADDRINUSE", "another socket listens on the port already, or the kernel was to choose a port and none is free",
        .none,
        "socket a tcp", "setsockopt a SO_REUSEADDR on", "bind a 127.0.0.1:0", "socket b tcp",
        "setsockopt b SO_REUSEADDR on",
        "bind b {a}", "listen a", "listen b"),
      .badDescriptor, .noSocket("listen w"),
      CallError("EOPNOTSUPP", "sockets of this type do not listen", .udp, "listen u"),
      CallError("EINVAL", "the socket is connected already", .pair, "listen conn"),
    ])

  private static let accept = ErrorPage(
    "accept", "accept4",
    errors: [
      CallError(
        "EAGAIN", "the socket is non-blocking, and its accept queue is empty", .listener, "nonblock srv on",
        "accept srv conn"),
      .badDescriptor,
      CallError("ECONNABORTED", "the connection was aborted before it was accepted").unshown(
        "Linux hands out the dead connection: accept succeeds, and recv says ECONNRESET"), .badMemory,
      CallError("EINTR", "a signal came before a connection did", .listener, "accept srv conn"),
      CallError("EINVAL", "the socket does not listen, or a flag is unknown", .tcp, "accept a conn"),
      .processIsFull("accept srv conn"),
      .machineIsFull,
      .noBuffers, .noMemory, .noSocket,
      CallError("EOPNOTSUPP", "sockets of this type take no connections", .udp, "accept u conn"),
      CallError("EPERM", "a firewall forbids the connection"),
      CallError("EPROTO", "something went wrong in the protocol").unshown(
        "no path in the kernel leads there, neither of TCP nor of AF_UNIX"),
      .passedOn("ENOSR"), .passedOn("ESOCKTNOSUPPORT"), .passedOn("EPROTONOSUPPORT"), .passedOn("ETIMEDOUT"),
    ])

  private static let connect = ErrorPage(
    "connect",
    errors: [
      .isolated(
        "EACCES",
        "the socket file may not be written to, the address is a broadcast address and SO_BROADCAST is off, or a route or a firewall forbids it",
        "route add prohibit 192.0.2.0/24", "socket a tcp", "connect a 192.0.2.1:80"),
      CallError("EPERM", "the address is a broadcast address and SO_BROADCAST is off, or a firewall forbids it"),
      CallError("EADDRINUSE", "the local address that the connection would have is taken").unshown(
        "Linux says EADDRNOTAVAIL where the connection would have the addresses of another"),
      .isolated(
        "EADDRNOTAVAIL", "no port is left in net.ipv4.ip_local_port_range", "socket srv tcp", "bind srv 127.0.0.1:80",
        "listen srv 2", "sysctl ip_local_port_range \"40001 40001\"", "socket a tcp", "connect a {srv}", "socket b tcp",
        "connect b {srv}"),
      CallError("EAFNOSUPPORT", "the address is of another family than the socket", .tcp, "connect a [::1]:9"),
      CallError(
        "EAGAIN", "the queue of a UNIX domain listener is full and the socket is non-blocking, or no port is left",
        .port,
        "socket srv unix",
        "bind srv unix:@sockplay-{p.port}", "listen srv 0", "socket a unix", "connect a {srv}", "socket b unix",
        "nonblock b on",
        "connect b {srv}"),
      .isolated(
        "EALREADY", "the handshake of an earlier connect is still going on", "route add 192.0.2.0/24 dev lo",
        "socket a tcp", "nonblock a on", "connect a 192.0.2.1:80 = -1 EINPROGRESS", "connect a 192.0.2.1:80"),
      .badDescriptor,
      CallError(
        "ECONNREFUSED", "nothing listens at the address", .tcp, "bind a 127.0.0.1:0", "socket b tcp", "connect b {a}"),
      .badMemory,
      CallError(
        "EINPROGRESS", "the socket is non-blocking, and the handshake has begun", .listener, "socket a tcp",
        "nonblock a on",
        "connect a {srv}"),
      .isolated(
        "EINTR", "a signal came; the handshake goes on by itself", "route add 192.0.2.0/24 dev lo", "socket a tcp",
        "connect a 192.0.2.1:80"),
      CallError("EISCONN", "the socket is connected already", .pair, "connect cli {srv}"),
      .isolated("ENETUNREACH", "no route leads to the address", "socket a tcp", "connect a 192.0.2.1:80"), .noSocket,
      CallError(
        "EPROTOTYPE", "the socket at the path is of another type", .port, "socket srv unix",
        "bind srv unix:/tmp/sockplay-{p.port}",
        "socket d unix-dgram", "connect d {srv}"),
      .isolated(
        "ETIMEDOUT", "no answer came to the SYN, however often it was sent", "@short-timers",
        "route add 192.0.2.0/24 dev lo", "socket a tcp", "connect a 192.0.2.1:80"),
      CallError(
        "ENOENT", "there is no socket file at the path", .none, "socket x unix", "connect x unix:/tmp/sockplay-no-such"),
      CallError("EHOSTUNREACH", "a route, or a machine on the way, says that the host cannot be reached"),
      CallError("EINVAL", "a route drops what is sent to the address (blackhole)"),
      CallError("ECONNABORTED", "an earlier handshake failed, and its error has been read already (SO_ERROR)"),
    ])
}

extension CallError {
  fileprivate static func passedOn(_ symbol: String) -> CallError {
    CallError(symbol, "an error of the new connection, passed on").unshown(
      "Linux passes no error on: accept succeeds, and the new socket has the error")
  }
}
