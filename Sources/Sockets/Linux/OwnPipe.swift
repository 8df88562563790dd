import Glibc

/// Both ends of a pipe that sockplay makes for itself. What it starts gets neither end: see `ProcessStart`.
package struct OwnPipe {
  package let reader: Int32
  package let writer: Int32

  /// - Throws: The errno of pipe(2).
  private init() throws(Errno) {
    var ends: [Int32] = [-1, -1]
    let result = Descriptors.beyondSoftLimit { pipe(&ends) }
    guard result == 0 else { throw Errno(errno) }
    (reader, writer) = (ends[0], ends[1])
  }

  /// One to a process that is to be started, and one from it.
  /// - Throws: The errno of pipe(2); neither is open then.
  package static func bothWays() throws(Errno) -> (to: OwnPipe, from: OwnPipe) {
    let to = try OwnPipe()
    do throws(Errno) { return (to, try OwnPipe()) } catch {
      close(to.reader)
      close(to.writer)
      throw error
    }
  }
}
