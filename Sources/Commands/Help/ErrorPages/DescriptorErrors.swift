// Calls that make descriptors which are not sockets.
extension ErrorPage {
  static let descriptors = [open, memfd, eventfd, timerfd, signalfd, pidfd]

  private static let onlyReads = "sockplay opens files for reading only"
  private static let noSuchFlag = "the flags that sockplay passes are those that the kernel knows"
  private static let noAnonymousFiles = CallError(
    "ENODEV", "the kernel could not mount its file system for files without a name"
  ).unshown("it does so when the machine starts")

  private static let open = ErrorPage(
    "open",
    errors: [
      CallError("EACCES", "a directory of the path may not be searched, or the file may not be read").unshown(
        "it depends on who plays: root may read every file"),
      CallError("EAGAIN", "O_NONBLOCK: another process has a lease on the file").unshown(
        "it takes another process with a lease"),
      CallError("EBADF", "openat: the descriptor of the directory is not open").unshown(
        "sockplay makes open, not openat"),
      CallError("EBUSY", "O_EXCL: a block device is in use").unshown(onlyReads),
      CallError("EDQUOT", "O_CREAT: the user's share of the disk is used up").unshown(onlyReads),
      CallError("EEXIST", "O_CREAT and O_EXCL: the file is there").unshown(onlyReads),
      .badMemory.unshown("a path is always one of sockplay's own strings"),
      CallError("EFBIG", "as EOVERFLOW, of old kernels").unshown("Linux gives EOVERFLOW"),
      CallError("EINTR", "a signal came while it waited, such as for the other end of a named pipe").unshown(
        "a session cannot make a named pipe"),
      CallError("EINVAL", "a flag is wrong").unshown(noSuchFlag),
      CallError("EISDIR", "a directory was to be written to").unshown(onlyReads),
      CallError("ELOOP", "there are too many symbolic links, or O_NOFOLLOW was given and the file is one"),
      .processIsFull("open / d"), CallError("ENAMETOOLONG", "the path, or a part of it, is too long"), .machineIsFull,
      CallError("ENODEV", "the path is a device file, and there is no such device").unshown(
        "a session cannot make a device"),
      CallError(
        "ENOENT", "there is no such file, or no such directory on the way to it", .none, "open /nowhere/at/all x"),
      .noMemory, CallError("ENOSPC", "O_CREAT: the disk is full").unshown(onlyReads),
      CallError(
        "ENOTDIR",
        "a part of the path before the last is not a directory, or O_DIRECTORY was given and the file is none",
        .none, "open /etc/passwd/x x"),
      CallError("ENXIO", "the path is that of a UNIX domain socket, or of a device that is not there"),
      CallError("EOPNOTSUPP", "O_TMPFILE: the file system has no such files").unshown(onlyReads),
      CallError("EOVERFLOW", "a program of 32 bits opened a file that is too large for it").unshown(
        "sockplay is a program of 64 bits"),
      CallError("EPERM", "O_NOATIME, and the file is another user's; or a seal forbids it").unshown(noSuchFlag),
      CallError("EROFS", "a file of a file system that is read-only was to be written to").unshown(onlyReads),
      CallError("ETXTBSY", "a program that runs was to be written to").unshown(onlyReads),
    ])

  private static let memfd = ErrorPage(
    "memfd_create", madeBy: ["memfd"],
    errors: [
      .badMemory.unshown("the name is always one of sockplay's own strings"),
      CallError("EINVAL", "a flag is wrong, or the name is longer than 249 bytes").unshown(
        "the name is that of the handle, which is shorter"),
      .processIsFull("memfd m"), .machineIsFull, .noMemory,
      CallError("EPERM", "MFD_HUGETLB: this user may not lock memory").unshown(noSuchFlag),
    ])

  private static let eventfd = ErrorPage(
    "eventfd",
    errors: [
      CallError("EINVAL", "a flag is wrong").unshown(noSuchFlag), .processIsFull("eventfd e"), .machineIsFull,
      noAnonymousFiles, .noMemory,
    ])

  private static let timerfd = ErrorPage(
    "timerfd_create", "timerfd_settime", madeBy: ["timerfd"],
    errors: [
      CallError("EBADF", "timerfd_settime: the number is not an open descriptor").unshown(
        "sockplay sets the timer that it has just made"),
      CallError("ECANCELED", "timerfd_settime: the clock of the machine was set").unshown(
        "TFD_TIMER_CANCEL_ON_SET asks for that, which sockplay does not pass"),
      .badMemory.unshown("the times are always in sockplay's own memory"),
      CallError("EINVAL", "the clock or a flag is wrong").unshown(noSuchFlag), .processIsFull("timerfd t 0"),
      .machineIsFull,
      noAnonymousFiles, .noMemory,
      CallError("EPERM", "the clock is one that wakes the machine, and this user may not").unshown(
        "sockplay takes CLOCK_MONOTONIC"),
    ])

  private static let signalfd = ErrorPage(
    "signalfd",
    errors: [
      .badDescriptor.unshown("sockplay always makes a new descriptor"),
      CallError("EINVAL", "a flag is wrong, or the descriptor is not of a signalfd").unshown(noSuchFlag),
      .processIsFull("signalfd s SIGTERM"), .machineIsFull,
      noAnonymousFiles, .noMemory,
    ])

  private static let pidfd = ErrorPage(
    "pidfd_open", madeBy: ["pidfd", "adopt"],
    errors: [
      CallError("EINVAL", "the number of the process is 0, or a flag is wrong", .none, "pidfd p 0"),
      .processIsFull("pidfd p"), .machineIsFull, noAnonymousFiles, .noMemory,
      CallError("ESRCH", "there is no such process", .none, "pidfd p 999999999"),
    ])
}
