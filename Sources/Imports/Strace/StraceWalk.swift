import Commands
import SessionLanguage
import Text

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

  /// Keeps the call, if it works on a socket.
  ///
  /// - Returns: The index of its step.
  private mutating func begin(_ call: TracedCall) -> Int? {
    let traits = call.traits
    if traits.contains(.polls) { return sockets.isEmpty ? nil : keep(call, subject: nil) }
    guard traits.contains(.takesDescriptor) else {
      return traits.isDisjoint(with: [.opens, .pairs]) ? nil : keep(call, subject: nil)
    }
    guard let descriptor = call.descriptor, let socket = socket(descriptor, call)
    else { return nil }
    sockets[socket].take(call, address: address(of: call))
    let index = keep(call, subject: socket)
    if traits.contains(.closes) { close(descriptor, call.pid, index) }
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
    let hasSeveral = !call.traits.isDisjoint(with: [.polls, .addsToEpoll])
    guard hasSeveral || call.arguments.contains("SCM_RIGHTS") else { return Set(call.descriptor.map { [$0] } ?? []) }
    return Set(call.arguments.utf8.split { !$0.isDigit }.compactMap { Int32(String(Substring($0))) })
  }

  private mutating func socket(_ descriptor: Int32, _ call: TracedCall) -> Int? {
    if let known = tables.socket(descriptor, of: call.pid) { return known }
    if !call.traits.contains(.closes), let inherited = tables.inherited(descriptor, call.pid) {
      if let closer = closers[inherited] { steps[closer].isShared = true }
      return inherited
    }
    guard call.traits.contains(.needsSocket), call.errno != "EBADF", call.errno != "ENOTSOCK" else { return nil }
    return add(TracedSocket(.unknown, line: call.began), descriptor, call.pid)
  }

  private mutating func add(_ socket: TracedSocket, _ descriptor: Int32, _ pid: Int) -> Int {
    sockets.append(socket)
    tables.open(descriptor, sockets.count - 1, pid)
    return sockets.count - 1
  }

  /// The address that `call` names, as a word of a session.
  private func address(of call: TracedCall) -> String? {
    guard let index = SystemCall.named(call.name)?.address, let parsed = call.parsed(),
      parsed.arguments.indices.contains(index)
    else { return nil }
    let line = Array("bind(0, \(parsed.arguments[index].text))".utf8)
    guard let statement = try? Parser.parse(line), let bind = statement.call,
      let meant = try? CLine.statement(bind, on: statement, .fixed { _ in "s" }).command, meant.isOnlyWords,
      meant.words.count == 3, let word = meant.words.last
    else { return nil }
    return word.plain
  }
}

// MARK: - What a call makes

extension StraceWalk {
  private mutating func finish(_ call: TracedCall, _ index: Int?) {
    guard let number = call.number, number >= 0 else { return }
    if call.traits.contains(.startsTask) {
      return tables.begin(number, from: call.pid, sharesTable: call.arguments.contains("CLONE_FILES"))
    }
    guard let index else { return }
    for (descriptor, socket) in made(call, steps[index]) {
      steps[index].made.append(add(socket, descriptor, call.pid))
    }
  }

  private func made(_ call: TracedCall, _ step: TracedStep) -> [(Int32, TracedSocket)] {
    let (line, traits) = (call.began, call.traits)
    if traits.contains(.pairs) { return pair(call) }
    guard let descriptor = call.madeDescriptor else { return [] }
    if traits.contains(.makesEpoll) { return [(descriptor, TracedSocket(.epoll, line: line))] }
    if traits.contains(.accepts) {
      let family = step.subject.map { sockets[$0].family } ?? ""
      return [(descriptor, TracedSocket(.accepted, family: family, line: line))]
    }
    if traits.contains(.takesDescriptor) { return [(descriptor, duplicate(step, line))] }
    let words = call.arguments.split(separator: ",", maxSplits: 1).map { $0.filter { $0 != " " } }
    let isStream = words.last.map { $0.hasPrefix("SOCK_STREAM") } ?? true
    return [(descriptor, TracedSocket(.made, family: words.first ?? "", isStream: isStream, line: line))]
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

extension CommandLine {
  /// Whether nothing follows its words: what a path of the log holds is no expectation of a line.
  var isOnlyWords: Bool { expectation == nil && !inBackground }
}
