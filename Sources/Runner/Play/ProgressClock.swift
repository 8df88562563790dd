import Sockets

/// When the progress of a play is to be told: each half second.
struct ProgressClock {
  private static let interval: Int64 = 500_000_000
  private var now = monotonicNanoseconds()
  private var told = monotonicNanoseconds()

  /// Whether it is to be told now. The next time is an interval later.
  var isDue: Bool {
    mutating get {
      guard now - told >= Self.interval else { return false }
      told = now
      return true
    }
  }

  /// The line of `step` has been run. A call knows when it ended, which saves reading the clock for most lines.
  mutating func note(_ step: Step) {
    guard let exchange = step.exchanges.last, let answer = exchange.answer else { return now = monotonicNanoseconds() }
    now = max(now, answer.began + answer.nanoseconds)
  }
}
