extension ErrorPage {
  static let waiting = [poll, select, epollCreate, epollControl, epollWait]

  private static let poll = ErrorPage(
    "poll", "ppoll",
    errors: [
      .badMemory, CallError("EINTR", "a signal came before anything was ready", .udp, "poll u"),
      CallError(
        "EINVAL", "there are more descriptors than RLIMIT_NOFILE, or ppoll's time is negative", .udp,
        start: "ulimit -n 8; sockplay",
        "poll u u u u u u u u u"),
      .noMemory,
    ])

  private static let select = ErrorPage(
    "select", "pselect",
    errors: [
      CallError("EBADF", "a number in one of the sets is not an open descriptor", .none, "select r:999 0"),
      CallError("EINTR", "a signal came before anything was ready", .udp, "select r:u"),
      CallError("EINVAL", "the highest number is negative or beyond RLIMIT_NOFILE, or the time is wrong"), .noMemory,
    ])

  private static let epollCreate = ErrorPage(
    "epoll_create", "epoll_create1",
    errors: [
      CallError("EINVAL", "the size is not positive, or a flag is unknown", .none, "epoll_create e 1"),
      CallError(
        "EMFILE", "the process has reached its limit of descriptors, or the user that of epoll instances", .full,
        start: "ulimit -n 64; sockplay", "epoll_create e"), .machineIsFull, .noMemory,
    ])

  private static let epollControl = ErrorPage(
    "epoll_ctl",
    errors: [
      CallError("EBADF", "one of the numbers is not an open descriptor", .epoll, "epoll_ctl e add 999"),
      CallError(
        "EEXIST", "EPOLL_CTL_ADD: the descriptor is in the set already", .epoll, "epoll_ctl e add a",
        "epoll_ctl e add a"),
      CallError(
        "EINVAL",
        "the first descriptor is not an epoll instance, is also the second one, or EPOLLEXCLUSIVE is used where it may not be",
        .epoll, "epoll_ctl e add e"),
      CallError(
        "ELOOP", "epoll instances would watch each other in a circle, or too deeply", .epoll, "epoll_create f",
        "epoll_ctl e add f",
        "epoll_ctl f add e"),
      CallError(
        "ENOENT", "EPOLL_CTL_MOD or EPOLL_CTL_DEL: the descriptor is not in the set", .epoll, "epoll_ctl e del a"),
      .noMemory,
      CallError("ENOSPC", "the user watches as many descriptors as fs.epoll.max_user_watches allows"),
      CallError(
        "EPERM", "the descriptor cannot be waited for: a plain file or a directory", .epoll,
        "open /etc/passwd f", "epoll_ctl e add f"),
    ])

  private static let epollWait = ErrorPage(
    "epoll_wait", "epoll_pwait", "epoll_pwait2",
    errors: [
      .badDescriptor, .badMemory,
      CallError(
        "EINTR", "a signal came before an event did, and before the time was up", .epoll, "epoll_ctl e add a",
        "epoll_wait e 9"),
      CallError(
        "EINVAL", "the descriptor is not an epoll instance, or maxevents is not positive", .tcp, "epoll_wait a 9"),
    ])

  static let others = [
    ErrorPage(
      "ioctl",
      errors: [
        .badDescriptor, .badMemory,
        CallError("EINVAL", "the request or its argument is wrong, such as SIOCINQ on a listener"),
        CallError("ENOTTY", "the descriptor is of a kind that knows no such request"),
        CallError("ENOENT", "SIOCGSTAMP: no packet has come whose time could be told"),
      ])
  ]
}
