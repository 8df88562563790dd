extension Construct {
  static let checks = Construct(5) { $0.expect() }
}

extension GeneratedSession {
  /// Lines that say what must come of them, rightly or wrongly.
  fileprivate mutating func expect() {
    guard let one = handle() else { return }
    let name = one.name
    let state = oneOf(["ESTABLISHED", "BOUND", "CLOSED", "UNCONN", "LISTEN", "CLOSE_WAIT", "FIN_WAIT2", "OPEN"])
    let line =
      oneOf([
        "? \(name).state == \(state) within 1ms", "? \(name).unread >= 0 and \(name).unsent >= 0 within 1ms",
        "? \(name).addr == {\(name)} within 1ms", "? \(name).SO_RCVBUF > 0 within 1ms", "? \(name).kind == \(one.kind)",
        "send \(name) \"abc\" MSG_DONTWAIT = 3", "recv \(name) 2 MSG_DONTWAIT = 1..2 within 5ms",
        "recv \(name) 64 MSG_DONTWAIT = -1 EAGAIN", "getsockname \(name) = 0 [\(name) \(state)] within 5ms",
        "shutdown \(name) wr = -1 ENOTCONN", "recv \(name) 9 MSG_DONTWAIT = \"one\"...", "recv \(name) 9 = timeout",
        "recv \(name) 9 = -1 EINTR", "recv \(name) 64 MSG_DONTWAIT = /o(.)e/ -> {what}", "let what {\(name).unread}",
        "write \(name) \"{\(name).fd}\" = *", "fcntl \(name) F_GETFL = 0", "getsockopt \(name) SO_TYPE = 0 SOCK_STREAM",
      ])
    if isImpatient(one), line.hasSuffix("EINTR") { return }
    put(line)
  }
}
