import Glibc
import Sockets

/// Threads for what the session's own thread must not wait for.
enum Threads {
  /// Starts `body` on a thread that nobody joins, with all signals blocked but those in `hearing`. Returns why there is
  /// none, when the system grants none; nothing has happened then. The C function is `pthread_create`.
  static func start(stack: Int, hearing: [Int32] = [], _ body: @escaping @Sendable () -> Void) -> Errno? {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, stack)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(hearing, body))
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
    private let hearing: [Int32]
    private let body: @Sendable () -> Void

    init(_ hearing: [Int32], _ body: @escaping @Sendable () -> Void) {
      self.hearing = hearing
      self.body = body
    }

    func run() {
      var signals = sigset_t()
      sigfillset(&signals)
      for signal in hearing { sigdelset(&signals, signal) }
      pthread_sigmask(SIG_SETMASK, &signals, nil)
      body()
    }
  }
}
