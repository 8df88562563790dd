extension Construct {
  static let transfer = Construct(24) { $0.transfer() }
}

extension GeneratedSession {
  fileprivate mutating func transfer() {
    guard let one = handle(where: { $0.role != .epoll && $0.role != .listener }) else { return }
    let name = one.name
    if one.role == .pipe { return put(name.first == "r" ? "read \(name) 64 &" : "write \(name) \(data())") }
    switch number(0...8) {
    case 0, 1: put("send \(name) \(data())\(oneOf(["", "", " MSG_DONTWAIT", " MSG_NOSIGNAL"]))")
    case 2: put("sendmsg \(name) \(data()) \(data())")
    case 3: put("recv \(name) \(oneOf(["1", "3", "64", "4096"])) MSG_DONTWAIT")
    case 4: put("recvfrom \(name) 64 \(oneOf(["MSG_PEEK|MSG_DONTWAIT", "MSG_DONTWAIT", "MSG_TRUNC|MSG_DONTWAIT"]))")
    case 5: put("recv \(name) \(oneOf(["2", "64"]))")
    case 6: put(one.isTCP && chance(1, in: 3) ? "send \(name) \"!\" MSG_OOB" : "write \(name) \(data())")
    case 7: put("recvmsg \(name) 64 MSG_DONTWAIT")
    default:
      guard one.isDatagram, let other = handle(where: { $0.kind == one.kind }) else { return put("read \(name) 64") }
      put("sendto \(name) \(data()) {\(other.name)}")
    }
  }
}
