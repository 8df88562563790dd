import Handles

/// A system call as strace saw it.
struct Traced {
  let thread: Int
  let name: String
  /// As strace wrote them.
  private(set) var arguments: [String]
  /// nil when the call never returned.
  let result: Int?
  /// The symbol behind a result of -1.
  let errno: String?
  /// Where in the program it was made, as `strace -i` tells it; empty when it does not.
  let place: String
  /// The socket that the result is a descriptor of.
  let madeInode: String?
  /// What stands behind the arguments.
  let note: String
  /// The lines of the log on which it began and returned.
  let start: Int
  let end: Int

  /// The descriptor that it is about.
  var descriptor: Int? { arguments.first.flatMap { Int($0.prefix { $0.isNumber }) } }
  /// What `strace -y` says the descriptor is: a path, `socket:[number]`, `anon_inode:[eventfd]`.
  var target: String? { arguments.first.flatMap { Self.target($0) } }

  /// The descriptors that it made, each with what it leads to.
  var made: [(descriptor: Int, inode: String)] {
    guard let result, result >= 0 else { return [] }
    switch name {
    case "socket", "accept", "accept4", "dup", "pidfd_getfd", "epoll_create1", "openat":
      return madeInode.map { [(result, $0)] } ?? []
    case "socketpair": return Self.list(arguments[3])
    case "pipe", "pipe2": return Self.list(arguments[0])
    default: return []
    }
  }

  /// Descriptors in brackets, each with what it leads to.
  private static func list(_ text: String) -> [(descriptor: Int, inode: String)] {
    let parts = CText.split(list: (String(text.dropFirst().dropLast()) + ")")[...])?.parts ?? []
    return parts.compactMap { part in
      target(part).flatMap { target in Int(part.prefix { $0.isNumber }).map { ($0, target) } }
    }
  }

  private static func target(_ text: String) -> String? {
    guard let open = text.firstIndex(of: "<"), text[..<open].allSatisfy(\.isNumber), text.last == ">" else {
      return nil
    }
    return String(text[text.index(after: open)...].dropLast())
  }
}

// MARK: - Reading a log

extension Traced {
  /// The calls in a log of `strace -f -y`, with or without `-i`, in the order in which they began.
  static func read(_ log: String) -> [Traced] {
    var calls: [Traced] = []
    var interrupted: [Int: Traced] = [:]
    var unfinished: [Int: (text: String, start: Int, place: String)] = [:]
    for (number, bytes) in log.utf8.split(separator: UInt8(ascii: "\n")).enumerated() {
      let line = Substring(bytes)
      guard let blank = line.firstIndex(of: " "), let thread = Int(line[..<blank]) else { continue }
      var text = String(line[blank...]).trimmed
      let place = takePlace(&text)
      // strace begins with SIGCONT, which has no handler: a call that unblocks it is made anew by the kernel.
      if text.hasPrefix("--- SIGCONT"), let last = calls.lastIndex(where: { $0.thread == thread }),
        calls[last].errno == "EINTR"
      {
        interrupted[thread] = calls.remove(at: last)
      }
      if text.hasPrefix("+++") || text.hasPrefix("---") { continue }
      let mark = " <unfinished ...>"
      if text.hasSuffix(mark) {
        unfinished[thread] = (String(text.dropLast(mark.count)), number, place)
        continue
      }
      var start = number
      if text.hasPrefix("<... "), let before = unfinished.removeValue(forKey: thread),
        let mark = text.range(of: " resumed>")
      {
        text = before.text + text[mark.upperBound...]
        start = before.start
      }
      if var call = Traced(text, thread: thread, start: start, end: number, place: place) {
        if let before = interrupted.removeValue(forKey: thread) { call.takeTime(from: before) }
        calls.append(call)
      }
    }
    for (thread, before) in unfinished {
      if let call = Traced(before.text + ") = ?", thread: thread, start: before.start, end: .max, place: before.place) {
        calls.append(call)
      }
    }
    return calls.sorted { $0.start < $1.start }
  }

  /// Takes the time that the program gave from `earlier`, which the kernel has made anew as this one: for what was left.
  private mutating func takeTime(from earlier: Traced) {
    let place = ["pselect6": 4, "ppoll": 2][name]
    guard name == earlier.name, let place, arguments.count > place, earlier.arguments.count > place else { return }
    arguments[place] = earlier.arguments[place]
  }

  /// Takes `[00007f98b61162ad] ` off the beginning of `text`.
  private static func takePlace(_ text: inout String) -> String {
    guard text.first == "[", let close = text.firstIndex(of: "]") else { return "" }
    let place = String(text[text.index(after: text.startIndex)..<close])
    text = String(text[text.index(after: close)...]).trimmed
    return place
  }

  private init?(_ text: String, thread: Int, start: Int, end: Int, place: String) {
    guard let (name, arguments, rest) = CText.split(text) else { return nil }
    let words = rest.split(separator: " ")
    guard words.count >= 2, words[0] == "=" else { return nil }
    self.thread = thread
    self.name = name
    self.arguments = arguments
    note = rest
    self.place = place
    self.start = start
    self.end = end
    madeInode = Self.target(String(words[1]))
    // The kernel would restart the call after a handler with SA_RESTART; without, the program gets EINTR.
    let isInterrupted = words.count > 2 && words[1] == "?" && words[2].hasPrefix("ERESTART")
    result = isInterrupted ? -1 : Self.number(words[1])
    errno = isInterrupted ? "EINTR" : result == -1 && words.count > 2 ? String(words[2]) : nil
  }
}

extension Traced {
  /// The number that `text` begins with; some flags are returned in hex.
  private static func number(_ text: Substring) -> Int? {
    text.hasPrefix("0x")
      ? Int(text.dropFirst(2).prefix { $0.isHexDigit }, radix: 16) : Int(text.prefix { $0.isNumber || $0 == "-" })
  }
}

// MARK: - As the C library has it

extension Traced {
  /// The call as a C program makes it: send and recv are the system calls sendto and recvfrom without address.
  var inC: (name: String, arguments: [Value]) {
    if let values = PollCText.values(called, arguments, result: result, note: note, .strace) { return (called, values) }
    switch name {
    case "sendto" where arguments.count == 6 && arguments[4...] == ["NULL", "0"]:
      return ("send", values(arguments.prefix(4)))
    case "recvfrom" where arguments.count == 6:
      let fixed = [value(arguments[0]), room(1, "buf")] + values(arguments[2..<4])
      return arguments[4...] == ["NULL", "NULL"]
        ? ("recv", fixed) : ("recvfrom", fixed + filled(arguments[4], arguments[5]))
    case "ioctl", "fcntl": return (name, IoctlCText.values(arguments, .strace))
    case "setsockopt", "getsockopt": return (name, OptionCText.values(arguments, .strace))
    case "sendmsg", "recvmsg", "sendmmsg", "recvmmsg": return (name, MessageCText.values(arguments, .strace))
    case "accept", "accept4", "getsockname", "getpeername":
      return (name, [value(arguments[0])] + filled(arguments[1], arguments[2]) + values(arguments[3...]))
    // Behind a protocol that it does not know, strace leaves a remark.
    case "socket" where arguments[2].hasSuffix("*/"):
      let number = arguments[2].prefix { $0 != " " }
      return (
        name, values(arguments[..<2]) + [.word(Int(number.dropFirst(2), radix: 16).map { "\($0)" } ?? String(number))]
      )
    case "socketpair":
      let pair = "[" + made.map { "\($0.descriptor)" }.joined(separator: ", ") + "]"
      return (name, values(arguments[..<3]) + [made.isEmpty ? room(3, "sv") : .word(pair)])
    case "read": return (name, [value(arguments[0]), room(1, "buf"), value(arguments[2])])
    case "readv", "writev":
      return (
        name,
        [value(arguments[0])] + VectorCText.values(arguments[1], .strace, isRoom: name == "readv") + [
          value(arguments[2])
        ]
      )
    // Of one that failed strace shows where the array is.
    case "pipe", "pipe2":
      return ("pipe", [result == 0 ? .word(Self.withoutTargets(arguments[0])) : room(0, "fds")])
    case "openat": return ("open", values(arguments.dropFirst()))
    case "rt_sigaction":
      return ("sigaction", [.word(arguments[0]), .word(Self.handler(arguments[1])), .word(arguments[2])])
    default: return (name, values(arguments[...]))
    }
  }

  /// The system call pselect6 is select, too, and on some machines epoll_pwait is epoll_wait: without a set of signals.
  private var called: String {
    switch name {
    case "pselect6": arguments.last == "NULL" ? "select" : "pselect"
    case "epoll_pwait": arguments.count > 4 && arguments[4] == "NULL" ? "epoll_wait" : name
    default: name
    }
  }

  /// `[3<pipe:[1]>, 4<pipe:[1]>]` as a program sees it.
  private static func withoutTargets(_ text: String) -> String { text.replacing(/<[^>]*>/, with: "") }

  /// What a card shows of a struct sigaction.
  private static func handler(_ text: String) -> String {
    text.hasPrefix("{sa_handler=SIG_IGN,")
      ? "{sa_handler=SIG_IGN}" : text.hasPrefix("{sa_handler=0x") ? "{sa_handler=note_SIGPIPE}" : text
  }

  /// Memory that a call is to fill: a pointer that leads nowhere on purpose is told as it is, any other as `usual`.
  private func room(_ index: Int, _ usual: String) -> Value {
    .word(["0xdead0000", "NULL"].contains(arguments[index]) ? arguments[index] : usual)
  }

  /// The data that a receiving call was given.
  var received: Value? {
    guard (result ?? -1) >= 0 else { return nil }
    if name == "recvmsg" { return MessageCText.received(arguments) }
    if name == "readv" { return VectorCText.bytes(arguments[1], .strace) }
    return name == "recvfrom" || name == "read" ? CText.bytes(arguments[1], .strace) : nil
  }

  private func values(_ arguments: ArraySlice<String>) -> [Value] { arguments.map { value($0) } }

  private func value(_ text: String) -> Value {
    if let bytes = CText.bytes(text, .strace) { return bytes }
    if let address = StraceAddress.read(text) { return .word(address) }
    // Of messages to the kernel strace shows what they mean, not their bytes.
    if text.contains("{nlmsg_len=") { return .any }
    if text == "IPPROTO_IP" || text.hasPrefix("htons(0 ") { return .word("0") }
    if let mark = text.firstRange(of: " /* "), text.hasPrefix("0x"),
      let number = Int(text[..<mark.lowerBound].dropFirst(2), radix: 16)
    {
      return .word("\(number)")
    }
    if let open = text.firstIndex(of: "<"), text[..<open].allSatisfy(\.isNumber) { return .word(String(text[..<open])) }
    return .word(text.split(separator: "|").sorted().joined(separator: "|"))
  }

  /// Room for an address with its length: what the kernel wrote there, or that it was room.
  private func filled(_ address: String, _ length: String) -> [Value] {
    if address == "NULL" { return [.word("NULL"), .word(length)] }
    guard let address = StraceAddress.read(address), let written = length.between("=> ", "]"), written != "0" else {
      return [.word("addr"), .word("len")]
    }
    return [.word(address), .word(written)]
  }
}
