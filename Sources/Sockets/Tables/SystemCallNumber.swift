/// A system call by its number, as /proc/PID/syscall and a filter of seccomp(2) have it: those in which a program that
/// talks to others may wait, and all that make sockets. See proc_pid_syscall(5); the numbers are those of
/// <asm/unistd_64.h> and <asm-generic/unistd.h>.
package struct SystemCallNumber: Sendable {
  package let name: String
  /// nil where the machine has no such call.
  let x86_64: Int?
  let arm64: Int?
  /// Whether its first argument is a descriptor.
  package let takesDescriptor: Bool

  /// The call with this `number` on this machine; nil if it is not in the table.
  package static func numbered(_ number: Int) -> SystemCallNumber? { all.first { $0.number == number } }

  /// Its number on this machine.
  package var number: Int? {
    #if arch(x86_64)
      x86_64
    #elseif arch(arm64)
      arm64
    #else
      nil
    #endif
  }

  private static func row(_ name: String, _ x86_64: Int?, _ arm64: Int?) -> SystemCallNumber {
    SystemCallNumber(name: name, x86_64: x86_64, arm64: arm64, takesDescriptor: false)
  }

  /// One whose first argument is a descriptor.
  private static func on(_ name: String, _ x86_64: Int?, _ arm64: Int?) -> SystemCallNumber {
    SystemCallNumber(name: name, x86_64: x86_64, arm64: arm64, takesDescriptor: true)
  }

  static let all = transfers + settings + waits + others

  private static let transfers = [
    on("read", 0, 63), on("write", 1, 64), on("readv", 19, 65), on("writev", 20, 66), on("pread64", 17, 67),
    on("pwrite64", 18, 68), on("preadv", 295, 69), on("pwritev", 296, 70), on("accept", 43, 202),
    on("accept4", 288, 242), on("connect", 42, 203), on("recvfrom", 45, 207), on("recvmsg", 47, 212),
    on("recvmmsg", 299, 243), on("sendto", 44, 206), on("sendmsg", 46, 211), on("sendmmsg", 307, 269),
    on("shutdown", 48, 210), on("close", 3, 57), on("sendfile", 40, 71), on("splice", 275, 76), on("tee", 276, 77),
    on("vmsplice", 278, 75), on("copy_file_range", 326, 285), on("fcntl", 72, 25), on("ioctl", 16, 29),
    on("flock", 73, 32), on("fsync", 74, 82), on("fdatasync", 75, 83),
  ]

  private static let settings = [
    row("socket", 41, 198), row("socketpair", 53, 199), on("bind", 49, 200), on("listen", 50, 201),
    on("getsockname", 51, 204), on("getpeername", 52, 205), on("setsockopt", 54, 208), on("getsockopt", 55, 209),
    on("dup", 32, 23), on("dup2", 33, nil), on("dup3", 292, 24), row("pipe", 22, nil), row("pipe2", 293, 59),
    row("epoll_create", 213, nil), row("epoll_create1", 291, 20), on("epoll_ctl", 233, 21),
    row("pidfd_open", 434, 434), on("pidfd_getfd", 438, 438), row("eventfd2", 290, 19), row("memfd_create", 319, 279),
    row("timerfd_create", 283, 85), on("timerfd_settime", 286, 86), on("signalfd4", 289, 74),
  ]

  private static let waits = [
    row("poll", 7, nil), row("ppoll", 271, 73), row("select", 23, nil), row("pselect6", 270, 72),
    on("epoll_wait", 232, nil), on("epoll_pwait", 281, 22), on("epoll_pwait2", 441, 441),
    on("io_uring_enter", 426, 426), row("io_getevents", 208, 4), row("io_pgetevents", 333, 292),
    row("nanosleep", 35, 101), row("clock_nanosleep", 230, 115), row("pause", 34, nil), row("rt_sigsuspend", 130, 133),
    row("rt_sigtimedwait", 128, 137), row("futex", 202, 98), row("futex_waitv", 449, 449), row("wait4", 61, 260),
    row("waitid", 247, 95), row("restart_syscall", 219, 128),
  ]

  private static let others = [
    row("open", 2, nil), row("openat", 257, 56), row("msgrcv", 70, 188), row("msgsnd", 69, 189), row("semop", 65, 193),
    row("semtimedop", 220, 192), on("mq_timedreceive", 243, 183), on("mq_timedsend", 242, 182),
    row("ptrace", 101, 117), row("sched_yield", 24, 124), row("exit_group", 231, 94),
  ]

  /// The calls that a function of the C library may make, on one machine or another, where they have another name.
  private static let madeBy: [String: [String]] = [
    "accept": ["accept", "accept4"], "dup2": ["dup2", "dup3"], "epoll_create": ["epoll_create", "epoll_create1"],
    "epoll_wait": ["epoll_wait", "epoll_pwait"], "eventfd": ["eventfd2"], "open": ["open", "openat"],
    "pipe": ["pipe", "pipe2"], "poll": ["poll", "ppoll"],
    "pselect": ["pselect6"], "recv": ["recvfrom"], "select": ["select", "pselect6"], "send": ["sendto"],
    "signalfd": ["signalfd4"], "sockatmark": ["ioctl"],
  ]

  /// The numbers, on this machine, of the calls that `function` may make; empty if they are not known.
  static func numbers(madeBy function: String) -> [Int32] {
    let names = madeBy[function] ?? [function]
    return all.filter { names.contains($0.name) }.compactMap { $0.number.map(Int32.init) }
  }
}
