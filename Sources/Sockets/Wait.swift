/// Until when a call may have to wait.
package enum Wait: Sendable, Equatable {
  /// The call never waits.
  case never
  /// It waits until poll(2) would report EVENTS on DESCRIPTOR.
  case until(_ descriptor: Int32, events: Int16)
  /// It waits until one of several descriptors is ready, whether they are non-blocking or not.
  case untilAny([Interest])
  /// It may wait, and nothing tells beforehand.
  case unknown
  /// The same, and no signal ends it: a function of the C library that makes its calls again.
  case uninterruptible
  /// close(2) with SO_LINGER: it waits up to so many seconds until the other end has confirmed all. A signal ends the
  /// wait, but the call returns 0, and the descriptor is gone from the beginning.
  case lingering(seconds: Int)

  /// Whether it does not wait on a descriptor with O_NONBLOCK.
  package var heedsNonblocking: Bool {
    switch self {
    case .untilAny, .lingering, .uninterruptible: false
    case .never, .until, .unknown: true
    }
  }
}
