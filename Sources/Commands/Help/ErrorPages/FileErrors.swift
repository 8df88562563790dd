extension ErrorPage {
  static let files = [read, write, tee, pipe, fcntl, sockatmark]

  private static let noLocks = "locks are of files, and sockplay locks none"
  private static let unknownVectorFlag = CallError("EOPNOTSUPP", "preadv2 and pwritev2: a flag is unknown").unshown(
    "sockplay makes readv and writev, which take no flags")
  private static let inputOutput = CallError(
    "EIO", "the device failed, or it is the terminal and the process is in the background")

  private static let read = ErrorPage(
    "read", "readv",
    errors: [
      CallError(
        "EAGAIN", "the descriptor is non-blocking, and there is nothing to read", .pipe, "nonblock r on", "read r 10"),
      CallError("EBADF", "the descriptor is not open, or not for reading", .pipe, "read w 10"), .badMemory,
      CallError("EINTR", CallError.interrupted.cause, .pipe, "read r 10"),
      CallError(
        "EINVAL",
        "the descriptor cannot be read from, or less was asked for than it returns at once (eventfd and timerfd: 8 bytes, signalfd: 128); readv: there are more buffers than IOV_MAX, or they hold too much",
        .epoll,
        "read e 10"),
      inputOutput, CallError("ETIMEDOUT", "nothing came from the other end of the connection"),
      CallError("EISDIR", "the descriptor is a directory"), unknownVectorFlag,
    ])

  private static let write = ErrorPage(
    "write", "writev",
    errors: [
      CallError(
        "EAGAIN", "the descriptor is non-blocking, and there is no room", .pipe, "nonblock w on", "write w fill:64K",
        "write w x"),
      CallError("EBADF", "the descriptor is not open, or not for writing", .pipe, "write r x"),
      CallError("EDESTADDRREQ", "the datagram socket has no peer", .udp, "write u x"),
      CallError("EDQUOT", "the file would be beyond the user's share of the disk").unshown(
        "sockplay writes to no file on a disk"), .badMemory,
      CallError("EFBIG", "the file would be too long").unshown(
        "sockplay writes to no file but those of memfd, and cannot make one so long"),
      CallError("EINTR", "a signal came before anything was written", .pipe, "write w fill:64K", "write w fill:64K"),
      CallError(
        "EINVAL",
        "the descriptor cannot be written to, or is an eventfd, which takes a number of 8 bytes below 2^64-1; writev: there are more buffers than IOV_MAX, or they hold too much",
        .epoll,
        "write e x"),
      inputOutput, CallError("ENOSPC", "the device of the file has no room left"),
      CallError("EPERM", "a seal on the file forbids it").unshown(
        "F_ADD_SEALS sets one, for which sockplay has no word"),
      CallError(
        "EPIPE", "nobody reads from the pipe or the socket any more; SIGPIPE comes too", .pipe, "close r", "write w x"),
      unknownVectorFlag,
    ])

  private static let tee = ErrorPage(
    "tee",
    errors: [
      CallError(
        "EAGAIN", "SPLICE_F_NONBLOCK is set or a descriptor is non-blocking, and the call would have to wait", .pipe,
        "pipe r2 w2",
        "tee r w2 10 SPLICE_F_NONBLOCK"),
      CallError("EINVAL", "a descriptor is not a pipe, or both are ends of the same pipe", .pipe, "tee r w 10"),
      .noMemory,
    ])

  private static let pipe = ErrorPage(
    "pipe", "pipe2",
    errors: [
      .badMemory, CallError("EINVAL", "pipe2: a flag is unknown").unshown("sockplay makes pipe, which takes no flags"),
      .processIsFull("pipe r w"),
      CallError(
        "ENFILE", "the machine has reached its limit of open files (fs.file-max), or the user that of pages in pipes"),
      CallError("ENOPKG", "pipe2: this kernel was built without notifications through pipes").unshown(
        "sockplay makes pipe, which takes no flags"),
    ])

  private static let fcntl = ErrorPage(
    "fcntl",
    errors: [
      CallError("EACCES", "another process has locked the file").unshown(noLocks),
      CallError("EAGAIN", "another process has locked the file").unshown(noLocks),
      CallError(
        "EBADF", "the descriptor is not open, not in the way that the command needs, or the command is for pipes", .tcp,
        "fcntl a F_GETPIPE_SZ"),
      CallError(
        "EBUSY", "F_SETPIPE_SZ: the pipe holds more than it would have room for", .pipe, "write w fill:60K",
        "fcntl w F_SETPIPE_SZ 4096"),
      CallError("EDEADLK", "F_SETLKW: processes would wait for each other's locks").unshown(
        noLocks),
      .badMemory.unshown(noLocks),
      CallError("EINTR", "a signal came before the lock was granted").unshown(
        noLocks),
      CallError("EINVAL", "the command is unknown, or its value is wrong", .tcp, "fcntl a F_SETFL O_DIRECT"),
      CallError("EMFILE", "F_DUPFD: the process has reached its limit of descriptors (ulimit -n)").unshown(
        "sockplay makes dup instead; errors dup EMFILE shows it"),
      CallError("ENOLCK", "there are too many locks, or the lock server of NFS failed").unshown(
        noLocks),
      CallError("ENOTDIR", "F_NOTIFY: the descriptor is not a directory").unshown(
        "sockplay has no command for F_NOTIFY"),
      CallError("EPERM", "the value is for root or a seal forbids it, such as a pipe beyond fs.pipe-max-size"),
    ])

  private static let sockatmark = ErrorPage(
    "sockatmark",
    errors: [
      .badDescriptor,
      CallError("EINVAL", "the descriptor is not a socket; Linux says ENOTTY").unshown("Linux says ENOTTY"),
      CallError("ENOTTY", "the descriptor is not a socket, or its sockets know no urgent data", .pipe, "sockatmark r"),
    ])
}
