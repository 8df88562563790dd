extension Construct {
  static let passing = Construct(4) { $0.pass() }
}

extension GeneratedSession {
  /// Passes a descriptor through a UNIX domain socket.
  fileprivate mutating func pass() {
    guard let way = handle(where: { $0.isUNIX && $0.role == .connected }),
      // A socket that lies unread in its own queue is closed when the kernel comes to it, which is chance.
      let what = handle(where: { $0.kind != way.kind })
    else {
      return
    }
    put("sendmsg \(way.name) \"fd\" SCM_RIGHTS:\(what.name)")
    guard chance(2, in: 3), let end = handle(where: { $0.isUNIX && $0.role == .connected && $0.name != way.name })
    else {
      return
    }
    put("recvmsg \(end.name) 64 SCM_RIGHTS:\(add("g", what.kind, what.role, of: what).name) MSG_DONTWAIT")
  }
}
