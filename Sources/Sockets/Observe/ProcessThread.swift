/// What a thread of a process does at one moment, as far as /proc shows it to this user.
package struct ProcessThread: Sendable, Equatable {
  package let task: Int
  /// The scheduler's letter, such as S (asleep) or R (running, or ready to run); see proc_pid_stat(5).
  package let state: Character
  /// The system call in which it sleeps; nil while it runs, outside any call, and where this user may not see it.
  package let call: WaitingCall?
  /// The function of the kernel in which it sleeps; nil where the kernel does not say. See proc_pid_wchan(5).
  package let kernelFunction: String?
  /// Whether this user may not see its system call.
  package let hidesCall: Bool
  /// How long ago it last ran, in milliseconds, where it sleeps; nil where that cannot be seen.
  package let asleep: Int?
  /// Whether it may have slept for longer than that.
  package let isAtLeast: Bool

  /// A system call in which a thread sleeps.
  package struct WaitingCall: Sendable, Equatable {
    package let number: Int
    /// nil for one that is not in the table of names, or that has another number in this program.
    package let name: String?
    /// Its first argument, where that is a descriptor.
    package let descriptor: Int?

    package var text: String { name ?? "system call \(number)" }

    /// Reads the line of proc_pid_syscall(5): the number, six arguments, and two addresses of the program; nil outside
    /// a system call.
    package init?(_ line: String) {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard words.count == 9, let number = Int(words[0]), number >= 0 else { return nil }
      // A 32-bit program has its stack there, and other numbers.
      let isOfThisMachine = words[7].dropFirst(2).count > 8
      let known = isOfThisMachine ? SystemCallNumber.numbered(number) : nil
      (self.number, name) = (number, known?.name)
      descriptor =
        known?.takesDescriptor == true
        ? UInt64(words[1].dropFirst(2), radix: 16).map { Int(Int32(truncatingIfNeeded: $0)) } : nil
    }
  }
}

extension Processes {
  /// The threads of process `pid`, its first one first; empty if there is no such process. Read from
  /// /proc/`pid`/task: stat, syscall, wchan and sched of each.
  /// - Parameter limit: How many of them to look at; a large server may have thousands.
  package static func threads(_ pid: Int, limit: Int = 32) -> [ProcessThread] {
    let clock = SchedulerClock()
    return Folder.names(at: "/proc/\(pid)/task").compactMap { Int($0) }.sorted().prefix(limit).compactMap {
      ProcessThread(task: $0, of: pid, clock)
    }
  }

  /// How many threads process `pid` has.
  package static func threadCount(_ pid: Int) -> Int { Folder.names(at: "/proc/\(pid)/task").count }

  /// Where descriptor `number` of process `pid` leads, such as `socket:[4711]`; nil without permission to see it.
  package static func target(of number: Int, of pid: Int) -> String? { linkTarget(link(of: number, of: pid)) }

  /// The link that says so.
  package static func link(of number: Int, of pid: Int) -> String { "/proc/\(pid)/fd/\(number)" }

  /// Where the kernel says what a thread does.
  package static func folder(ofThread task: Int, of pid: Int) -> String { "/proc/\(pid)/task/\(task)" }
}

extension ProcessThread {
  /// Looks at a thread until two readings agree that it has not run meanwhile: all of it is then of one moment.
  fileprivate init?(task: Int, of pid: Int, _ clock: SchedulerClock) {
    let folder = Processes.folder(ofThread: task, of: pid)
    guard var status = SmallFile.text(folder + "/stat").flatMap(Status.init) else { return nil }
    var (line, function, sched): (String?, String?, String?)
    var isStill = false
    for _ in 1...3 where !isStill {
      sched = SmallFile.text(folder + "/sched")
      (line, function) = (SmallFile.text(folder + "/syscall"), SmallFile.line(folder + "/wchan"))
      guard let again = SmallFile.text(folder + "/stat").flatMap(Status.init) else { return nil }
      status = again
      let switches = sched.flatMap { SchedulerClock.switches(in: $0) }
      isStill = SmallFile.text(folder + "/sched").flatMap { SchedulerClock.switches(in: $0) } == switches
    }
    (self.task, state, hidesCall) = (task, status.state, line == nil)
    call = status.isAsleep ? line.flatMap(WaitingCall.init) : nil
    kernelFunction = status.isAsleep && function != "0" ? function : nil
    guard status.isAsleep, isStill, let sched else {
      (asleep, isAtLeast) = (nil, false)
      return
    }
    let known = SchedulerClock.lastRun(in: sched).flatMap { clock.milliseconds(since: $0, on: status.processor) }
    let since = SchedulerClock.switches(in: sched).flatMap {
      ThreadHistory.unchanged(task, start: status.start, switches: $0)
    }
    (asleep, isAtLeast) = (known ?? since, known == nil)
  }

  /// The parts of proc_pid_stat(5) that are needed here.
  private struct Status {
    let state: Character
    let processor: Int
    let start: Int

    var isAsleep: Bool { state == "S" || state == "D" || state == "I" }

    init?(_ text: String) {
      // The name before it may have any characters.
      guard let end = text.lastIndex(of: ")") else { return nil }
      let words = text[text.index(after: end)...].split(whereSeparator: \.isWhitespace)
      guard words.count > 36, let state = words[0].first, let processor = Int(words[36]),
        let start = Int(words[19])
      else { return nil }
      (self.state, self.processor, self.start) = (state, processor, start)
    }
  }
}
