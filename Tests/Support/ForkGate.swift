import Glibc

/// What keeps programs that tests start apart from what other tests close.
///
/// A child has all that its parent has open from the moment it is made until it executes its program, on a busy
/// machine for a while. What is closed meanwhile is not closed: a listener keeps its name, and no FIN is sent.
package enum ForkGate {
  /// Many may close at a time, and one start a program.
  private final class Lock: @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_rwlock_t>.allocate(capacity: 1)
    init() { pthread_rwlock_init(lock, nil) }
    func read() { pthread_rwlock_rdlock(lock) }
    func write() { pthread_rwlock_wrlock(lock) }
    func unlock() { pthread_rwlock_unlock(lock) }
  }
  private static let lock = Lock()

  /// Runs `body`, which returns once a child that it makes has executed its program.
  package static func starting<T>(_ body: () throws -> T) rethrows -> T {
    lock.write()
    defer { lock.unlock() }
    return try body()
  }

  /// Runs `body` while no child is being made. It must not wait for anything that a program does.
  package static func closing<T>(_ body: () throws -> T) rethrows -> T {
    lock.read()
    defer { lock.unlock() }
    return try body()
  }
}
