import Glibc

/// What a thread of this process does at the moment, as the kernel's scheduler has it. See proc_pid_stat(5).
package enum ThreadState: UInt8, Sendable {
  /// It sleeps, and a signal wakes it: `S`.
  case asleep = 0x53
  /// It sleeps where no signal wakes it: `D`.
  case deaf = 0x44
  /// It cannot be seen: no descriptor is left to look with, or there is no /proc.
  case unseen = 0

  /// The state of thread TASK; nil when it is another. Read from /proc/self/task/TASK/stat, into memory of
  /// the stack, because it is asked for again and again.
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
