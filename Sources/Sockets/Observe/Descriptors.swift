import Glibc

/// Descriptors that sockplay needs for itself.
package enum Descriptors {
  /// Moves `descriptor` to a high number and closes the low one, so that the user's first socket is 3, as in the books.
  /// Returns the old number if the limit leaves no higher one. The C function is `fcntl`.
  package static func outOfTheWay(_ descriptor: Int32) -> Int32 {
    guard descriptor >= 0 else { return descriptor }
    let moved = beyondSoftLimit { fcntl(descriptor, F_DUPFD_CLOEXEC, floor) }
    guard moved >= 0 else { return descriptor }
    close(descriptor)
    return moved
  }

  /// A path to the file of an open `descriptor`, also if the file has no name. See proc_pid_fd(5).
  package static func path(of descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }

  /// The first of the high numbers. It stays what it was when the program began, whatever `rlimit` sets.
  package static let floor: Int32 = limit > 1100 ? 1000 : max(0, Int32(limit) - 16)

  /// Makes a call that returns a new descriptor of sockplay's own, or -1. Where the soft limit leaves none, the call is
  /// made once more with the hard limit: `rlimit` lowers the limit for what a session opens, not for this.
  package static func beyondSoftLimit(_ open: () -> Int32) -> Int32 {
    let descriptor = open()
    let number = errno
    // fcntl(F_DUPFD) says EINVAL.
    guard descriptor < 0, number == EMFILE || number == EINVAL else { return descriptor }
    let before = ResourceLimit.descriptors.values
    var raised = before
    raised.soft = before.hard
    guard before.soft < before.hard, ResourceLimit.descriptors.set(raised) == 0 else {
      errno = number
      return descriptor
    }
    let again = open(), last = errno
    _ = ResourceLimit.descriptors.set(before)
    errno = last
    return again
  }

  /// One more than the highest number that a descriptor may get. The C function is `getrlimit`.
  package static var limit: Int { Int(clamping: ResourceLimit.descriptors.values.soft) }
}
