import Sockets
import Text

/// Constants of C as Python has them.
enum PythonSymbol {
  /// Constants, with `|` between them; nil where Python has nothing of that form.
  static func inPython(_ symbol: String) -> String? {
    let parts = symbol.split(separator: "|").map { part(String($0)) }
    guard !parts.isEmpty, !parts.contains(nil) else { return nil }
    return parts.compactMap(\.self).joined(separator: " | ")
  }

  /// Whether a call that is given `symbol` can be written.
  static func isKnown(_ symbol: String) -> Bool {
    symbol == "NULL" || symbol == "SIGPIPE" || ["{", "\"", "EPOLL_", "MFD_", "EFD_"].contains(where: symbol.hasPrefix)
      || inPython(symbol) != nil
  }

  private static func part(_ symbol: String) -> String? {
    if symbol.hasPrefix("0x") || symbol.utf8.allSatisfy(\.isDigit) { return symbol }
    if symbol.hasPrefix("htons("), let type = ConstantTable.etherTypes.value(String(symbol.dropFirst(6).dropLast())) {
      return "socket.htons(\(type))"
    }
    if constants.contains(symbol) { return "socket.\(symbol)" }
    if let number = others[symbol] { return number }
    if symbol.hasPrefix("F_") || symbol.hasPrefix("FD_") { return "fcntl.\(symbol)" }
    if symbol.hasPrefix("O_") { return "os.\(symbol)" }
    if events.contains(symbol) { return "select.\(symbol)" }
    // An option that Python has no name for has a number.
    return SocketOption.named(symbol).map { "\($0.number)" }
  }

  private static let others = ["SOL_IPV6": "socket.IPPROTO_IPV6", "SOL_PACKET": "263"]

  /// What every Python 3 on Linux has in its socket module.
  private static let constants: Set<String> = Set(
    """
    AF_NETLINK AF_PACKET NETLINK_ROUTE SCM_CREDENTIALS SCM_RIGHTS SOCK_RDM
    AF_INET AF_INET6 AF_UNIX AF_UNSPEC IPPROTO_ICMP IPPROTO_IP IPPROTO_IPV6 IPPROTO_RAW IPPROTO_TCP IPPROTO_UDP
    IPV6_JOIN_GROUP IPV6_LEAVE_GROUP IPV6_MULTICAST_HOPS IPV6_MULTICAST_IF IPV6_MULTICAST_LOOP IPV6_UNICAST_HOPS
    IPV6_V6ONLY IP_ADD_MEMBERSHIP IP_DROP_MEMBERSHIP IP_HDRINCL IP_MULTICAST_IF IP_MULTICAST_LOOP IP_MULTICAST_TTL
    IP_OPTIONS IP_TOS IP_TRANSPARENT IP_TTL MSG_CONFIRM MSG_CTRUNC MSG_DONTROUTE MSG_DONTWAIT MSG_EOR MSG_ERRQUEUE
    MSG_FASTOPEN MSG_MORE MSG_NOSIGNAL MSG_OOB MSG_PEEK MSG_TRUNC MSG_WAITALL SHUT_RD SHUT_RDWR SHUT_WR SOCK_CLOEXEC
    SOCK_DGRAM SOCK_NONBLOCK SOCK_RAW SOCK_SEQPACKET SOCK_STREAM SOL_IP SOL_SOCKET SOL_TCP SOL_UDP SO_ACCEPTCONN
    SO_BINDTODEVICE SO_BROADCAST SO_DEBUG SO_DOMAIN SO_DONTROUTE SO_ERROR SO_KEEPALIVE SO_LINGER SO_MARK SO_OOBINLINE
    SO_PASSCRED SO_PEERCRED SO_PRIORITY SO_PROTOCOL SO_RCVBUF SO_RCVLOWAT SO_RCVTIMEO SO_REUSEADDR SO_REUSEPORT
    SO_SNDBUF SO_SNDLOWAT SO_SNDTIMEO SO_TYPE TCP_CONGESTION TCP_CORK TCP_DEFER_ACCEPT TCP_FASTOPEN TCP_INFO TCP_KEEPCNT
    TCP_KEEPIDLE TCP_KEEPINTVL TCP_LINGER2 TCP_MAXSEG TCP_NODELAY TCP_NOTSENT_LOWAT TCP_QUICKACK TCP_SYNCNT
    TCP_USER_TIMEOUT TCP_WINDOW_CLAMP
    """.split { $0 == " " || $0 == "\n" }.map(String.init))

  /// What its select module has.
  private static let events: Set<String> = Set(
    """
    POLLERR POLLHUP POLLIN POLLNVAL POLLOUT POLLPRI POLLRDBAND POLLRDNORM POLLWRBAND POLLWRNORM EPOLLERR EPOLLET
    EPOLLEXCLUSIVE EPOLLHUP EPOLLIN EPOLLONESHOT EPOLLOUT EPOLLPRI EPOLLRDBAND EPOLLRDHUP EPOLLRDNORM EPOLLWRBAND
    EPOLLWRNORM
    """.split { $0 == " " || $0 == "\n" }.map(String.init))

  /// The seconds of `{tv_sec=1, tv_usec=0}`; None where there is no limit.
  static func seconds(_ symbol: String) -> String? {
    if symbol == "NULL" { return "None" }
    guard let match = symbol.wholeMatch(of: /{tv_sec=([0-9]+), tv_usec=([0-9]+)}/), let whole = Double(match.1),
      let rest = Double(match.2)
    else { return nil }
    return "\(whole + rest / 1_000_000)"
  }
}
