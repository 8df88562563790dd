extension Construct {
  static let repetition = Construct(2) { $0.repetition() }
}

extension GeneratedSession {
  /// A block of lines that make no handle, now and then with another in it.
  fileprivate mutating func repetition() {
    putPlain("repeat \(oneOf(["0", "1", "2", "3"]))")
    for _ in 0..<number(1...3) { putInBlock() }
    if chance(1, in: 4) {
      putPlain("repeat 2")
      putInBlock()
      putPlain("end")
    }
    putPlain("end")
  }

  private mutating func putInBlock() {
    guard let one = handle() else { return put("handles") }
    let name = one.name
    put(
      oneOf([
        "send \(name) \"turn {i}\" MSG_DONTWAIT", "recv \(name) 3 MSG_DONTWAIT", "handles", "getsockname \(name)",
        "setsockopt \(name) SO_KEEPALIVE on", "? \(name).unread == 0 within 1ms", "poll \(name):POLLIN 0",
        "why \(name)",
        mayAwait(one) ? "recv \(name) 64 &" : "jobs", "cancel \(name)", "shutdown \(name) wr", "ioctl \(name) FIONREAD",
      ]))
  }
}
