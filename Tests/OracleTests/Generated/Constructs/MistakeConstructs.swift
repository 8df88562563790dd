extension Construct {
  static let mistakes = Construct(4) { $0.mistake() }
}

extension GeneratedSession {
  /// What the kernel, or sockplay, refuses.
  fileprivate mutating func mistake() {
    guard let one = handle(), let other = handle() else { return }
    put(
      oneOf([
        "bind \(one.name) 127.0.0.1:0", "listen \(one.name) 1", "connect \(one.name) {\(other.name)}",
        "connect \(one.name) unspec", "send \(one.name) \"x\"", "recv \(one.name) 3 MSG_DONTWAIT", "close nobody",
        "accept \(one.name) \(name("x")) SOCK_NONBLOCK", "wait \(one.name)", "dup \(one.name) \(other.name)",
        "getpeername \(one.name)", "bind \(one.name) 127.0.0.1:1", "bind \(one.name) 192.0.2.1:0",
        "connect \(one.name) 127.0.0.1:1", "sendto \(one.name) \"x\" 127.0.0.1:1",
        "connect \(one.name) unix:@nobody-is-here",
        "listen \(one.name)", "shutdown \(one.name) rdwr", "frobnicate \(one.name)", "send \(one.name)",
        "recv \(one.name) 64 &&",
        "socket \(one.name) udp", "send \(one.name) {nobody}", "cancel nobody", "end",
        "recv fd:{\(one.name).number} 3 MSG_DONTWAIT", "getsockname fd:{\(one.name).number}", "listen fd:400 1",
        "bind \(one.name) {\(other.name)}", "sendto \(one.name) \"x\" {\(other.name)}",
      ]))
  }
}
