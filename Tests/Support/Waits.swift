import Dispatch
import Foundation
import Testing

/// A suite whose tests mostly wait: for programs, for the kernel, for time. They run on threads of their own, because
/// Swift has one thread for each core, which a test that waits would keep from all others.
package struct Waits: SuiteTrait, TestTrait, TestScoping {
  private static let room = WaitingRoom(threads: 8)

  package var isRecursive: Bool { true }

  package func provideScope(for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void)
    async throws
  {
    guard testCase != nil else { return try await body() }
    try await withTaskExecutorPreference(Self.room) { try await body() }
  }
}

extension Trait where Self == Waits {
  package static var waits: Self { Waits() }
}

/// A few threads that take what comes in turn.
private final class WaitingRoom: TaskExecutor {
  private let jobs = LockedValue<[UnownedJob]>([])
  private let arrivals = DispatchSemaphore(value: 0)

  init(threads: Int) {
    for _ in 0..<threads { Thread.detachNewThread { self.work() } }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    arrivals.signal()
  }

  /// Signals to the process go to the threads that hear them, as with Swift's own. Programs inherit what is blocked
  /// here, so SIGPIPE and what a mistake raises are not. Nor is SIGCHLD: where the thread that started a program blocks
  /// it, the kernel keeps it, and an epoll_pwait of another test whose mask is empty fails with EINTR.
  private func work() {
    var blocked = sigset_t()
    sigfillset(&blocked)
    let heard = [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS, SIGPIPE, SIGCHLD]
    for signal in heard { sigdelset(&blocked, signal) }
    pthread_sigmask(SIG_SETMASK, &blocked, nil)
    while true {
      arrivals.wait()
      jobs.withLock { $0.removeFirst() }.runSynchronously(on: asUnownedTaskExecutor())
    }
  }
}
