/// How long a call may have to wait.
package enum Wait: Sendable, Equatable {
  /// The call never waits.
  case never
  /// It waits until poll(2) would report `events` on `descriptor`.
  case until(_ descriptor: Int32, events: Int16)
  /// It waits until one of several descriptors is ready, whether they are non-blocking or not.
  case untilAny([Interest])
  /// It may wait, and nothing can say so beforehand.
  case unknown
  /// As `unknown`, and no signal ends it: a function of the C library that restarts its calls after EINTR.
  case uninterruptible
  /// close(2) with SO_LINGER: it waits up to `seconds` until the other end has acknowledged everything. A signal ends
  /// the wait, but the call still returns 0, and the descriptor is gone from the beginning.
  case lingering(seconds: Int)

  /// Whether O_NONBLOCK on the descriptor keeps the call from waiting.
  package var respectsNonblocking: Bool {
    switch self {
    case .untilAny, .lingering, .uninterruptible: false
    case .never, .until, .unknown: true
    }
  }
}
