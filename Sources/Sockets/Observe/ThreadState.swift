import Glibc

/// The scheduler's state of a thread of this process. See proc_pid_stat(5).
package enum ThreadState: UInt8, Sendable {
  /// Interruptible sleep: `S`.
  case asleep = 0x53
  /// Uninterruptible sleep, which no signal ends: `D`.
  case uninterruptible = 0x44
  /// Unknown: no descriptor is left to read it with, or there is no /proc.
  case unseen = 0

  /// The state of thread `task`; nil if it is any other state. Read from /proc/self/task/`task`/stat, into memory of
  /// the stack, because it is asked for very often.
  package init?(task: Int32) {
    let descriptor = open("/proc/self/task/\(task)/stat", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      self = .unseen
      return
    }
    defer { close(descriptor) }
    let letter: UInt8? = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { buffer in
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      guard count > 0, let name = buffer[..<count].lastIndex(of: UInt8(ascii: ")")), name + 2 < count else {
        return nil
      }
      return buffer[name + 2]
    }
    guard let letter else { return nil }
    self.init(rawValue: letter)
  }
}
