extension Construct {
  static let options = Construct(6) { $0.option() }
}

extension GeneratedSession {
  fileprivate mutating func option() {
    guard let one = handle(where: { $0.isSocket }) else { return }
    let name = one.name
    let line =
      oneOf([
        "setsockopt \(name) SO_REUSEADDR on", "setsockopt \(name) SO_RCVBUF 4096", "setsockopt \(name) SO_KEEPALIVE on",
        "setsockopt \(name) TCP_NODELAY on", "setsockopt \(name) SO_LINGER on 0s", "setsockopt \(name) IP_RECVERR on",
        "setsockopt \(name) IPV6_V6ONLY on", "setsockopt \(name) SO_OOBINLINE on", "getsockopt \(name) SO_ERROR",
        "getsockopt \(name) SO_TYPE", "nonblock \(name) on", "nonblock \(name) off", "ioctl \(name) FIONREAD",
        "fcntl \(name) F_GETFL", "fcntl \(name) F_SETFL O_NONBLOCK", "getsockname \(name)", "getpeername \(name)",
        "sockatmark \(name)", "setsockopt \(name) SO_LINGER on 1s", "setsockopt \(name) SO_RCVTIMEO 20ms",
        "setsockopt \(name) SO_SNDTIMEO 20ms", "setsockopt \(name) SO_RCVLOWAT 3", "setsockopt \(name) TCP_CORK on",
        "setsockopt \(name) TCP_CORK off", "setsockopt \(name) SO_SNDBUF 4096", "setsockopt \(name) SO_REUSEPORT on",
        "setsockopt \(name) TCP_DEFER_ACCEPT 1", "setsockopt \(name) TCP_USER_TIMEOUT 1s",
        "setsockopt \(name) IP_RECVTTL on",
        "setsockopt \(name) SO_PASSCRED on", "setsockopt \(name) SO_TIMESTAMP on",
        "setsockopt \(name) SO_RCVBUFFORCE 9000",
        "setsockopt \(name) SO_PRIORITY 7", "setsockopt \(name) IP_TTL 5", "setsockopt \(name) IP_TTL 300",
        "getsockopt \(name) SO_PEERCRED", "getsockopt \(name) TCP_INFO", "getsockopt \(name) SO_ACCEPTCONN",
        "getsockopt \(name) SO_RCVBUF", "ioctl \(name) SIOCOUTQ", "fcntl \(name) F_GETFD", "fcntl \(name) F_SETFL 0",
      ])
    // What it accepts has the same limit.
    if line.contains("TIMEO ") { makeImpatient(one) }
    put(line)
  }
}
