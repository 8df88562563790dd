import Glibc

/// The process at the other end of a UNIX domain socket, as it was when it connected or listened. See SO_PEERCRED in unix(7).
package struct PeerCredentials: Equatable, Sendable {
  package let process: pid_t
  package let user: uid_t

  /// nil if `descriptor` is no such socket.
  package init?(_ descriptor: Int32) {
    // `struct ucred`, which <sys/socket.h> hides from Swift: a process, a user, a group.
    var fields: [UInt32] = [0, 0, 0]
    var length = socklen_t(12)
    guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &fields, &length) == 0, length == 12 else { return nil }
    (process, user) = (pid_t(bitPattern: fields[0]), fields[1])
  }
}
