import Glibc

/// Threads for work for which the caller must not wait.
package enum Threads {
  /// Starts `body` on a detached thread. The C function is `pthread_create`.
  ///
  /// - Parameters:
  ///   - stack: The size of its stack in bytes.
  ///   - unblocked: The signals that are not blocked on it.
  /// - Returns: The errno if the system grants no thread; nothing has happened then.
  package static func start(stack: Int, unblocked: [Int32] = [], _ body: @escaping @Sendable () -> Void) -> Errno? {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, stack)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(unblocked, body))
    let error = pthread_create(
      &thread, &attributes,
      { context in
        Unmanaged<Work>.fromOpaque(context!).takeRetainedValue().run()
        return nil
      }, work.toOpaque())
    guard error != 0 else { return nil }
    work.release()
    return Errno(error)
  }

  private final class Work: Sendable {
    private let unblocked: [Int32]
    private let body: @Sendable () -> Void

    init(_ unblocked: [Int32], _ body: @escaping @Sendable () -> Void) {
      self.unblocked = unblocked
      self.body = body
    }

    func run() {
      var signals = sigset_t()
      sigfillset(&signals)
      for signal in unblocked { sigdelset(&signals, signal) }
      pthread_sigmask(SIG_SETMASK, &signals, nil)
      body()
    }
  }
}
