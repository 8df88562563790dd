import Commands
import SessionLanguage

/// Goes through the calls of a log, and finds out which socket each descriptor is.
struct StraceWalk {
  private(set) var steps: [TracedStep] = []
  private(set) var sockets: [TracedSocket] = []
  private var tables = DescriptorTables()
  /// Which step last closed a socket.
  private var closers: [Int: Int] = [:]

  init(_ log: StraceLog) {
    // A call works with the descriptors of its beginning; what it makes is there from its end.
    var ends: [(line: Int, call: Int)] = []
    var begun: [Int: Int] = [:]
    for (index, call) in log.calls.enumerated() {
      if let ended = call.ended { ends.append((ended, index)) }
    }
    ends.sort { $0.line < $1.line }
    var next = 0
    for (index, call) in log.calls.enumerated() {
      while next < ends.count, ends[next].line < call.began {
        finish(log.calls[ends[next].call], begun[ends[next].call])
        next += 1
      }
      begun[index] = begin(call)
    }
    for end in ends[next...] { finish(log.calls[end.call], begun[end.call]) }
  }

  private static let opening: Set = ["socket", "socketpair", "epoll_create", "epoll_create1"]
  private static let watching: Set = ["poll", "ppoll", "select", "_newselect", "pselect6"]
  private static let threading: Set = ["clone", "clone3", "fork", "vfork"]
  /// Calls that work on a socket by their first argument.
  private static let working: Set = [
    "bind", "listen", "connect", "accept", "accept4", "shutdown", "getsockname", "getpeername", "setsockopt",
    "getsockopt", "send", "sendto", "sendmsg", "sendmmsg", "recv", "recvfrom", "recvmsg", "recvmmsg", "read", "readv",
    "write", "writev", "sendfile", "splice", "close", "fcntl", "ioctl", "dup", "dup2", "dup3", "epoll_ctl",
    "epoll_wait", "epoll_pwait", "epoll_pwait2",
  ]
  /// Of these, the ones that only sockets have.
  private static let onlyOnSockets: Set = [
    "bind", "listen", "connect", "accept", "accept4", "shutdown", "getpeername", "setsockopt", "getsockopt", "send",
    "sendto", "sendmsg", "recv", "recvfrom", "recvmsg",
  ]

  /// Keeps the call, if it works on a socket.
  ///
  /// - Returns: The index of its step.
  private mutating func begin(_ call: TracedCall) -> Int? {
    if Self.opening.contains(call.name) { return keep(call, subject: nil) }
    if Self.watching.contains(call.name) {
      return sockets.isEmpty ? nil : keep(call, subject: nil)
    }
    guard Self.working.contains(call.name), let descriptor = call.descriptor, let socket = socket(descriptor, call)
    else { return nil }
    sockets[socket].take(call, address: address(of: call))
    let index = keep(call, subject: socket)
    if call.name == "close" { close(descriptor, call.pid, index) }
    return index
  }

  private mutating func close(_ descriptor: Int32, _ pid: Int, _ index: Int) {
    guard let (socket, isLast) = tables.close(descriptor, pid) else { return }
    steps[index].isShared = !isLast
    closers[socket] = index
  }

  private mutating func keep(_ call: TracedCall, subject: Int?) -> Int {
    var named: [Int32: Int] = [:]
    for descriptor in Self.descriptors(of: call) { named[descriptor] = tables.socket(descriptor, of: call.pid) }
    steps.append(TracedStep(call: call, sockets: named, subject: subject))
    return steps.count - 1
  }

  /// The numbers in the arguments of `call` that may be descriptors.
  private static func descriptors(of call: TracedCall) -> Set<Int32> {
    let hasSeveral = watching.contains(call.name) || ["epoll_ctl", "splice"].contains(call.name)
    guard hasSeveral || call.arguments.contains("SCM_RIGHTS") else { return Set(call.descriptor.map { [$0] } ?? []) }
    return Set(call.arguments.utf8.split { !(0x30...0x39).contains($0) }.compactMap { Int32(String(Substring($0))) })
  }

  private mutating func socket(_ descriptor: Int32, _ call: TracedCall) -> Int? {
    if let known = tables.socket(descriptor, of: call.pid) { return known }
    if call.name != "close", let inherited = tables.inherited(descriptor, call.pid) {
      if let closer = closers[inherited] { steps[closer].isShared = true }
      return inherited
    }
    guard Self.onlyOnSockets.contains(call.name), call.errno != "EBADF", call.errno != "ENOTSOCK" else { return nil }
    return add(TracedSocket(.unknown, line: call.began), descriptor, call.pid)
  }

  private mutating func add(_ socket: TracedSocket, _ descriptor: Int32, _ pid: Int) -> Int {
    sockets.append(socket)
    tables.open(descriptor, sockets.count - 1, pid)
    return sockets.count - 1
  }

  /// The address that `call` names, as a word of a session.
  private func address(of call: TracedCall) -> String? {
    guard ["connect", "bind", "sendto", "getsockname"].contains(call.name) else { return nil }
    let index = call.name == "sendto" ? 4 : 1
    guard let parsed = call.parsed(), parsed.arguments.indices.contains(index) else { return nil }
    let line = Array("bind(0, \(parsed.arguments[index].text))".utf8)
    guard let statement = try? Parser.parse(line), let bind = statement.call,
      let meant = try? CLine.statement(bind, on: statement, .fixed { _ in "s" }).command, let word = meant.words.last
    else { return nil }
    return word.plain
  }
}

// MARK: - What a call makes

extension StraceWalk {
  private mutating func finish(_ call: TracedCall, _ index: Int?) {
    guard let number = call.number, number >= 0 else { return }
    if Self.threading.contains(call.name) {
      return tables.begin(number, from: call.pid, sharesTable: call.arguments.contains("CLONE_FILES"))
    }
    guard let index else { return }
    for (descriptor, socket) in made(call, steps[index], Int32(truncatingIfNeeded: number)) {
      steps[index].made.append(add(socket, descriptor, call.pid))
    }
  }

  private func made(_ call: TracedCall, _ step: TracedStep, _ number: Int32) -> [(Int32, TracedSocket)] {
    let line = call.began
    switch call.name {
    case "socket":
      let words = call.arguments.split(separator: ",", maxSplits: 1).map { $0.filter { $0 != " " } }
      let isStream = words.last.map { $0.hasPrefix("SOCK_STREAM") } ?? true
      return [(number, TracedSocket(.made, family: words.first ?? "", isStream: isStream, line: line))]
    case "socketpair": return pair(call)
    case "accept", "accept4":
      let family = step.subject.map { sockets[$0].family } ?? ""
      return [(number, TracedSocket(.accepted, family: family, line: line))]
    case "epoll_create", "epoll_create1": return [(number, TracedSocket(.epoll, line: line))]
    case "dup", "dup2", "dup3": return [(number, duplicate(step, line))]
    case "fcntl" where call.arguments.contains("F_DUPFD"): return [(number, duplicate(step, line))]
    default: return []
    }
  }

  private func duplicate(_ step: TracedStep, _ line: Int) -> TracedSocket {
    let original = step.subject.map { sockets[$0] }
    return TracedSocket(
      step.subject.map { .duplicate(of: $0) } ?? .unknown, family: original?.family ?? "",
      isStream: original?.isStream ?? true, line: line)
  }

  private func pair(_ call: TracedCall) -> [(Int32, TracedSocket)] {
    guard let open = call.arguments.lastIndex(of: "["), let close = call.arguments.lastIndex(of: "]"), open < close
    else { return [] }
    let numbers = call.arguments[call.arguments.index(after: open)..<close].split(separator: ",")
      .compactMap { Int32($0.filter { $0 != " " }) }
    return numbers.map {
      ($0, TracedSocket(.pair, family: "AF_UNIX", isStream: !call.arguments.contains("DGRAM"), line: call.began))
    }
  }
}
