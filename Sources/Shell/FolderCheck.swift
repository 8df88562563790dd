import Glibc
import Reports
import Runner
import Sockets

/// `sockplay check FOLDER`: many files side by side, each in a process of its own. What they show appears in their order.
struct FolderCheck {
  private let context: RunContext
  private let child: ChildPlay
  private let interrupts = Keyboard.now.interrupts
  private var summary = Summary()
  /// What has begun and is not shown yet, in the order of the files.
  private var parts: [Part] = []

  /// One file's play.
  private struct Part {
    let path: String
    /// nil once it has ended.
    var process: pid_t?
    /// What it writes.
    let output: MemoryFile
    var verdict: Verdict?
  }

  /// - Parameter lints: Whether to say what each file leaves behind.
  init(_ context: RunContext, lints: Bool) {
    self.context = context
    child = ChildPlay(context, nesting: context.common.nesting, lints: lints)
  }

  /// - Returns: The exit code: 0 if no file failed, 1 if one did.
  static func run(_ files: [String], _ context: RunContext, lints: Bool) -> Int32 {
    var check = FolderCheck(context, lints: lints)
    return check.run(files)
  }

  private mutating func run(_ files: [String]) -> Int32 {
    Keyboard.leaveSuspending()
    var files = files[...]
    while !files.isEmpty && !isOver || !parts.isEmpty {
      while !isOver, running.count < Self.atOnce, parts.count < Self.mostKept, let path = files.popFirst() {
        start(path)
      }
      if !running.isEmpty { waitForOne() }
      showEnded()
    }
    for report in context.reports { report.take(.summary(summary)) }
    return exitCode
  }

  /// At most as many as there are processors.
  private static let atOnce = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  /// How many files' outputs wait for that of an earlier file: each is an open descriptor.
  private static let mostKept = 256

  private var running: [pid_t] { parts.compactMap(\.process) }

  private var isInterrupted: Bool { Keyboard.now.interrupts != interrupts || Keyboard.now.isEnding }

  /// Whether no more files are to begin.
  private var isOver: Bool { isInterrupted || Keyboard.now.isTimeUp || context.output.problem != nil }

  private var exitCode: Int32 {
    if Keyboard.now.isTimeUp { return context.exitCode(.couldNotRun) }
    if isInterrupted { return context.exitCode(.interrupted) }
    return context.exitCode(summary.failed == 0 ? .held : .usage)
  }

  private mutating func start(_ path: String) {
    let output = MemoryFile()
    if let problem = output.problem {
      context.complain("cannot keep the output of \(path): memfd_create: \(problem.text)")
    }
    let process = output.problem == nil ? child.startPart(path, output: output) : nil
    parts.append(Part(path: path, process: process, output: output, verdict: process == nil ? .couldNotRun : nil))
  }

  /// Waits until one of the processes has ended. A key or the end of the time interrupts the wait, and ends them all.
  private mutating func waitForOne() {
    var status: Int32 = 0
    let ended = waitpid(-1, &status, 0)
    if ended < 0, isOver { for process in running { kill(process, Keyboard.now.isTimeUp ? SIGTERM : SIGINT) } }
    guard let index = parts.firstIndex(where: { $0.process == ended }) else { return }
    parts[index].process = nil
    parts[index].verdict = child.verdict(status, parts[index].path)
  }

  /// Shows what has ended, up to the first that has not.
  private mutating func showEnded() {
    while let part = parts.first, let verdict = part.verdict {
      parts.removeFirst()
      summary.count(verdict)
      let output = verdict > .skipped && context.common.forms.isEmpty ? context.errors : context.output
      part.output.read { output.write($0) }
      part.output.close()
    }
  }
}
