import Testing

/// What sockplay may read, write, open and ask by itself, and what only its user may.
@Suite struct SieveTests {
  private static let log = """
    7 [0001] rt_sigaction(SIGPIPE, {sa_handler=SIG_IGN, sa_mask=[], sa_flags=SA_RESTORER, sa_restorer=0x7f}, NULL, 8) = 0
    7 [0002] socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_SOCK_DIAG) = 3<socket:[90]>
    7 [0003] close(3<socket:[90]>) = 0
    7 [0004] openat(AT_FDCWD</tmp>, "/tmp/a.session", O_RDONLY|O_CLOEXEC) = 3</tmp/a.session>
    7 [0005] read(3</tmp/a.session>, "sockplay 1", 65536) = 10
    7 [0003] close(3</tmp/a.session>) = 0
    7 [0006] pipe2([3<pipe:[91]>, 4<pipe:[91]>], 0) = 0
    7 [0002] ioctl(3<pipe:[91]>, FIONREAD, [0]) = 0
    7 [0007] write(1</tmp/out>, "pipe([3, 4]) = 0", 16) = 16

    """

  private func problems(_ screen: String, _ log: String) -> [String] {
    let before = "> pipe a b\npipe([3, 4]) = 0   errno 0  1 µs\n"
    return Comparison(ShownCalls(screen: before + screen, probes: 0), Traced.read(Self.log + log), folder: "/tmp")
      .problems
  }

  /// Such as a look at the flags of a descriptor that came over SCM_RIGHTS.
  @Test func aLookThroughSyscallIsNoCall() {
    let look = "7 [0002] fcntl(3<pipe:[91]>, F_GETFL) = 0x800 (flags O_RDONLY|O_NONBLOCK)"
    #expect(problems("", look + "\n" + Self.closed) == [])
  }

  private static let closed = "7 [0003] close(4<pipe:[91]>) = 0\n7 [0003] close(3<pipe:[91]>) = 0"

  /// A close on another thread may have taken the descriptor away when the first thread looks at its socket.
  @Test(arguments: [("8", true), ("7", false)]) func aLookMayFindTheDescriptorClosed(thread: String, isNoCall: Bool) {
    let screen = """
      > socket s tcp
      socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 5   errno 0
      > close s
      close(5) = 0   errno 0

      """
    let log = """
      7 [000b] socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 5<TCP:[92]>
      \(thread) [0003] close(5<TCP:[92]> <unfinished ...>
      7 [000c] getsockopt(5, SOL_TCP, TCP_INFO, 0x7f, [280]) = -1 EBADF (Bad file descriptor)
      \(thread) [0003] <... close resumed>) = 0

      """
    #expect((problems(screen, log + Self.closed) == []) == isNoCall)
  }

  /// Before its first call a session may move into a namespace; later it may not.
  @Test func aMoveIntoANamespaceIsNoCall() {
    let move = """
      7 [0007] write(3</proc/7/uid_map>, "0 0 1", 5) = 5
      7 [0003] close(3</proc/7/uid_map>) = 0
      7 [000b] socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_IP) = 3<socket:[95]>
      7 [0002] ioctl(3<socket:[95]>, SIOCGIFFLAGS, {ifr_name="lo", ifr_flags=IFF_LOOPBACK}) = 0
      7 [0002] ioctl(3<socket:[95]>, SIOCSIFFLAGS, {ifr_name="lo", ifr_flags=IFF_UP|IFF_LOOPBACK}) = 0
      7 [0003] close(3<socket:[95]>) = 0
      7 [0002] socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_SOCK_DIAG) = 3<socket:[96]>
      7 [000c] dup2(3<socket:[96]>, 1000<socket:[90]>) = 1000<socket:[96]>
      7 [0003] close(3<socket:[96]>) = 0

      """
    let (before, after) = (
      String(Self.log.split(separator: "7 [0006]")[0]), "7 [0006] pipe2([3<pipe:[91]>, 4<pipe:[91]>], 0) = 0\n"
    )
    func problems(_ log: String) -> [String] {
      let screen = "> pipe a b\npipe([3, 4]) = 0   errno 0  1 µs\n"
      return Comparison(ShownCalls(screen: screen, probes: 0), Traced.read(log + Self.closed), folder: "/tmp").problems
    }
    #expect(problems(before + move + after) == [])
    #expect(problems(before + after + move) != [])
    #expect(problems(before + move.replacing(#""lo""#, with: #""eth0""#) + after) != [])
  }

  @Test func whatItDoesByItselfIsNoCall() { #expect(problems("", Self.closed) == []) }

  @Test(arguments: [
    "7 [0008] ioctl(3<pipe:[91]>, FIONREAD, [0]) = 0", #"7 [0005] read(3<pipe:[91]>, "x", 64) = 1"#,
    #"7 [0007] write(4<pipe:[91]>, "x", 1) = 1"#,
    "7 [0009] fcntl(3<pipe:[91]>, F_GETFL) = 0x800 (flags O_RDONLY|O_NONBLOCK)",
    "7 [0002] fcntl(3<pipe:[91]>, F_SETFL, O_RDONLY) = 0",
    #"7 [0004] openat(AT_FDCWD</tmp>, "/etc/passwd", O_RDONLY) = 5</etc/passwd>"#,
    #"8 [0004] openat(AT_FDCWD</tmp>, "/etc/passwd", O_RDONLY|O_CLOEXEC) = 5</etc/passwd>"#,
    "7 [0001] rt_sigaction(SIGPIPE, {sa_handler=SIG_IGN, sa_mask=[], sa_flags=SA_RESTORER, sa_restorer=0x7f}, NULL, 8) = 0",
    "7 [000a] splice(3<pipe:[91]>, NULL, 4<pipe:[91]>, NULL, 9, 0) = -1 EINVAL (Invalid argument)",
  ]) func whatOnlyTheUserDoesMustBeShown(line: String) { #expect(problems("", line + "\n" + Self.closed) != []) }

  @Test(arguments: [
    ("ioctl(3, SIOCINQ, [5]) = 0   errno 0", "7 [0008] ioctl(3<pipe:[91]>, FIONREAD, [5]) = 0", true),
    ("ioctl(3, SIOCINQ, [5]) = 0   errno 0", "7 [0002] ioctl(3<pipe:[91]>, FIONREAD, [5]) = 0", false),
    ("ioctl(3, SIOCINQ, [5]) = 0   errno 0", "7 [0008] ioctl(3<pipe:[91]>, FIONREAD, [6]) = 0", false),
    ("sockatmark(3) = 1   errno 0", "7 [0008] ioctl(3<pipe:[91]>, SIOCATMARK, [1]) = 0", true),
    ("sockatmark(3) = 1   errno 0", "7 [0008] ioctl(3<pipe:[91]>, SIOCATMARK, [0]) = 0", false),
    (
      "fcntl(3, F_GETFL) = 2048   errno 0", "7 [0009] fcntl(3<pipe:[91]>, F_GETFL) = 0x800 (flags O_RDONLY|O_NONBLOCK)",
      true
    ),
    (
      "fcntl(3, F_GETOWN) = -9   errno 0", "7 [0009] fcntl(3<pipe:[91]>, F_GETOWN_EX, {type=F_OWNER_PGRP, pid=9}) = 0",
      true
    ),
    (
      #"writev(4, [{iov_base="a\0", iov_len=2}, {iov_base="b", iov_len=1}], 2) = 3   errno 0"#,
      #"7 [000b] writev(4<pipe:[91]>, [{iov_base="a\0", iov_len=2}, {iov_base="b", iov_len=1}], 2) = 3"#, true
    ),
    (
      #"writev(4, [{iov_base="a\0", iov_len=2}, {iov_base="b", iov_len=1}], 2) = 3   errno 0"#,
      #"7 [000b] writev(4<pipe:[91]>, [{iov_base="a", iov_len=1}, {iov_base="\0b", iov_len=2}], 2) = 3"#, false
    ),
    (
      "sigaction(SIGPIPE, {sa_handler=SIG_IGN}, NULL) = 0   errno 0",
      "7 [0001] rt_sigaction(SIGPIPE, {sa_handler=0x55, sa_mask=[], sa_flags=SA_RESTORER, sa_restorer=0x7f}, NULL, 8) = 0",
      false
    ),
  ]) func aCallIsTheOneThatWasMade(shown: String, made: String, agrees: Bool) {
    #expect((problems("> call\n\(shown)", made + "\n" + Self.closed) == []) == agrees)
  }
}
