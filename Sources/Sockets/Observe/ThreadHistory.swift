import Synchronization

/// What earlier looks at threads have seen. The scheduler forgets when a thread last ran if it moves the sleeping thread
/// to another processor; but one that has not been switched to since an earlier look has slept at least since then.
enum ThreadHistory {
  private struct Entry {
    let switches: Int
    let moment: Int64
  }

  /// By the number of the thread and the moment at which it began: numbers come again.
  private static let entries = Mutex<[[Int]: Entry]>([:])
  private static let most = 4096

  /// For how many milliseconds at least a sleeping thread has not run; nil at the first look.
  /// - Parameters:
  ///   - task: Its number.
  ///   - start: When it began, as in proc_pid_stat(5).
  ///   - switches: How often it was switched to so far.
  static func unchanged(_ task: Int, start: Int, switches: Int) -> Int? {
    let now = monotonicNanoseconds()
    return entries.withLock { entries in
      if let entry = entries[[task, start]], entry.switches == switches {
        return Int((now - entry.moment) / 1_000_000)
      }
      if entries.count >= most { entries = [:] }
      entries[[task, start]] = Entry(switches: switches, moment: now)
      return nil
    }
  }
}
