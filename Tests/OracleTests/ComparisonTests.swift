import Testing

/// The oracle itself must be able to say no.
@Suite struct ComparisonTests {
  private static let setUp = """
    7 close(3</usr/lib/libc.so.6>) = 0
    7 socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_SOCK_DIAG) = 3<socket:[90]>
    7 close(3<socket:[90]>) = 0

    """

  private static let log = [
    "7 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3<socket:[91]>",
    #"7 getsockopt(3<socket:[91]>, SOL_TCP, TCP_INFO, "\7"..., [160]) = 0"#,
    "8 accept(3<socket:[91]>,  <unfinished ...>",
    #"7 sendto(3<socket:[91]>, "a\0b", 3, MSG_NOSIGNAL, NULL, 0) = -1 EPIPE (Broken pipe)"#,
    #"8 <... accept resumed>{sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("127.0.0.1")}, [128 => 16]) = 4<socket:[92]>"#,
    #"7 recvfrom(4<socket:[92]>, "hi", 64, 0, NULL, NULL) = 2"#,
    "7 close(4<socket:[92]>) = 0",
    "7 close(3<socket:[91]>) = 0",
  ]

  private static let screen = [
    "> socket a tcp", "socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3      errno 0  1 µs",
    "> accept a b &", "accept(3, addr, len) …      waiting, job 1: wait b, cancel b",
    "> send a \"a\\0b\" MSG_NOSIGNAL", #"send(3, "a\0b", 3, MSG_NOSIGNAL) = -1     errno 32 EPIPE (Broken pipe) 1 µs"#,
    "> wait b", "accept(3, {AF_INET 127.0.0.1:9}, 16) = 4     errno 0  1 µs",
    "> recv b 64", "recv(4, buf, 64, 0) = 2      errno 0  1 µs", #"  data  "hi"  68 69"#,
    "> close b", "close(4) = 0   errno 0  1 µs",
  ]

  private func problems(_ screen: [String], _ log: [String], before: String = setUp) -> [String] {
    let shown = ShownCalls(screen: screen.joined(separator: "\n"), probes: 0)
    return Comparison(shown, Traced.read(before + log.joined(separator: "\n")), folder: "/tmp").problems
  }

  /// The log with `line` in place of the one at `index`.
  private func log(_ index: Int, _ line: String) -> [String] {
    var log = Self.log
    log[index] = line
    return log
  }

  /// The log with `line` before the one at `index`.
  private func log(adding line: String, at index: Int) -> [String] {
    var log = Self.log
    log.insert(line, at: index)
    return log
  }

  @Test func whatAgreesAgrees() { #expect(problems(Self.screen, Self.log) == []) }

  @Test func theProgramMayEndWhileAThreadCloses() {
    #expect(problems(Self.screen, Self.log + ["8 close(1000<socket:[90]> <unfinished ...>"]) == [])
    #expect(problems(Self.screen, Self.log + ["8 close(1000<socket:[90]>) = -1 EBADF (Bad file descriptor)"]) != [])
  }

  @Test(arguments: [
    ("poll([{fd=3, events=POLLIN|POLLOUT, revents=POLLOUT}, {fd=-1}], 2, 50)", true),
    ("poll([{fd=3, events=POLLIN|POLLOUT, revents=POLLIN}, {fd=-1}], 2, 50)", false),
    ("poll([{fd=3, events=POLLIN|POLLOUT}, {fd=-1}], 2, 50)", false),
    ("poll([{fd=3, events=POLLIN, revents=POLLOUT}, {fd=-1}], 2, 50)", false),
    ("poll([{fd=3, events=POLLIN|POLLOUT, revents=POLLOUT}, {fd=-1}], 2, 51)", false),
    ("select(4, [3 => ], [3 => 3], NULL, {tv_sec=1, tv_usec=500000})", true),
    ("select(4, [3 => 3], [3 => 3], NULL, {tv_sec=1, tv_usec=500000})", false),
    ("select(4, [3 => ], [3 => 3], NULL, NULL)", false),
    ("ppoll([{fd=3, events=POLLIN, revents=POLLIN}], 1, {tv_sec=0, tv_nsec=50}, [USR2 PIPE])", true),
    ("ppoll([{fd=3, events=POLLIN, revents=POLLIN}], 1, {tv_sec=0, tv_nsec=50}, [])", false),
    ("ppoll([{fd=3, events=POLLIN, revents=POLLIN}], 1, {tv_sec=0, tv_nsec=51}, [USR2 PIPE])", false),
    ("pselect(4, [3 => 3], NULL, NULL, {tv_sec=0, tv_nsec=7}, [TERM])", true),
    ("pselect(4, [3 => 3], NULL, NULL, {tv_sec=0, tv_nsec=7}, [])", false),
    ("pselect(4, [3 => 3], NULL, NULL, {tv_sec=0, tv_nsec=70}, [TERM])", false),
    ("epoll_pwait(5, [{events=EPOLLIN, data=3}], 10, 20, [TERM])", true),
    ("epoll_pwait(5, [{events=EPOLLIN, data=3}], 10, 20, [])", false),
    ("epoll_wait(5, [{events=EPOLLIN|EPOLLOUT, data=3}], 10, 20)", true),
    ("epoll_wait(5, [{events=EPOLLIN|EPOLLOUT, data=4}], 10, 20)", false),
    ("epoll_wait(5, [{events=EPOLLIN, data=3}], 10, 20)", false),
  ])
  func whatCallsThatWatchReportMustAgree(_ call: String, _ agrees: Bool) {
    let made = [
      "poll": "7 poll([{fd=3<socket:[91]>, events=POLLIN|POLLOUT}, {fd=-1}], 2, 50) = 1 ([{fd=3, revents=POLLOUT}])",
      "select":
        "8 pselect6(4, [3<socket:[91]>], [3<socket:[91]>], NULL, {tv_sec=1, tv_nsec=500000000}, NULL) = 1 (out [3], left {tv_sec=0, tv_nsec=5})",
      "ppoll":
        "7 ppoll([{fd=3<socket:[91]>, events=POLLIN}], 1, {tv_sec=0, tv_nsec=50}, [USR2 PIPE], 8) = 1 ([{fd=3, revents=POLLIN}], left {tv_sec=0, tv_nsec=9})",
      "pselect":
        "7 pselect6(4, [3<socket:[91]>], NULL, NULL, {tv_sec=0, tv_nsec=7}, {sigmask=[TERM], sigsetsize=8}) = 1 (in [3], left {tv_sec=0, tv_nsec=5})",
      "epoll_pwait":
        "7 epoll_pwait(5<anon_inode:[eventpoll]>, [{events=EPOLLIN, data={u32=3, u64=3}}], 10, 20, [TERM], 8) = 1",
      "epoll_wait":
        "7 epoll_wait(5<anon_inode:[eventpoll]>, [{events=EPOLLIN|EPOLLOUT, data={u32=3, u64=3}}], 10, 20) = 1",
    ][String(call.prefix { $0 != "(" })]!
    let own =
      "7 ppoll([{fd=3<socket:[91]>, events=POLLIN}], 1, {tv_sec=0, tv_nsec=0}, NULL, 0) = 1 ([{fd=3, revents=POLLIN}])"
    #expect(problems(["> poll a", "\(call) = 1   errno 0  1 µs"], [own, made]).isEmpty == agrees)
  }

  /// The kernel makes a call anew that a signal without a handler interrupted, and only then does it return.
  @Test(arguments: [("SIGCONT", true), ("SIGUSR1", false)]) func aCallThatTheKernelMakesAnewIsOne(
    _ signal: String, _ agrees: Bool
  ) {
    let call = "7 ppoll([], 0, {tv_sec=0, tv_nsec=50}, [], 8) = "
    let log = [
      call + "? ERESTARTNOHAND (To be restarted if no handler)", "7 --- \(signal) {si_signo=\(signal)} ---",
      call + "0 (Timeout)",
    ]
    let screen = ["> ppoll 50ns", "ppoll([], 0, {tv_sec=0, tv_nsec=50}, []) = 0   errno 0  1 µs"]
    #expect(problems(screen, log).isEmpty == agrees)
  }

  @Test func aCallThatWasNotMadeIsFound() {
    #expect(problems(Self.screen, Self.log.filter { !$0.contains("EPIPE") }).first?.hasPrefix("another call") == true)
    #expect(problems(Self.screen, Array(Self.log.prefix(6))).first == "the kernel never saw close(4)")
  }

  @Test func aCallThatIsNotShownIsFound() {
    #expect(problems(Array(Self.screen.dropLast(2)), Self.log) == [])  // The end of a session closes what is open.
    #expect(problems(Self.screen.filter { !$0.contains("SIGNAL") }, Self.log).first?.hasPrefix("another call") == true)
    #expect(problems(Array(Self.screen.dropLast(5)), Self.log).first?.hasPrefix("not on the screen: recvfrom") == true)
  }

  @Test(arguments: [
    "7 getsockopt(3<socket:[91]>, SOL_SOCKET, SO_ERROR, [0], [4]) = 0",
    "7 getsockopt(3<socket:[91]>, SOL_SOCKET, SO_RCVBUF, [131072], [4]) = 0",
    "7 getsockopt(3<socket:[77]>, SOL_SOCKET, SO_RCVBUF, [131072], [1024 => 4]) = 0",
    "7 getsockopt(3<socket:[91]>, SOL_TCP, TCP_INFO, \"\\7\"..., [256 => 248]) = 0",
    "7 getsockopt(3<socket:[77]>, SOL_TCP, TCP_INFO, \"\\7\"..., [160]) = 0",
    "8 getsockname(3<socket:[91]>, {sa_family=AF_UNIX}, [1024 => 2]) = 0",
    "7 getsockname(3<socket:[91]>, {sa_family=AF_UNIX}, [128 => 2]) = 0",
    "7 getpeername(3<socket:[91]>, 0x7f, [128]) = -1 ENOTCONN (Transport)",
    "7 fcntl(3<socket:[91]>, F_SETFL, O_RDWR|O_NONBLOCK) = 0",
    "7 getpeername(9, 0x7f, [1024]) = -1 EBADF (Bad file descriptor)",
    "7 recvfrom(3<socket:[91]>, 0x7f, 64, MSG_PEEK, NULL, NULL) = -1 EAGAIN (Try again)",
    "7 recvfrom(1000<socket:[90]>, \"x\", 64, 0, NULL, NULL) = 1",
    "7 sendto(1000<socket:[90]>, [{nlmsg_type=SOCK_DIAG_BY_FAMILY, nlmsg_flags=NLM_F_REQUEST|NLM_F_ACK, nlmsg_seq=0}], 72, 0, NULL, 12) = 72",
    "7 getsockopt(3<socket:[91]>, SOL_SOCKET, SO_TYPE, [1], [4]) = 0",
    "7 socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_ROUTE) = 5<socket:[93]>\n7 sendto(5<socket:[93]>, [{nlmsg_len=20, nlmsg_type=RTM_NEWADDR, nlmsg_flags=NLM_F_REQUEST}], 20, 0, {}, 12) = 20\n7 close(5<socket:[93]>) = 0",
    "7 close(5</proc/9/mem>) = 0", "7 close(5</proc/9/net/tcp>) = 0",
    "7 close(5</sys/devices/virtual/net/lo/mtu>) = 0",
    "7 socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_SOCK_DIAG) = 5<socket:[93]>",
    "7 close(3<socket:[91]>) = 0",
    "7 close(99) = -1 EBADF (Bad file descriptor)",
    "7 close(5</etc/passwd>) = 0",
    "7 shutdown(3<socket:[91]>, SHUT_RD) = -1 ENOTCONN (Transport endpoint is not connected)",
  ]) func whatIsNoObservationIsFound(line: String) {
    #expect(problems(Self.screen, log(adding: line, at: 5)) != [])
  }

  /// A value's bytes may be any text, and a quote forms one Character with a mark behind it that combines.
  @Test(arguments: [(#"\314\201\"\314\201"#, true), (#"\314\202\"\314\201"#, false)])
  func aMarkThatCombinesWithItsQuoteIsData(_ bytes: String, _ agrees: Bool) {
    let screen = ["getsockopt(3, SOL_SOCKET, SO_COOKIE, \"\u{301}\\\"\u{301}\", [6]) = 0   errno 0  1 µs"]
    let looked = "7 getsockopt(3<socket:[91]>, SOL_SOCKET, SO_COOKIE, \"\(bytes)\", [6]) = 0"
    #expect(problems(["> getsockopt a SO_COOKIE"] + screen, [looked]).isEmpty == agrees)
    let received = ["recv(3, buf, 64, 0) = 5   errno 0  1 µs", "  data  \"\u{301}\\\"\u{301}\"  cc 81 22 cc 81"]
    let peer = "7 recvfrom(3<socket:[91]>, \"\(bytes)\", 64, 0, NULL, NULL) = 5"
    #expect(problems(["> recv a 64"] + received, [peer]).isEmpty == agrees)
  }

  @Test func observationsAreNotMissed() {
    let question =
      "7 sendto(1000<socket:[90]>, [{nlmsg_len=72, nlmsg_type=SOCK_DIAG_BY_FAMILY, nlmsg_flags=NLM_F_REQUEST, nlmsg_seq=0}, {}], 72, 0, {sa_family=AF_NETLINK}, 12) = 72\n"
    #expect(
      problems(
        Self.screen, log(adding: question + "7 recvfrom(1000<socket:[90]>, [{}], 2048, 0, NULL, NULL) = 100", at: 5))
        == [])
    #expect(
      problems(Self.screen, log(adding: "7 getpeername(3<socket:[91]>, 0x7f, [1024]) = -1 ENOTCONN (Transport)", at: 5))
        == [])
    #expect(problems(Self.screen, log(adding: "7 fcntl(9</tmp/a>, F_DUPFD_CLOEXEC, 1000) = 1000</tmp/a>", at: 5)) == [])
    #expect(
      problems(
        Self.screen, log(adding: "7 getsockopt(3<socket:[91]>, SOL_SOCKET, SO_RCVBUF, [8192], [1024 => 4]) = 0", at: 5))
        == [])
    #expect(
      problems(
        Self.screen,
        log(adding: "7 getsockopt(3<socket:[91]>, SOL_IP, IP_MTU, 0x7f, [1024]) = -1 ENOTCONN (Transport)", at: 5))
        == [])
    #expect(problems(Self.screen, log(adding: "7 close(5</proc/7/task/8/stat>) = 0", at: 5)) == [])
    for path in [
      "/proc", "/proc/9/fd", "/proc/9/comm", "/proc/7/net/netstat", "/proc/7/status", "/proc/sys/net/core/somaxconn",
    ] {
      #expect(problems(Self.screen, log(adding: "7 close(5<\(path)>) = 0", at: 5)) == [])
    }
  }

  /// A list has answers up to its end, and not one more.
  @Test func aListOfSocketsIsALook() {
    let question =
      "7 sendto(1000<socket:[90]>, [{nlmsg_type=SOCK_DIAG_BY_FAMILY, nlmsg_flags=NLM_F_REQUEST|NLM_F_DUMP, nlmsg_seq=0}], 72, 0, {}, 12) = 72\n"
    let answer =
      "7 recvfrom(1000<socket:[90]>, [[{nlmsg_len=124, nlmsg_type=SOCK_DIAG_BY_FAMILY}]], 32768, 0, NULL, NULL) = 124\n"
    let end =
      "7 recvfrom(1000<socket:[90]>, [{nlmsg_len=20, nlmsg_type=NLMSG_DONE, nlmsg_flags=NLM_F_MULTI}, 0], 32768, 0, NULL, NULL) = 20"
    #expect(problems(Self.screen, log(adding: question + answer + answer + end, at: 5)) == [])
    #expect(problems(Self.screen, log(adding: question + end + "\n" + answer, at: 5)) != [])
  }

  @Test func askingForInterfacesIsALook() {
    let lines = [
      "7 socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_ROUTE) = 5<socket:[93]>",
      "7 bind(5<socket:[93]>, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 0",
      "7 sendto(5<socket:[93]>, [{nlmsg_len=20, nlmsg_type=RTM_GETLINK, nlmsg_flags=NLM_F_REQUEST|NLM_F_DUMP}], 20, 0, {}, 12) = 20",
      "7 recvmsg(5<socket:[93]>, {}, 0) = 20", "7 close(5<socket:[93]>) = 0",
    ]
    #expect(problems(Self.screen, log(adding: lines.joined(separator: "\n"), at: 5)) == [])
  }

  @Test(arguments: [
    (5, #"7 recvfrom(4<socket:[92]>, "ha", 64, 0, NULL, NULL) = 2"#, "other data"),
    (5, #"7 recvfrom(4<socket:[92]>, "h", 64, 0, NULL, NULL) = 1"#, "another result"),
    (5, #"7 recvfrom(4<socket:[92]>, "hi", 65, 0, NULL, NULL) = 2"#, "other arguments"),
    (5, #"7 recvfrom(4<socket:[92]>, "hi", 64, MSG_PEEK, NULL, NULL) = 2"#, "other arguments"),
    (5, #"7 recvfrom(4<socket:[92]>, "hi", 64, 0, {sa_family=AF_UNIX}, [128 => 2]) = 2"#, "another call"),
    (3, #"7 sendto(3<socket:[91]>, "a\0c", 3, MSG_NOSIGNAL, NULL, 0) = -1 EPIPE (Broken pipe)"#, "other arguments"),
    (3, #"7 sendto(3<socket:[91]>, "a\0b", 3, 0, NULL, 0) = -1 EPIPE (Broken pipe)"#, "other arguments"),
    (3, #"7 sendto(3<socket:[91]>, "a\0b", 3, MSG_NOSIGNAL, NULL, 0) = -1 ECONNRESET (Reset)"#, "another result"),
    (3, #"7 sendto(3<socket:[91]>, "a\0b", 3, MSG_NOSIGNAL, NULL, 0) = 3"#, "another result"),
    (
      4,
      #"8 <... accept resumed>{sa_family=AF_INET, sin_port=htons(8), sin_addr=inet_addr("127.0.0.1")}, [128 => 16]) = 4<socket:[92]>"#,
      "other arguments"
    ),
    (4, "8 <... accept resumed>0x7f, [128]) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)", "other arguments"),
    (6, "7 close(4<socket:[92]>) = -1 EIO (Input/output error)", "another result"),
  ]) func whatDiffersIsFound(index: Int, line: String, problem: String) {
    #expect(problems(Self.screen, log(index, line)).first?.hasPrefix(problem) == true)
  }

  @Test func anotherOrderIsFound() {
    var log = Self.log
    log.swapAt(5, 6)
    #expect(problems(Self.screen, log) != [])
    // The call in the background returned only when the next one was done.
    log = Self.log
    log.swapAt(4, 6)
    #expect(problems(Self.screen, log) != [])
  }

  @Test func aDescriptorThatStaysOpenIsFound() {
    #expect(problems(Self.screen, Self.log.dropLast()).first?.hasPrefix("left open") == true)
  }

  @Test func aCallThatNobodySawReturnMayBeGivenUp() {
    let screen = Array(Self.screen.prefix(6))
    var log = Self.log
    log[4] = "8 <... accept resumed>0x7f, [128]) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)"
    log.removeSubrange(5...6)
    #expect(problems(screen, log) == [])
  }
}
