import Glibc

/// Descriptors that sockplay needs for itself.
package enum Descriptors {
  /// Moves `descriptor` to a high number and closes the low one, so that the user's first socket is 3, as in the books.
  /// Returns the old number if the limit leaves no higher one. The C function is `fcntl`.
  package static func outOfTheWay(_ descriptor: Int32) -> Int32 {
    guard descriptor >= 0 else { return descriptor }
    let moved = fcntl(descriptor, F_DUPFD_CLOEXEC, floor)
    guard moved >= 0 else { return descriptor }
    close(descriptor)
    return moved
  }

  /// A path to the file of an open `descriptor`, also if the file has no name. See proc_pid_fd(5).
  package static func path(of descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }

  /// The first of the high numbers.
  package static var floor: Int32 { limit > 1100 ? 1000 : max(0, Int32(limit) - 16) }

  /// One more than the highest number that a descriptor may get. The C function is `getrlimit`.
  package static var limit: Int {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    return Int(clamping: limit.rlim_cur)
  }
}
