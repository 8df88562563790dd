/// A system call as strace saw it.
struct Traced {
  let thread: Int
  let name: String
  /// As strace wrote them.
  let arguments: [String]
  /// nil when the call never returned.
  let result: Int?
  /// The symbol behind a result of -1.
  let errno: String?
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

  private static func target(_ text: String) -> String? {
    guard let open = text.firstIndex(of: "<"), text[..<open].allSatisfy(\.isNumber), text.last == ">" else { return nil }
    return String(text[text.index(after: open)...].dropLast())
  }
}

// MARK: - Reading a log

extension Traced {
  /// The calls in a log of `strace -f -y`, in the order in which they began.
  static func read(_ log: String) -> [Traced] {
    var calls: [Traced] = []
    var unfinished: [Int: (text: String, start: Int)] = [:]
    for (number, line) in log.split(separator: "\n").enumerated() {
      guard let blank = line.firstIndex(of: " "), let thread = Int(line[..<blank]) else { continue }
      var text = String(line[blank...]).trimmed
      if text.hasPrefix("+++") || text.hasPrefix("---") { continue }
      if let mark = text.range(of: " <unfinished ...>") {
        unfinished[thread] = (String(text[..<mark.lowerBound]), number)
        continue
      }
      var start = number
      if text.hasPrefix("<... "), let before = unfinished.removeValue(forKey: thread), let mark = text.range(of: " resumed>") {
        text = before.text + text[mark.upperBound...]
        start = before.start
      }
      if let call = Traced(text, thread: thread, start: start, end: number) { calls.append(call) }
    }
    for (thread, before) in unfinished {
      if let call = Traced(before.text + ") = ?", thread: thread, start: before.start, end: .max) { calls.append(call) }
    }
    return calls.sorted { $0.start < $1.start }
  }

  private init?(_ text: String, thread: Int, start: Int, end: Int) {
    guard let (name, arguments, rest) = CText.split(text) else { return nil }
    let words = rest.split(separator: " ")
    guard words.count >= 2, words[0] == "=" else { return nil }
    self.thread = thread
    self.name = name
    self.arguments = arguments
    note = rest
    self.start = start
    self.end = end
    madeInode = Self.target(String(words[1]))
    // The kernel would restart the call after a handler with SA_RESTART; without, the program gets EINTR.
    let isInterrupted = words.count > 2 && words[1] == "?" && words[2].hasPrefix("ERESTART")
    // Flags are written in hex.
    let flags = words[1].hasPrefix("0x") ? Int(words[1].dropFirst(2), radix: 16) : nil
    result = isInterrupted ? -1 : flags ?? Int(words[1].prefix { $0.isNumber || $0 == "-" })
    errno = isInterrupted ? "EINTR" : result == -1 && words.count > 2 ? String(words[2]) : nil
  }
}

// MARK: - As the C library has it

extension Traced {
  /// The call as a C program makes it: send and recv are the system calls sendto and recvfrom without address.
  var inC: (name: String, arguments: [Value]) {
    let called = ["pselect6": "select", "epoll_pwait": "epoll_wait"][name] ?? name
    if let values = PollCText.values(called, arguments, result: result, note: note, .strace) { return (called, values) }
    switch name {
    case "sendto" where arguments.count == 6 && arguments[4...] == ["NULL", "0"]: return ("send", values(arguments.prefix(4)))
    case "recvfrom" where arguments.count == 6:
      let fixed = [value(arguments[0]), .word("buf")] + values(arguments[2..<4])
      return arguments[4...] == ["NULL", "NULL"] ? ("recv", fixed) : ("recvfrom", fixed + filled(arguments[4], arguments[5]))
    case "setsockopt", "getsockopt": return (name, OptionCText.values(arguments, .strace))
    case "sendmsg", "recvmsg", "sendmmsg", "recvmmsg": return (name, MessageCText.values(arguments, .strace))
    case "accept" where arguments.count == 3: return (name, [value(arguments[0])] + filled(arguments[1], arguments[2]))
    default: return (name, values(arguments[...]))
    }
  }

  /// The data that a receiving call was given.
  var received: Value? {
    guard (result ?? -1) >= 0 else { return nil }
    if name == "recvmsg" { return MessageCText.received(arguments) }
    return name == "recvfrom" ? CText.bytes(arguments[1], .strace) : nil
  }

  private func values(_ arguments: ArraySlice<String>) -> [Value] { arguments.map { value($0) } }

  private func value(_ text: String) -> Value {
    if let bytes = CText.bytes(text, .strace) { return bytes }
    if let address = StraceAddress.read(text) { return .word(address) }
    if text == "IPPROTO_IP" { return .word("0") }
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

/// A `struct sockaddr` in strace's words.
enum StraceAddress {
  /// As a card writes it, such as `{AF_INET 127.0.0.1:80}`; nil when TEXT is no address.
  static func read(_ text: String) -> String? {
    if text.hasPrefix("{sa_family=AF_INET,"), let port = text.between("htons(", ")"), let host = text.between("inet_addr(\"", "\"") {
      return "{AF_INET \(host):\(port)}"
    }
    if text.hasPrefix("{sa_family=AF_INET6,"), let port = text.between("htons(", ")"), let host = text.between("AF_INET6, \"", "\"") {
      let scope = text.between("sin6_scope_id=", "}") ?? "0"
      return "{AF_INET6 [\(host)\(scope == "0" ? "" : "%\(scope)")]:\(port)}"
    }
    if text == "{sa_family=AF_UNIX}" { return "{AF_UNIX unix:}" }
    return text.hasPrefix("{sa_family=AF_UNIX, sun_path=") ? path(text) : nil
  }

  /// A UNIX domain address: a card escapes whatever is not plainly visible.
  private static func path(_ text: String) -> String? {
    guard let first = text.firstIndex(of: "\""), let last = text.lastIndex(of: "\"") else { return nil }
    guard case .bytes(let path, _)? = CText.bytes(String(text[first...last]), .strace) else { return nil }
    let shown = path.map {
      (0x21...0x7e).contains($0) && $0 != 0x5c ? String(UnicodeScalar($0)) : "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16)
    }
    return "{AF_UNIX unix:\(text.contains("sun_path=@") ? "@" : "")\(shown.joined())}"
  }
}
