extension Construct {
  static let watching = Construct(3) { $0.watch() }
}

extension GeneratedSession {
  fileprivate mutating func watch() {
    // Of a descriptor that is watched twice, strace does not tell which report is whose.
    guard let one = handle(), let other = handle(where: { $0.name != one.name }) else { return }
    if let instance = handle(where: { $0.role == .epoll }), chance(1, in: 2) {
      return put(
        oneOf(["epoll_wait \(instance.name) 10 10", "epoll_ctl \(instance.name) add \(one.name) EPOLLIN|EPOLLOUT"]))
    }
    put(
      oneOf([
        "poll \(one.name):POLLIN \(other.name):POLLIN|POLLOUT 10", "ppoll \(one.name):POLLIN 10 SIGUSR2",
        "poll \(one.name):POLLIN \(other.name):POLLPRI 0", "poll 999:POLLIN \(one.name) 0",
        "pselect r:\(one.name) x:\(other.name) 10ms", "select r:\(one.name) w:\(other.name) 10ms",
      ]))
  }
}
