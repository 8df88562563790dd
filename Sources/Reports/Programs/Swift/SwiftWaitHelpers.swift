// Calls that wait: in threads, or until a signal ends them.
extension SwiftHelper {
  static let waits = [
    SwiftHelper(
      "handleSignal", needs: ["check"],
      """
      /// Lets a signal end a call that waits, and nothing else: without SA_RESTART the call fails with EINTR.
      func handleSignal(_ number: Int32) throws(Failure) {
          var action = sigaction()
          action.__sigaction_handler.sa_handler = { _ in }
          try check(sigaction(number, &action, nil), "sigaction")
          // Whoever started this program may have blocked it.
          var signals = sigset_t()
          sigemptyset(&signals)
          sigaddset(&signals, number)
          try check(sigprocmask(SIG_UNBLOCK, &signals, nil), "sigprocmask")
      }
      """),
    SwiftHelper(
      "interruptAfter", needs: ["handleSignal"],
      """
      /// Lets a signal end the next call that waits. 0 takes that back.
      func interruptAfter(_ milliseconds: Int) throws(Failure) {
          try handleSignal(SIGALRM)
          let first = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
          let again = timeval(tv_sec: 0, tv_usec: milliseconds > 0 ? 50000 : 0)
          var timer = itimerval(it_interval: again, it_value: first)
          try check(setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil), "setitimer")
      }
      """),
    SwiftHelper(
      "Job", needs: ["check", "handleSignal"],
      """
      /// A call that waits in a thread of its own. Its buffer is for the thread alone until the job is finished.
      final class Job: @unchecked Sendable {
          private(set) var buffer: [UInt8]
          private let call: @Sendable (inout [UInt8]) -> Int
          private var thread = pthread_t()
          private var (result, error, hasReturned) = (0, Int32(0), false)
          private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

          /// Begins it, and gives its call the time to begin. The alarm is for the first thread.
          init(room: Int = 0, _ call: @escaping @Sendable (inout [UInt8]) -> Int) throws(Failure) {
              (buffer, self.call) = (Array(repeating: 0, count: room), call)
              pthread_mutex_init(mutex, nil)
              try handleSignal(SIGUSR1)
              var signals = sigset_t()
              var before = sigset_t()
              pthread_sigmask(SIG_BLOCK, nil, &before)
              signals = before
              sigaddset(&signals, SIGALRM)
              pthread_sigmask(SIG_SETMASK, &signals, nil)
              let job = Unmanaged.passRetained(self).toOpaque()
              errno = pthread_create(
                  &thread, nil,
                  { job in
                      if let job { Unmanaged<Job>.fromOpaque(job).takeRetainedValue().run() }
                      return nil
                  }, job)
              if errno != 0 { throw Failure("pthread_create") }
              pthread_sigmask(SIG_SETMASK, &before, nil)
              usleep(300_000)
          }

          private func run() {
              let result = call(&buffer)
              let error = errno
              pthread_mutex_lock(mutex)
              (self.result, self.error, hasReturned) = (result, error, true)
              pthread_mutex_unlock(mutex)
          }

          private var isDone: Bool {
              pthread_mutex_lock(mutex)
              defer { pthread_mutex_unlock(mutex) }
              return hasReturned
          }

          /// Lets its call return, which the last one has made ready, before the next is made.
          func settle() {
              for _ in 0..<1000 where !isDone { usleep(1000) }
          }

          /// Waits until its call has returned.
          func finish() -> Int {
              pthread_join(thread, nil)
              errno = error
              return result
          }

          /// Lets a signal end its call, which fails with EINTR.
          func cancel() -> Int {
              while !isDone {
                  pthread_kill(thread, SIGUSR1)
                  usleep(10000)
              }
              return finish()
          }
      }
      """),
  ]
}
