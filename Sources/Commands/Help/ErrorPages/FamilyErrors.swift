import Sockets

// What section 7 of the manual documents of the sockets of a family, whatever the call is.
extension ErrorPage {
  /// The pages about sockets of `kind`, the most special first.
  package static func families(of kind: SocketKind) -> [ErrorPage] {
    guard kind.isSocket else { return [] }
    if kind.domain == .unix { return [unix] }
    if kind.domain == .packet { return [packet] }
    if kind.domain == .netlink { return [netlink] }
    guard kind.isInternet else { return [] }
    let own = kind.isTCP ? [tcp] : kind.type == .raw ? [raw] : kind.isUDP ? [udp] : []
    return own + (kind.domain == .ipv6 ? [ipv6] : []) + [ip]
  }

  package static let families = [ip, ipv6, tcp, udp, unix, packet, raw, netlink]

  private static let ip = ErrorPage(
    "ip(7)",
    errors: [
      CallError("EACCES", "a broadcast without SO_BROADCAST, a route that prohibits it, or a firewall"),
      CallError("EADDRINUSE", "the address is taken"),
      CallError("EADDRNOTAVAIL", "no interface has the address that was named"),
      CallError("EAGAIN", "the call would have to wait, and the socket is non-blocking"),
      CallError("EALREADY", "a connect is still going on"),
      CallError("ECONNABORTED", "the connection was closed while it was being accepted"),
      CallError("EHOSTUNREACH", "no route leads there, or a machine on the way says so (ICMP)"),
      CallError("EINVAL", "an argument is wrong, or the destination is a route that drops all packets"),
      CallError("EISCONN", "the socket is connected already"),
      CallError("EMSGSIZE", "the datagram is larger than the MTU of the path, and may not be fragmented"),
      CallError("ENOBUFS", "there is not enough memory, often because of the limits of the socket's buffer"),
      CallError("ENOMEM", "there is not enough memory, often because of the limits of the socket's buffer"),
      CallError("ENOENT", "no packet has come that SIOCGSTAMP could tell the time of"),
      CallError("ENOPKG", "a part of the kernel is not there").unshown("no path in the kernel of today leads there"),
      CallError("ENOPROTOOPT", "the option does not exist or does not suit the socket"),
      CallError("EOPNOTSUPP", "the option or the flag does not suit the socket"),
      CallError("ENOTCONN", "the socket has no connection"),
      CallError("EPERM", "this user may not set a high priority, change the configuration, or signal the process"),
      CallError("EPIPE", "the connection was closed, or shut down for writing"),
      CallError("ESOCKTNOSUPPORT", "the family has no such type"),
    ])

  private static let ipv6 = ErrorPage(
    "ipv6(7)",
    errors: [CallError("ENODEV", "the scope of the link-local address is not the number of an interface")])

  private static let tcp = ErrorPage(
    "tcp(7)",
    errors: [
      CallError("EAFNOSUPPORT", "the family of the address is another than AF_INET"),
      CallError("EPIPE", "the other end closed the connection, or this end was shut down"),
      CallError("ETIMEDOUT", "the other end did not acknowledge what was sent, however often it was"),
    ])

  private static let udp = ErrorPage(
    "udp(7)",
    errors: [CallError("ECONNREFUSED", "nobody received a datagram at the address, perhaps one that was sent before")])

  private static let unix = ErrorPage(
    "unix(7)",
    errors: [
      CallError("EADDRINUSE", "the name is taken, or there is a file at the path"),
      CallError("EBADF", "SCM_RIGHTS names a number that is not an open descriptor"),
      CallError("ECONNREFUSED", "the socket at the address does not listen, or the file is not a socket"),
      CallError("ECONNRESET", "the other end was closed unexpectedly"),
      CallError("EFAULT", "an address points outside the program's memory"),
      CallError("EINVAL", "an argument is wrong; often the family of the address is not AF_UNIX"),
      CallError("EISCONN", "the socket is connected already, or an address is given for one that is"),
      CallError("ENFILE", "the machine has reached its limit of open files"),
      CallError("ENOENT", "there is no file at the path"), CallError("ENOMEM", "there is not enough memory"),
      CallError("ENOTCONN", "an address is needed, and the socket has no connection"),
      CallError("EOPNOTSUPP", "a call for streams was made on another type, or MSG_OOB was asked for"),
      CallError("EPERM", "SCM_CREDENTIALS names others, and this process may not do that"),
      CallError("EPIPE", "the other end of the stream was closed, or shut down for reading"),
      CallError("EPROTONOSUPPORT", "the protocol is not AF_UNIX"),
      CallError("EPROTOTYPE", "the socket at the address is of another type"),
      CallError("ESOCKTNOSUPPORT", "there is no such type"),
      CallError("ESRCH", "SCM_CREDENTIALS names a process that does not exist").unshown(
        "it takes root outside of a network of its own: sendmsg a x SCM_CREDENTIALS:99999999"),
      CallError("ETOOMANYREFS", "more descriptors are in flight than this user may have open"),
    ])

  private static let packet = ErrorPage(
    "packet(7)",
    errors: [
      CallError("EADDRNOTAVAIL", "the address of the multicast group is unknown").unshown(
        "Linux takes any group, and PACKET_DROP_MEMBERSHIP of one that was never added returns 0"),
      CallError("EFAULT", "an address points outside the program's memory"),
      CallError("EINVAL", "an argument is wrong"),
      CallError("EMSGSIZE", "the packet is larger than the interface's MTU"),
      CallError("ENETDOWN", "the interface is not up"), CallError("ENOBUFS", "there is not enough memory"),
      CallError("ENODEV", "there is no interface with that name or number"),
      CallError("ENOENT", "no packet has come"),
      CallError("ENOTCONN", "no interface is named").unshown(
        "Linux says EOPNOTSUPP to getpeername, and sends to no interface with ENXIO"),
      CallError("ENXIO", "the number of the interface is not valid"),
      CallError("EPERM", "this process may not do that: it needs CAP_NET_RAW"),
    ])

  private static let raw = ErrorPage(
    "raw(7)",
    errors: [
      CallError("EACCES", "a broadcast without SO_BROADCAST"),
      CallError("EFAULT", "an address points outside the program's memory"),
      CallError("EINVAL", "an argument is wrong"),
      CallError("EMSGSIZE", "the packet is larger than the MTU of the path, or than 64 KB"),
      CallError("EOPNOTSUPP", "a flag does not suit the socket, such as MSG_OOB"),
      CallError("EPERM", "this process may not do that: it needs CAP_NET_RAW"),
      CallError("EPROTO", "an ICMP message came that reports a wrong parameter"),
    ])

  private static let netlink = ErrorPage(
    "netlink(7)",
    errors: [
      CallError("ENOBUFS", "the receive buffer was full, and messages of the kernel were lost"),
      CallError("EPERM", "this process may not send to this group or process: it needs CAP_NET_ADMIN"),
      CallError("ECONNREFUSED", "nobody has that port"),
      CallError("EBUSY", "the group or the port is taken").unshown(
        "Linux says EADDRINUSE where another socket has the port"),
      CallError("EINVAL", "an argument is wrong, or the socket has another port already"),
      CallError("EADDRINUSE", "another socket has the port"),
    ])
}
