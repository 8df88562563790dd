extension ConstantTable {
  /// The events of poll(2).
  package static let pollEvents = ConstantTable(
    "poll event",
    [
      ("POLLIN", 0x1), ("POLLPRI", 0x2), ("POLLOUT", 0x4), ("POLLERR", 0x8), ("POLLHUP", 0x10), ("POLLNVAL", 0x20),
      ("POLLRDNORM", 0x40), ("POLLRDBAND", 0x80), ("POLLWRNORM", 0x100), ("POLLWRBAND", 0x200), ("POLLMSG", 0x400),
      ("POLLRDHUP", 0x2000),
    ])

  /// The events and flags of epoll_ctl(2).
  package static let epollEvents = ConstantTable(
    "epoll event",
    [
      ("EPOLLIN", 0x1), ("EPOLLPRI", 0x2), ("EPOLLOUT", 0x4), ("EPOLLERR", 0x8), ("EPOLLHUP", 0x10),
      ("EPOLLRDNORM", 0x40),
      ("EPOLLRDBAND", 0x80), ("EPOLLWRNORM", 0x100), ("EPOLLWRBAND", 0x200), ("EPOLLMSG", 0x400),
      ("EPOLLRDHUP", 0x2000),
      ("EPOLLEXCLUSIVE", 1 << 28), ("EPOLLWAKEUP", 1 << 29), ("EPOLLONESHOT", 1 << 30), ("EPOLLET", Int32.min),
    ])

  /// The second argument of epoll_ctl(2).
  package static let epollOperations = ConstantTable(
    "operation of epoll_ctl", [("EPOLL_CTL_ADD", 1), ("EPOLL_CTL_DEL", 2), ("EPOLL_CTL_MOD", 3)])

  /// The signals of signal(7), each as its bit of a signal set.
  package static let signals = ConstantTable(
    "signal",
    [
      "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1",
      "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP",
      "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR",
      "SIGSYS",
    ].enumerated().map { ($1, Int32(1) << $0) })

  /// The argument of epoll_create1(2).
  package static let epollFlags = ConstantTable("flag of epoll_create1", [("EPOLL_CLOEXEC", 0x80000)])
}
