import CSockets
import Glibc
import Sockets

/// A system call that waits on a thread of its own.
///
/// The lock guards everything that both threads touch. The call's thread takes it twice: before the call, to publish
/// its thread id, and after it, to store the answer. `interrupt` sends its signal while it holds the lock and sees no
/// answer, so the signal never reaches a thread that is gone. The signal may come just before or after the call: then
/// it does nothing, and the caller sends it again. The answer is always kept, so neither a result nor a descriptor is
/// ever lost. The number of a job that has returned is appended to its list under the same lock, so whoever sees the
/// answer finds it there.
final class PendingCall: Sendable {
  private struct State {
    var thread: pthread_t?
    var entered: Int64?
    var task: Int32 = 0
    var answer: Answer?
    /// Where to report that the job has returned, and its number.
    var job: (returns: Completions, number: Int)?
  }

  let call: Call
  private let body: Call.Body
  private let kernel: any Kernel
  private let wakeup: Wakeup
  /// Whether a signal can make it return.
  let isInterruptible: Bool
  /// When it was begun, in nanoseconds of the monotonic clock.
  let began = monotonicNanoseconds()
  private let state = Locked(State())

  init(_ call: Call, kernel: any Kernel, wakeup: Wakeup, isInterruptible: Bool = true, body: @escaping Call.Body) {
    self.call = call
    self.isInterruptible = isInterruptible
    self.body = body
    self.kernel = kernel
    self.wakeup = wakeup
  }

  /// Starts the thread. Returns the errno if the system grants none; nothing has happened then.
  func start() -> Errno? {
    // SIGUSR1 interrupts the call; SIGPIPE goes to the thread whose call raises it.
    Threads.start(stack: 128 << 10, unblocked: [SIGUSR1, SIGPIPE]) { self.makeCall() }
  }

  private func makeCall() {
    state.withLock {
      $0.thread = pthread_self()
      $0.entered = monotonicNanoseconds()
      $0.task = sockplay_thread()
    }
    let answer = kernel.perform(call, body)
    state.withLock {
      $0.answer = answer
      $0.job.map { $0.returns.add($0.number) }
    }
    wakeup.signal()
  }

  /// Makes the call report its return to `returns` as job `number`. It may have returned already.
  func tell(_ returns: Completions, _ number: Int) {
    state.withLock {
      if $0.answer == nil { $0.job = (returns, number) } else { returns.add(number) }
    }
  }

  /// The call and its answer, if it has returned.
  var exchange: Exchange { Exchange(call: call, answer: answer, since: began) }

  /// The answer of the call; nil while it waits.
  var answer: Answer? { state.withLock { $0.answer } }

  /// When its thread came to the call, which on a busy machine is a while after it was begun; nil until then.
  var entered: Int64? { state.withLock { $0.entered } }

  /// Makes the call return EINTR, if it is waiting now.
  func interrupt() {
    state.withLock {
      guard $0.answer == nil, let thread = $0.thread else { return }
      pthread_kill(thread, SIGUSR1)
    }
  }

  /// Whether the thread is seen sleeping in its call.
  var isAsleep: Bool { seen == .asleep }

  /// Whether its thread is seen sleeping, or may be, because its state cannot be read.
  var isWaiting: Bool { seen != nil }

  /// Whether it is in uninterruptible sleep, or may be, because its state cannot be read.
  var isUninterruptible: Bool { [.uninterruptible, .unseen].contains(seen) }

  /// Whether it has returned, or sleeps: nothing that has happened so far will make it return.
  var isAtRest: Bool { answer != nil || [.asleep, .unseen].contains(seen) }

  /// The state of its thread; nil before it has begun and once it has returned.
  private var seen: ThreadState? {
    let task = state.withLock { $0.answer == nil ? $0.task : 0 }
    return task == 0 ? nil : ThreadState(task: task)
  }
}
