import CSockets

/// The clock in which the scheduler notes when a thread last ran. Each processor has its own: it stands still while the
/// processor serves interrupts, or another virtual machine. So it is compared with the same processor's clock now, and
/// what is left out makes a sleep look shorter than it was, never longer.
final class SchedulerClock {
  /// How far each processor's clock is behind the monotonic one, in nanoseconds; nil where this thread may not run.
  private var lags: [Int: Int64?] = [:]

  /// When a thread last ran, in nanoseconds; nil where the kernel does not say. Read from /proc/PID/task/TID/sched.
  static func lastRun(_ folder: String) -> Int64? { SmallFile.text(folder + "/sched").flatMap { lastRun(in: $0) } }

  /// The same, in the text of that file. It is 0 once the scheduler has moved the sleeping thread.
  static func lastRun(in text: String) -> Int64? {
    // Milliseconds, with six digits after the point.
    let parts = value("se.exec_start", in: text)?.split(separator: ".") ?? []
    guard parts.count == 2, parts[1].count == 6, let whole = Int64(parts[0]), let rest = Int64(parts[1]), whole > 0
    else { return nil }
    return whole * 1_000_000 + rest
  }

  /// How often a thread was switched to.
  static func switches(in text: String) -> Int? { value("nr_switches", in: text).flatMap { Int($0) } }

  private static func value(_ name: String, in text: String) -> Substring? {
    text.split(separator: "\n").first { $0.hasPrefix(name) }?.split { $0 == " " || $0 == ":" }.last
  }

  /// How long ago `moment` of the clock of `processor` was.
  func milliseconds(since moment: Int64, on processor: Int) -> Int? {
    let lag = lags[processor] ?? Self.lag(of: processor)
    lags[processor] = .some(lag)
    guard let lag else { return nil }
    return max(0, Int((monotonicNanoseconds() - lag - moment) / 1_000_000))
  }

  /// Runs for a moment on `processor`, whose clock is then this thread's, too.
  private static func lag(of processor: Int) -> Int64? {
    var before = sockplay_processors()
    guard sockplay_pin(Int32(processor), &before) else { return nil }
    defer { sockplay_unpin(&before) }
    return lastRun("/proc/thread-self").map { monotonicNanoseconds() - $0 }
  }
}
