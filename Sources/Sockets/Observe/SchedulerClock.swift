import CSockets

/// The clock in which the scheduler notes when a thread last ran. Each processor has its own: it stands still while the
/// processor serves interrupts, or another virtual machine. So it is compared with the same processor's clock now, and
/// what is left out makes a sleep look shorter than it was, never longer.
final class SchedulerClock {
  /// How far each processor's clock is behind the monotonic one, in nanoseconds; nil where this thread may not run.
  private var lags: [Int: Int64?] = [:]

  /// When a thread last ran, in nanoseconds; nil where the kernel does not say. Read from /proc/PID/task/TID/sched.
  static func lastRun(_ folder: String) -> Int64? {
    guard let text = SmallFile.text(folder + "/sched"),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("se.exec_start") }),
      let number = line.split(separator: ":").last
    else { return nil }
    // Milliseconds, with six digits after the point.
    let parts = number.split { $0 == " " || $0 == "." }
    guard parts.count == 2, parts[1].count == 6, let whole = Int64(parts[0]), let rest = Int64(parts[1]), whole > 0
    else { return nil }
    return whole * 1_000_000 + rest
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
