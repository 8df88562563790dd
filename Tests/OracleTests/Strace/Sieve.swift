/// Tells what sockplay does for itself from what its user asked for.
///
/// What it may do unseen is exactly this, on the program's first thread:
/// - make one NETLINK_SOCK_DIAG socket before all else, and close the number it got first; another one in its place where
///   the session moves into a namespace before its first call, for which it writes who is who, and raises loopback with a
///   fresh socket with SOCK_CLOEXEC;
/// - on that socket, ask for one socket (SOCK_DIAG_BY_FAMILY without NLM_F_DUMP) and read one answer; or ask for all of a
///   family (with NLM_F_DUMP) and read answers up to NLMSG_DONE;
/// - ask for the interfaces, their addresses and the routes, as the C library's getifaddrs does: on a fresh NETLINK_ROUTE
///   socket with SOCK_CLOEXEC, to which nothing else happens until it is closed;
/// - on a descriptor that the user has open: getsockopt(TCP_INFO);
/// - on any descriptor it has: getsockname and getpeername with room for exactly 1024 bytes, which no call of the user has;
/// - ppoll without a set of signals, which every ppoll of the user's has: it looks whether a call may go on, and rests;
/// - fcntl, ioctl, read and write on a descriptor that is not the user's; on the user's, an ioctl or a look at the flags
///   (F_GETFL) that comes through syscall(2), as the socket made before all else does;
/// - open a file before all else, and later with O_CLOEXEC, which the user's calls have not, or one of the C library's;
/// - set the actions of signals, SIGPIPE's once;
/// - look at an option, with room for exactly 1024 bytes, which no call of the user has: on a descriptor that it has, or on a
///   fresh socket with SOCK_CLOEXEC, to which nothing else happens until it is closed;
/// - ask for the MTU of an interface (SIOCGIFMTU), on such a socket;
/// - close a file that it has read: libraries before it begins, then the session and its
///   neighbours, the sessions that `errors` shows lines of, the C library's locales, a thread's state and what it waits in, tables of descriptors and the names of
///   their processes in /proc, what an epoll instance watches, its own capabilities, and the tables, counters and settings
///   of the network there.
/// And on any thread, write to an eventfd, which tells the first one, and close one; and read the file that says how many
/// processors there are, by which the C library decides how many heaps its threads have.
/// Anything else is a call, which must be on the screen.
struct Sieve {
  /// The calls that must be on the screen, in the order in which they began.
  private(set) var calls: [Traced] = []
  /// Descriptors that were never closed, with their sockets.
  private(set) var open: [Int: String] = [:]
  /// The descriptors that another thread is closing.
  private var closing: Set<Int> = []
  private let thread: Int
  /// The folder in which the session lies.
  private let folder: String
  private var netlink: String?
  private var isNetlinkMoved = false
  private var question = Question.none
  /// Where syscall(2) is in this run.
  private var door: String?
  private var isPipeSignalIgnored = false
  /// Fresh sockets that were made to look at their options, or to ask for interfaces.
  private let fresh: Set<String>

  private enum Question { case none, one, list }

  init(_ log: [Traced], folder: String) {
    thread = log.first?.thread ?? 0
    self.folder = folder
    fresh = Self.fresh(log).union(Self.interfaceQuestions(log))
    for (call, isStart) in Self.moments(log) {
      if isStart { begin(call) } else { finish(call) }
    }
  }

  /// The beginnings and ends of all calls, as they came.
  private static func moments(_ log: [Traced]) -> [(Traced, isStart: Bool)] {
    let moments = log.flatMap { [($0, true, $0.start), ($0, false, $0.end)] }
    return moments.enumerated().sorted { ($0.element.2, $0.offset) < ($1.element.2, $1.offset) }.map {
      ($0.element.0, $0.element.1)
    }
  }

  private static func fresh(_ log: [Traced]) -> Set<String> {
    let made = log.filter {
      $0.name == "socket" && $0.thread == log[0].thread && $0.arguments[1].contains("SOCK_CLOEXEC")
    }
    return Set(made.compactMap(\.madeInode)).filter { inode in
      let calls = log.filter { $0.target == inode }
      return calls.count > 1 && calls.last?.name == "close"
        && calls.dropLast().allSatisfy { looksAtOption($0) || asksForMTU($0) || raisesLoopback($0) }
    }
  }

  private static func interfaceQuestions(_ log: [Traced]) -> Set<String> {
    let made = log.filter {
      $0.name == "socket" && $0.thread == log[0].thread
        && $0.arguments == ["AF_NETLINK", "SOCK_RAW|SOCK_CLOEXEC", "NETLINK_ROUTE"]
    }
    return Set(made.compactMap(\.madeInode)).filter { inode in
      let calls = log.filter { $0.target == inode }
      return calls.last?.name == "close" && calls.dropLast().allSatisfy { asksForInterfaces($0) }
    }
  }

  private static func asksForInterfaces(_ call: Traced) -> Bool {
    switch call.name {
    case "bind": call.arguments[1].contains("nl_pid=0")
    case "getsockname", "recvmsg", "recvfrom": true
    case "sendto":
      // In another network namespace strace does not find out which protocol the socket speaks.
      ["RTM_GETLINK", "RTM_GETADDR", "RTM_GETROUTE", "0x12", "0x16", "0x1a"].contains { type in
        ["nlmsg_type=\(type),", "nlmsg_type=\(type) /* NLMSG_??? */,"].contains { call.arguments[1].contains($0) }
      }
    default: false
    }
  }

  private static func asksForMTU(_ call: Traced) -> Bool {
    call.name == "ioctl" && call.arguments.dropFirst().first == "SIOCGIFMTU"
  }

  private static func raisesLoopback(_ call: Traced) -> Bool {
    call.name == "ioctl" && ["SIOCGIFFLAGS", "SIOCSIFFLAGS"].contains(call.arguments[1])
      && call.arguments[2].contains("ifr_name=\"lo\"")
  }

  /// Whether `call` has the room that only a look at an option has.
  private static func looksAtOption(_ call: Traced) -> Bool {
    call.name == "getsockopt" && call.arguments.count == 5
      && (call.arguments[4] == "[1024]" || call.arguments[4].hasPrefix("[1024 => "))
  }

  /// Whether `call` asks for TCP_INFO with other room than the user's call has.
  private static func looksAtInfo(_ call: Traced) -> Bool {
    call.arguments.count == 5 && call.arguments[1...2] == ["SOL_TCP", "TCP_INFO"]
      && !call.arguments[4].hasPrefix("[256")
  }

  /// Whether `call` has the room that only a look at an address has.
  private static func looksAtName(_ call: Traced) -> Bool {
    call.arguments.count == 3 && (call.arguments[2] == "[1024]" || call.arguments[2].hasPrefix("[1024 => "))
  }

  private mutating func begin(_ call: Traced) {
    if call.thread == thread, isOwn(call) { return }
    // A call that has returned on its own thread tells the first one; the last one that has the eventfd closes it.
    if ["write", "close"].contains(call.name), call.target == "anon_inode:[eventfd]" { return }
    if call.countsProcessors { return }
    if call.name == "close", call.thread != thread, let descriptor = call.descriptor { closing.insert(descriptor) }
    calls.append(call)
  }

  private mutating func finish(_ call: Traced) {
    // A close on another thread may have begun before the descriptor is gone; another file may have its number by the end.
    if call.name == "close", let descriptor = call.descriptor {
      if call.thread != thread { closing.remove(descriptor) }
      if open[descriptor] == call.target { open[descriptor] = nil }
    }
    for (descriptor, inode) in ControlCText.descriptors(call) { open[descriptor] = inode }
    if call.name == "openat", call.countsProcessors || call.thread == thread && opensOwn(call) { return }
    for (descriptor, inode) in call.made where inode != netlink && !fresh.contains(inode) { open[descriptor] = inode }
  }

  private mutating func isOwn(_ call: Traced) -> Bool {
    if let inode = call.madeInode ?? call.target, fresh.contains(inode) { return true }
    return switch call.name {
    case "socket": makesNetlink(call)
    case "dup2": calls.isEmpty && call.target != nil && call.target == netlink
    case "close": closesOwn(call)
    case "sendto": asks(call)
    case "recvfrom": isInterruptible(call)
    case "ppoll": call.arguments.count > 3 && call.arguments[3] == "NULL"
    case "read", "write", "readv", "writev": !isUsers(call)
    case "ioctl": !isUsers(call) || door != nil && call.place == door
    case "fcntl": !isUsers(call) || door != nil && call.place == door && call.arguments.dropFirst() == ["F_GETFL"]
    case "openat": opensOwn(call)
    case "rt_sigaction": acts(call)
    case "getsockopt", "getsockname", "getpeername": observes(call)
    default: false
    }
  }

  private func isUsers(_ call: Traced) -> Bool {
    guard let own = call.descriptor.flatMap({ open[$0] }) else { return false }
    return own == call.target
  }

  private func opensOwn(_ call: Traced) -> Bool {
    guard netlink != nil, call.arguments.count > 2 else { return true }
    return call.arguments[2].contains("O_CLOEXEC") || Self.isLocale(String(call.arguments[1].dropFirst()))
  }

  private mutating func acts(_ call: Traced) -> Bool {
    guard call.arguments.first == "SIGPIPE" else { return true }
    defer { isPipeSignalIgnored = true }
    return !isPipeSignalIgnored && call.arguments[1].hasPrefix("{sa_handler=SIG_IGN,")
  }

  private mutating func makesNetlink(_ call: Traced) -> Bool {
    guard calls.isEmpty, call.arguments == ["AF_NETLINK", "SOCK_RAW|SOCK_CLOEXEC", "NETLINK_SOCK_DIAG"] else {
      return false
    }
    (netlink, isNetlinkMoved) = (call.madeInode, false)
    door = call.place.isEmpty ? nil : call.place
    return netlink != nil
  }

  private mutating func closesOwn(_ call: Traced) -> Bool {
    guard let target = call.target, call.descriptor.flatMap({ open[$0] }) != target else { return false }
    if target == netlink, !isNetlinkMoved, calls.isEmpty {
      isNetlinkMoved = true
      return true
    }
    if target.hasPrefix("socket:") { return false }
    guard netlink != nil else { return target.hasPrefix("/") }
    if Self.isNetworkFile(target, thread) { return true }
    return Self.isLocale(target) || target.hasPrefix(folder + "/") || target.contains("/Sessions/errors/")
      || target.hasPrefix("/proc/\(thread)/task/") && target.hasSuffix("/stat")
  }

  private static func isLocale(_ path: String) -> Bool {
    ["/usr/lib/", "/usr/share/locale/", "/etc/locale.alias"].contains { path.hasPrefix($0) }
  }

  private static func isNetworkFile(_ path: String, _ process: Int) -> Bool {
    let parts = path.split(separator: "/").map(String.init)
    let tables = [
      "netstat", "snmp", "snmp6", "route", "ipv6_route", "unix", "raw", "raw6", "icmp", "icmp6", "udplite", "udplite6",
      "packet", "netlink", "sockstat", "igmp", "igmp6",
    ]
    if tables.contains(where: { path == "/proc/\(process)/net/\($0)" }) { return true }
    if path == "/proc/\(process)/status" { return true }
    if path == "/proc" || path.hasPrefix("/proc/sys/net/") { return true }
    return parts.count > 2 && parts[0] == "proc" && Int(parts[1]) != nil && isProcessFile(parts)
  }

  /// What it reads of a process: its descriptors, its name, what an epoll instance watches, and what its threads do.
  private static func isProcessFile(_ parts: [String]) -> Bool {
    switch parts.count {
    case 3: ["fd", "comm", "task", "setgroups", "uid_map", "gid_map"].contains(parts[2])
    case 4: parts[2] == "fdinfo" && Int(parts[3]) != nil
    case 5: parts[2] == "task" && Int(parts[3]) != nil && ["stat", "syscall", "wchan", "sched"].contains(parts[4])
    default: false
    }
  }

  private mutating func asks(_ call: Traced) -> Bool {
    guard let netlink, call.target == netlink, question == .none, call.arguments.count == 6 else { return false }
    // strace names the type only when it finds out in time which protocol the socket speaks.
    let question = call.arguments[1].replacing("0x14 /* NLMSG_??? */", with: "SOCK_DIAG_BY_FAMILY")
      .replacing("NLM_F_REQUEST|0x300,", with: "NLM_F_REQUEST|NLM_F_DUMP,")
    if question.contains("nlmsg_type=SOCK_DIAG_BY_FAMILY, nlmsg_flags=NLM_F_REQUEST,") { self.question = .one }
    if question.contains("nlmsg_type=SOCK_DIAG_BY_FAMILY, nlmsg_flags=NLM_F_REQUEST|NLM_F_DUMP,") {
      self.question = .list
    }
    return self.question != .none
  }

  private mutating func isInterruptible(_ call: Traced) -> Bool {
    guard let netlink, call.target == netlink, question != .none else { return false }
    if question == .one || call.arguments[1].contains("nlmsg_type=NLMSG_DONE,") { question = .none }
    return true
  }

  private func observes(_ call: Traced) -> Bool {
    guard let descriptor = call.descriptor else { return false }
    // Whether a close that has begun has taken the descriptor away already is the moment's.
    if closing.contains(descriptor), call.name == "getsockopt", Self.looksAtInfo(call) { return true }
    guard let target = call.target else { return false }
    // A descriptor that it did not open is its own, or was there when it was started.
    let isUsers = open[descriptor] == target
    guard isUsers || open[descriptor] == nil && target.contains(":[") else { return false }
    switch call.name {
    case "getsockopt":
      if Self.looksAtOption(call) { return true }
      return call.result == 0 && isUsers && Self.looksAtInfo(call)
    case "getpeername":
      return Self.looksAtName(call) && (call.result == 0 || ["ENOTCONN", "EOPNOTSUPP"].contains(call.errno))
    default: return Self.looksAtName(call) && call.result == 0
    }
  }
}

extension Traced {
  /// Whether it opens, reads or closes the file that says how many processors there are.
  fileprivate var countsProcessors: Bool {
    let path = "/sys/devices/system/cpu/online"
    return switch name {
    case "openat": arguments.count > 2 && arguments[1] == "\"\(path)\"" && arguments[2].contains("O_CLOEXEC")
    case "read", "close": target == path
    default: false
    }
  }
}
