extension Construct {
  static let messages = Construct(5) { $0.message() }
}

extension GeneratedSession {
  /// One message, or several, with what may go with them.
  fileprivate mutating func message() {
    guard let one = handle(where: { $0.isSocket && $0.role != .listener }) else { return }
    let name = one.name
    switch number(0...5) {
    case 0: put("recvmmsg \(name) 2 64 MSG_DONTWAIT")
    // A call that waits on a stream may be woken between two messages of one call, or after both; and one that waits on a
    // datagram socket may take the error that the first message has brought, or leave it to the second.
    case 1 where one.kind == "unix-seqpacket" || one.isDatagram && !isAwaited(one):
      put("sendmmsg \(name) \(data()) \(data())")
    case 2: put("recvmsg \(name) 3 64 control:64 MSG_DONTWAIT")
    case 3: put("recvmsg \(name) 64 MSG_ERRQUEUE|MSG_DONTWAIT")
    default:
      guard one.isDatagram, let other = handle(where: { $0.kind == one.kind }) else {
        return put("sendmsg \(name) \"\" \(data()) MSG_NOSIGNAL")
      }
      let call = isAwaited(one) ? "sendmsg" : oneOf(["sendmsg", "sendmmsg"])
      put("\(call) \(name) \(data()) to {\(other.name)}\(oneOf(["", " IP_TTL:5"]))")
    }
  }
}
