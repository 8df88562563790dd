import CSockets
import Glibc

extension Linux {
  package func isolate() -> IsolationFailure? {
    do throws(IsolationFailure) {
      try unshare()
      try raiseLoopback()
    } catch { return error }
    reopenDiagnostics()
    return nil
  }

  package func isolate(with process: pid_t) -> IsolationFailure? {
    guard sockplay_join_network(process) == 0 else {
      return IsolationFailure(call: "setns(\(process), CLONE_NEWUSER|CLONE_NEWNET)", errno: Errno(errno))
    }
    reopenDiagnostics()
    return nil
  }

  /// The same, but root stays root of the machine, and can let a program be another user.
  /// - Returns: Why that cannot be.
  package func isolateAsUser() -> IsolationFailure? {
    guard geteuid() == 0, sockplay_unshare_network(false) == 0 else { return isolate() }
    do throws(IsolationFailure) { try raiseLoopback() } catch { return error }
    reopenDiagnostics()
    return nil
  }

  /// An ordinary user may make a network namespace only inside a user namespace of their own. Root, where user
  /// namespaces are forbidden, needs none.
  private func unshare() throws(IsolationFailure) {
    let (user, group) = (geteuid(), getegid())
    if sockplay_unshare_network(true) == 0 { return try Self.mapIdentities(user, group) }
    let first = Errno(errno)
    guard user == 0, sockplay_unshare_network(false) == 0 else {
      throw IsolationFailure(call: "unshare(CLONE_NEWUSER|CLONE_NEWNET)", errno: first)
    }
  }

  /// Both stay what they were; without a map they would be nobody's. See user_namespaces(7).
  package static func mapIdentities(_ user: uid_t, _ group: gid_t) throws(IsolationFailure) {
    try write("deny", to: "/proc/self/setgroups")
    try write("\(user) \(user) 1", to: "/proc/self/uid_map")
    try write("\(group) \(group) 1", to: "/proc/self/gid_map")
  }

  private static func write(_ text: String, to path: String) throws(IsolationFailure) {
    if let number = SmallFile.write(text, to: path) {
      throw IsolationFailure(call: "write(\(path))", errno: number)
    }
  }

  func raiseLoopback() throws(IsolationFailure) {
    let descriptor = socket(AF_INET, sockType(SOCK_DGRAM) | sockType(SOCK_CLOEXEC), 0)
    guard descriptor >= 0 else { throw IsolationFailure(call: "socket(AF_INET, SOCK_DGRAM, 0)", errno: Errno(errno)) }
    defer { close(descriptor) }
    guard sockplay_raise_loopback(descriptor) == 0 else {
      throw IsolationFailure(call: "ioctl(SIOCSIFFLAGS, lo IFF_UP)", errno: Errno(errno))
    }
  }
}
