import Glibc

/// Something that one thread waits for and another does. See sem_overview(7).
package final class Semaphore: @unchecked Sendable {
  private let memory = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  package init() { sem_init(memory, 0, 0) }

  deinit {
    sem_destroy(memory)
    memory.deallocate()
  }

  /// Ends the wait. The C function is `sem_post`.
  package func post() { sem_post(memory) }

  /// Waits for a `post`. The C function is `sem_wait`.
  ///
  /// - Returns: EINTR when a signal came first; nil otherwise.
  package func wait() -> Errno? {
    guard sem_wait(memory) == -1 else { return nil }
    return Errno(errno)
  }
}
