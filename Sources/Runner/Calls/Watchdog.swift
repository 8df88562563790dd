import CSockets
import Glibc
import Sockets

/// Ends a call of the session's own thread that waits although it should not: another process took what was there when
/// the kernel was asked, or cleared O_NONBLOCK. Without it a play could hang there past every deadline.
///
/// The session's thread only counts generations: the number is odd while a call is made. The watchdog's thread reads it
/// from time to time, and if it finds the same odd number for longer than the call may take, it sends the thread the
/// signal that makes waiting calls return EINTR, again and again until the number changes. Both threads only share
/// numbers, which are read and written atomically.
final class Watchdog: Sendable {
  /// The interval of its checks, in microseconds.
  private static let rest: UInt32 = 20_000

  private enum Place: Int, CaseIterable { case generation, limit, fired, done, end }
  private nonisolated(unsafe) let numbers: UnsafeMutablePointer<Int64>
  private let thread = pthread_self()

  /// Watches the calling thread; if the system grants no thread, nothing is watched.
  init() {
    numbers = .allocate(capacity: Place.allCases.count)
    numbers.initialize(repeating: 0, count: Place.allCases.count)
    var signal = sigset_t()
    sigemptyset(&signal)
    sigaddset(&signal, SIGUSR1)
    pthread_sigmask(SIG_UNBLOCK, &signal, nil)
    _ = Threads.start(stack: 64 << 10) { self.watch() }
  }

  deinit { numbers.deallocate() }

  private func number(_ place: Place) -> UnsafeMutablePointer<Int64> { numbers + place.rawValue }

  /// A call begins that may take `limit` milliseconds.
  @inline(__always)
  func begin(_ limit: Int) {
    sockplay_store(number(.limit), Int64(limit))
    sockplay_store(number(.generation), sockplay_load(number(.generation)) &+ 1)
  }

  /// The call has returned. Returns whether the watchdog interrupted it.
  @inline(__always)
  func end() -> Bool {
    let generation = sockplay_load(number(.generation))
    sockplay_store(number(.generation), generation &+ 1)
    sockplay_fence()
    guard sockplay_load(number(.fired)) == generation else { return false }
    // A signal that is on its way must not reach the next call.
    while sockplay_load(number(.done)) != generation { sched_yield() }
    return true
  }

  /// Ends the watchdog.
  func stop() { sockplay_store(number(.end), 1) }

  private func watch() {
    var seen: Int64 = 0
    var since = monotonicNanoseconds()
    while sockplay_load(number(.end)) == 0 {
      usleep(Self.rest)
      let generation = sockplay_load(number(.generation)), now = monotonicNanoseconds()
      if generation != seen { (seen, since) = (generation, now) }
      guard generation % 2 == 1, now - since >= sockplay_load(number(.limit)) * 1_000_000 else { continue }
      sockplay_store(number(.fired), generation)
      sockplay_fence()
      if sockplay_load(number(.generation)) == generation { pthread_kill(thread, SIGUSR1) }
      sockplay_store(number(.done), generation)
    }
  }
}
