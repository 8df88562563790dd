extension Construct {
  static let looking = Construct(6) { $0.look() }
}

extension GeneratedSession {
  fileprivate mutating func look() {
    guard let one = handle() else { return }
    put(
      oneOf([
        "handles", "handles", "state \(one.name)", "why", "why \(one.name)", "jobs",
        "? \(one.name).unread == 0 within 1ms",
        "? \(one.name).fd > 0 within 1ms", "sockets \(one.name)", "fds \(one.name)", "fds", "why --evidence",
        "hex \(one.name)", "errors bind",
        "tcpinfo \(one.name)", "options \(one.name)",
      ]))
  }
}
