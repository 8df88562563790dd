/// Tells what sockplay does for itself from what its user asked for.
///
/// What it may do unseen is exactly this, on the program's first thread:
/// - make one NETLINK_SOCK_DIAG socket before all else, and close the number it got first;
/// - on that socket, ask for one socket (SOCK_DIAG_BY_FAMILY without NLM_F_DUMP) and read one answer;
/// - on a descriptor that the user has open: getsockopt(TCP_INFO), getsockname, getpeername; on any it has, what `fds`
///   shows: getsockopt(SO_DOMAIN), getsockopt(SO_TYPE), and the names;
/// - fcntl, ioctl, read and write on a descriptor that is not the user's; on the user's, an ioctl that comes through syscall(2), as
///   the socket made before all else does;
/// - open a file before all else, and later with O_CLOEXEC, which the user's calls have not, or one of the C library's;
/// - set the actions of signals, SIGPIPE's once;
/// - look at an option, with room for exactly 1024 bytes, which no call of the user has: on a descriptor that the user has
///   open, or on a fresh socket with SOCK_CLOEXEC, to which nothing else happens until it is closed;
/// - close an eventfd, or a file that it has read: libraries before it begins, then the session and its
///   neighbours, the C library's locales, a thread's state and the table of descriptors in /proc.
/// Anything else is a call, which must be on the screen.
struct Sieve {
  /// The calls that must be on the screen, in the order in which they began.
  private(set) var calls: [Traced] = []
  /// Descriptors that were never closed, with their sockets.
  private(set) var open: [Int: String] = [:]
  private let thread: Int
  /// The folder in which the session lies.
  private let folder: String
  private var netlink: String?
  private var isNetlinkMoved = false
  private var isAsked = false
  /// Where syscall(2) is in this run.
  private var door: String?
  private var isPipeSignalIgnored = false
  /// Fresh sockets that were made to look at their options.
  private let fresh: Set<String>

  init(_ log: [Traced], folder: String) {
    thread = log.first?.thread ?? 0
    self.folder = folder
    fresh = Self.fresh(log)
    for (call, isStart) in Self.moments(log) {
      if isStart { begin(call) } else { finish(call) }
    }
  }

  /// The beginnings and ends of all calls, as they came.
  private static func moments(_ log: [Traced]) -> [(Traced, isStart: Bool)] {
    let moments = log.flatMap { [($0, true, $0.start), ($0, false, $0.end)] }
    return moments.enumerated().sorted { ($0.element.2, $0.offset) < ($1.element.2, $1.offset) }.map { ($0.element.0, $0.element.1) }
  }

  private static func fresh(_ log: [Traced]) -> Set<String> {
    let made = log.filter { $0.name == "socket" && $0.thread == log[0].thread && $0.arguments[1].contains("SOCK_CLOEXEC") }
    return Set(made.compactMap(\.madeInode)).filter { inode in
      let calls = log.filter { $0.target == inode }
      return calls.count > 1 && calls.last?.name == "close" && calls.dropLast().allSatisfy { looksAtOption($0) }
    }
  }

  /// Whether CALL has the room that only a look at an option has.
  private static func looksAtOption(_ call: Traced) -> Bool {
    call.name == "getsockopt" && call.arguments.count == 5 && (call.arguments[4] == "[1024]" || call.arguments[4].hasPrefix("[1024 => "))
  }

  private mutating func begin(_ call: Traced) {
    if call.thread == thread, isOwn(call) { return }
    // A call that has returned on its own thread tells the first one.
    if call.name == "write", call.target == "anon_inode:[eventfd]" { return }
    if call.name == "close", let descriptor = call.descriptor { open[descriptor] = nil }
    calls.append(call)
  }

  private mutating func finish(_ call: Traced) {
    for (descriptor, inode) in ControlCText.descriptors(call) { open[descriptor] = inode }
    if call.name.hasPrefix("pipe"), call.result == 0 {
      for (end, target) in call.ends { open[end] = target }
    }
    if call.name == "openat", call.thread == thread, opensOwn(call) { return }
    guard ["socket", "accept", "openat"].contains(call.name), let result = call.result, result >= 0, let inode = call.madeInode,
      inode != netlink,
      !fresh.contains(inode)
    else { return }
    open[result] = inode
  }

  private mutating func isOwn(_ call: Traced) -> Bool {
    if let inode = call.madeInode ?? call.target, fresh.contains(inode) { return true }
    return switch call.name {
    case "socket": makesNetlink(call)
    case "close": closesOwn(call)
    case "sendto": asks(call)
    case "recvfrom": hears(call)
    case "fcntl", "read", "write", "readv", "writev": !isUsers(call)
    case "ioctl": !isUsers(call) || door != nil && call.place == door
    case "openat": opensOwn(call)
    case "rt_sigaction": acts(call)
    case "getsockopt", "getsockname", "getpeername": observes(call)
    default: false
    }
  }

  private func isUsers(_ call: Traced) -> Bool { call.descriptor.flatMap { open[$0] } != nil }

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
    guard netlink == nil, calls.isEmpty, call.arguments == ["AF_NETLINK", "SOCK_RAW|SOCK_CLOEXEC", "NETLINK_SOCK_DIAG"] else {
      return false
    }
    netlink = call.madeInode
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
    if target == "anon_inode:[eventfd]" { return true }
    guard netlink != nil else { return target.hasPrefix("/") }
    if target == "/proc/\(thread)/fd" { return true }
    return Self.isLocale(target) || target.hasPrefix(folder + "/") || target.hasPrefix("/proc/\(thread)/task/") && target.hasSuffix("/stat")
  }

  private static func isLocale(_ path: String) -> Bool {
    ["/usr/lib/", "/usr/share/locale/", "/etc/locale.alias"].contains { path.hasPrefix($0) }
  }

  private mutating func asks(_ call: Traced) -> Bool {
    guard let netlink, call.target == netlink, !isAsked, call.arguments.count == 6 else { return false }
    // strace names the type only when it finds out in time which protocol the socket speaks.
    let question = call.arguments[1].replacing("0x14 /* NLMSG_??? */", with: "SOCK_DIAG_BY_FAMILY")
    guard question.contains("nlmsg_type=SOCK_DIAG_BY_FAMILY, nlmsg_flags=NLM_F_REQUEST,") else { return false }
    isAsked = true
    return true
  }

  private mutating func hears(_ call: Traced) -> Bool {
    guard let netlink, call.target == netlink, isAsked else { return false }
    isAsked = false
    return true
  }

  private func observes(_ call: Traced) -> Bool {
    guard let descriptor = call.descriptor, let target = call.target else { return false }
    // A descriptor that it did not open is its own, or was there when it was started.
    let isUsers = open[descriptor] == target
    guard isUsers || open[descriptor] == nil && target.contains(":[") else { return false }
    switch call.name {
    case "getsockopt":
      if Self.looksAtOption(call) { return true }
      let option = Array(call.arguments[1...2])
      let isInfo = isUsers && option == ["SOL_TCP", "TCP_INFO"] && !call.arguments[4].hasPrefix("[256")
      return call.result == 0 && (isInfo || [["SOL_SOCKET", "SO_DOMAIN"], ["SOL_SOCKET", "SO_TYPE"]].contains(option))
    case "getpeername": return call.result == 0 || call.errno == "ENOTCONN"
    default: return call.result == 0
    }
  }
}
