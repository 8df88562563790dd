extension Construct {
  static let vectors = Construct(4) { $0.moveByOtherCalls() }
}

extension GeneratedSession {
  /// Moves bytes by the calls that have several buffers, or none.
  fileprivate mutating func moveByOtherCalls() {
    guard let one = handle(where: { $0.role != .epoll && $0.role != .listener }) else { return }
    let name = one.name
    switch number(0...5) {
    case 0,
      1 where one.role != .pipe || name.first == "w":
      put("writev \(name) \(data()) \(data())")
    case 2: put("sendfile \(name) /etc/passwd 0 10")
    case 3: put("sendall \(name) \(data())")
    case 4:
      guard let out = handle(where: { $0.role == .pipe }), let into = handle(where: { $0.role != .epoll }) else {
        return
      }
      put("\(oneOf(["splice", "splice", "tee"])) \(oneOf([out, one]).name) \(into.name) 64 SPLICE_F_NONBLOCK")
    default: put("readv \(name) 2 64\(one.role == .pipe ? " &" : "")")
    }
  }
}
