/// Holds the calls of an exported program against those of its session: the same calls in the same order, with the same
/// arguments and results. Ports and names that the kernel chose are compared by the order in which they come.
///
/// Left out are only: what the program does before its first line, the handlers of signals, how it asks for addresses
/// (getsockname with another room than a session's), for what has come (FIONREAD) and for its limits, and what the C library
/// does to look names up.
struct ProgramComparison {
  private(set) var problems: [String] = []
  private var shownPorts: [String: Int] = [:]
  private var tracedPorts: [String: Int] = [:]

  init(_ program: ExportedProgram) {
    let isPython = program.language == "python"
    // Python asks for addresses with the room of a session's call or with other room, as it likes.
    let unseen = ["sigaction"] + (isPython ? ["getsockname"] : [])
    let shown = program.shown.calls.filter { !$0.isProbe && !unseen.contains($0.name) }
    let opened = Set(shown.filter { $0.name == "open" }.compactMap(\.arguments.first))
    let own = Self.own(program.log, opened)
    let traced = Self.withoutProbes(isPython ? PythonCalls.own(own) : own, shown)
    let thread = program.log.first?.thread
    problems = program.shown.problems
    let inC = isPython ? PythonCalls.inC : Self.inC
    let direct = shown.filter { $0.begun == $0.returned }
    // What is open at the end, Python closes, and looks whose it is for a warning.
    let made = traced.filter { $0.thread == thread }.map(inC)
    let end =
      isPython
      ? made.dropFirst(direct.count).drop { ["close", "getpeername"].contains($0.name) } : made.dropFirst(direct.count)
    compare(direct, Array(made.prefix(direct.count)) + end)
    let jobs = shown.filter { $0.begun != $0.returned }.flatMap { call in call.repeated ?? [call] }
    let threads = traced.filter { $0.thread != thread }.sorted { ($0.thread, $0.start) < ($1.thread, $1.start) }
    compare(jobs, threads.map(inC))
    if shown.isEmpty, program.shown.lookUps == 0 { problems.append("no call was made") }
  }

  typealias Made = (name: String, arguments: [Value], call: Traced)

  /// Without what a language does by itself.
  /// - Parameter opened: The files that the session opens.
  private static func own(_ log: [Traced], _ opened: Set<Value>) -> [Traced] {
    let begins = log.firstIndex { $0.name == "rt_sigaction" && $0.arguments.first == "SIGPIPE" } ?? 0
    return withoutNameService(log[begins...]).filter { call in
      switch call.name {
      case "rt_sigaction": false
      case "openat": call.arguments.dropFirst().first.flatMap { CText.bytes($0, .strace) }.map(opened.contains) ?? false
      case "ioctl": !["TCGETS", "FIOCLEX"].contains(call.arguments.dropFirst().first)
      case "prlimit64": call.arguments.dropFirst(2).first != "NULL"
      case "getsockname": !["[16", "[28", "[110"].contains { call.arguments.last?.hasPrefix($0) == true }
      case "read", "close", "fcntl":
        call.descriptor.map { $0 > 2 } != false
          && call.file.map { opened.contains(.bytes(Array($0.utf8), isCut: false)) } != false
      default: true
      }
    }
  }

  /// Without the C library's question whether there is a cache of names, which it asks before it reads files.
  private static func withoutNameService(_ calls: ArraySlice<Traced>) -> [Traced] {
    var others: [Traced] = []
    var asked: Int?
    for call in calls {
      if call.name == "connect", call.arguments[1].contains("/nscd/"), others.last?.result == call.descriptor {
        asked = call.descriptor
        others.removeLast()
      } else if call.name == "close", call.descriptor == asked {
        asked = nil
      } else {
        others.append(call)
      }
    }
    return others
  }

  /// Without the questions for what has come that the session has not asked.
  private static func withoutProbes(_ calls: [Traced], _ shown: [Shown]) -> [Traced] {
    // One of the session's has the place among the other calls that it has there.
    var rest = shown[...]
    return calls.filter { call in
      if call.isProbeForUnread, rest.first?.isProbeForUnread != true { return false }
      rest = rest.dropFirst()
      return true
    }
  }

  static func inC(_ call: Traced) -> Made {
    var (name, arguments) = call.inC
    switch name {
    case "prlimit64": (name, arguments) = ("setrlimit", [arguments[1], .any])
    case "capset": arguments = [.any]
    case "eventfd2": name = "eventfd"
    // When a message came.
    case "recvmsg": arguments = arguments.map { $0.description.hasPrefix("{tv_sec=") ? .any : $0 }
    // The program's own number, which is another than that of the session's process.
    case "pidfd_open" where arguments[0] == .word("\(call.thread)"): arguments[0] = .any
    case "timerfd_settime": arguments[2] = .any
    case "signalfd4": (name, arguments) = ("signalfd", [arguments[0], .any, arguments[3]])
    default: break
    }
    return (name, arguments.map { isUnseen($0.description, in: call) ? .any : $0 }, call)
  }

  /// Whether strace cannot tell what it is: room that the kernel has not filled, which a line may give by hand, and on the
  /// stack of a call that failed what the kernel has not read.
  private static func isUnseen(_ value: String, in call: Traced) -> Bool {
    ["addr", "len"].contains(value) || call.result == -1 && value.hasPrefix("0x7ff")
  }

  private mutating func compare(_ shown: [Shown], _ traced: [Made]) {
    for (one, other) in zip(shown, traced) where problems.isEmpty { compare(one, other) }
    guard problems.isEmpty, shown.count != traced.count else { return }
    let rest =
      shown.dropFirst(traced.count).map(\.text) + traced.dropFirst(shown.count).map { "\($0.name)\($0.arguments)" }
    problems.append("\(shown.count) calls in the session, \(traced.count) in the program: \(rest.prefix(3))")
  }

  private mutating func compare(_ one: Shown, _ other: Made) {
    // The function sockatmark is a request in the kernel, which a session may make itself.
    let atMark = other.call.sockatmark
    let other = one.name == "sockatmark" ? (atMark.name, Array(other.arguments.prefix(1)), atMark) : other
    compareValues(one, other)
  }

  private mutating func compareValues(_ one: Shown, _ other: Made) {
    let left = one.arguments.map { named($0, &shownPorts) }
    let right = other.arguments.map { named($0, &tracedPorts) }
    let what = "\(one.name)\(left) in the session, \(other.name)\(right) in the program"
    guard one.name == other.name else { return problems.append("another call: \(what)") }
    // A call that nobody saw return shows no address.
    if one.returned == nil, left.first == right.first { return }
    guard left.count == right.count, zip(left, right).allSatisfy({ $0.agrees(with: $1) }) else {
      return problems.append("other arguments: \(what)")
    }
    guard one.returned != nil else { return }
    if one.result != other.call.result || one.errno != other.call.errno {
      problems.append(
        "another result: \(one.result ?? 0) \(one.errno ?? ""), \(other.call.result ?? 0) \(other.call.errno ?? ""): \(what)"
      )
    }
    if let data = one.received, let came = other.call.received, !data.agrees(with: came) {
      problems.append("other data: \(data), \(came): \(what)")
    }
  }

  /// An address with the number of its port, or of its name, among those that the kernel has chosen.
  private func named(_ value: Value, _ ports: inout [String: Int]) -> Value {
    if let number = Self.number(value) { return number }
    // Who sends is another process.
    if case .word(let text) = value, text.hasPrefix("{pid=") { return .word(text.replacing(/pid=[0-9]+/, with: "pid")) }
    // Python's epoll sets only the lower half of data, as a descriptor.
    if case .word(let text) = value, text.contains("{events=") {
      return .word(text.replacing(/data=([0-9]+)/) { "data=\(UInt32(truncatingIfNeeded: UInt64($0.1) ?? 0))" })
    }
    guard case .word(let text) = value, let match = text.firstMatch(of: /(:[0-9]{5}|@[0-9a-f]{5})}$/) else {
      return value
    }
    // The kernel chooses ports of a range, and any abstract name of five digits.
    if let port = Int(match.1.dropFirst()), match.1.hasPrefix(":"), !(32768...60999).contains(port) { return value }
    let number = ports[String(match.1)] ?? ports.count + 1
    ports[String(match.1)] = number
    return .word(text[..<match.range.lowerBound] + match.1.prefix(1) + "chosen \(number)}")
  }
}

extension ProgramComparison {
  /// What has no name, such as `0x4d` and the flags `13|0x40`, as one number.
  private static func number(_ value: Value) -> Value? {
    guard case .word(let text) = value, text.contains("|") || text.hasPrefix("0x") else { return nil }
    let numbers = text.split(separator: "|").map { $0.hasPrefix("0x") ? Int($0.dropFirst(2), radix: 16) : Int($0) }
    return numbers.contains(nil) ? nil : .word("\(numbers.compactMap(\.self).reduce(0, |))")
  }
}

extension Traced {
  /// The path of the file that its descriptor is; nil if that is no file. The program's own folder of /proc has its number.
  fileprivate var file: String? {
    target.flatMap { $0.hasPrefix("/") ? $0.replacing("/proc/\(thread)/", with: "/proc/self/") : nil }
  }
}

extension Shown {
  fileprivate var isProbeForUnread: Bool { name == "ioctl" && arguments.dropFirst().first == .word("FIONREAD") }
}

extension Traced {
  fileprivate func isDuplication(to descriptor: Int?) -> Bool {
    name == "fcntl" && arguments.dropFirst().first == "F_DUPFD_CLOEXEC" && result == descriptor
  }

  fileprivate var isProbeForUnread: Bool { name == "ioctl" && arguments.dropFirst().first == "FIONREAD" }
}

/// Calls that Python makes instead of those of its methods' names.
private enum PythonCalls {
  /// Without what its modules do when they are read (the one for select tries whether there is epoll), and how a duplicate
  /// is set to block or not as the socket itself.
  static func own(_ calls: [Traced]) -> [Traced] {
    var own: [Traced] = []
    for call in calls where call.name != "getsockname" {
      if call.name == "close", let last = own.last, last.name == "epoll_create1", last.result == call.descriptor {
        own.removeLast()
      } else if call.name != "ioctl" || own.last?.isDuplication(to: call.descriptor) != true {
        own.append(call)
      }
    }
    return own
  }

  static func inC(_ call: Traced) -> ProgramComparison.Made {
    var (name, arguments, call) = ProgramComparison.inC(call)
    arguments = arguments.map(withoutFlag)
    switch name {
    case "accept4": (name, arguments) = ("accept", Array(arguments.dropLast()))
    case "fcntl" where arguments.contains(.word("F_DUPFD_CLOEXEC")): (name, arguments) = ("dup", [arguments[0]])
    case "epoll_create1": arguments = [.word("0")]
    // Python passes an event, of which the kernel takes nothing.
    case "epoll_ctl" where arguments[1] == .word("EPOLL_CTL_DEL"): arguments[3] = .any
    case "sendmsg", "recvmsg":
      // It has room for an address of its family, and counts the padding of the last control message otherwise.
      if arguments.count > 3 { arguments[2] = .any }
    default: break
    }
    // What is closed has no number.
    if arguments.first == .word("-1") { arguments[0] = .any }
    // Select passes empty sets.
    if name == "select" {
      arguments = arguments.map { $0.description.hasPrefix("[ =>") || $0 == .word("[]") ? .word("NULL") : $0 }
    }
    return (name, arguments, call)
  }

  /// Descriptors are closed when another program begins.
  private static func withoutFlag(_ value: Value) -> Value {
    guard case .word(let text) = value, text.contains("_CLOEXEC") else { return value }
    return .word(text.replacing(/(SOCK|O)_CLOEXEC\||\|(SOCK|O)_CLOEXEC/, with: ""))
  }
}
