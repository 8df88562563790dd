import Glibc
import Reports
import Runner
import Sockets

/// Plays a file in a process of its own: one that moves into a namespace while this process stays where it is, or one
/// that plays beside others.
struct ChildPlay {
  private let context: RunContext
  private let nesting: Int
  private let lints: Bool
  /// What begins the command line of a process that plays beside others.
  private let part: [String]

  /// - Parameters:
  ///   - nesting: How many files led to this play, each naming the next.
  ///   - lints: Whether to say what the file leaves behind.
  ///   - part: What begins the command line of a process that plays beside others.
  init(_ context: RunContext, nesting: Int, lints: Bool, part: [String] = ["check", "--part"]) {
    (self.context, self.nesting, self.lints, self.part) = (context, nesting, lints, part)
  }

  /// Waits until it has ended. What it shows goes where this process's output goes.
  /// - Parameters:
  ///   - interrupts: The number of interrupts when the play began: another may have come before the process.
  ///   - isAsked: Whether a session asks for it, whose descriptors it is not to have.
  func play(
    _ path: String, _ manner: PlayManner, _ options: PlayOptions, _ interrupts: UInt32, isAsked: Bool
  ) -> Verdict {
    let flags = manner == .quiz ? ["--quiz"] : manner == .lesson ? ["--lesson"] : []
    let command = context.isQuiet ? ["check"] : ["replay"] + flags + options.words
    let start = ProcessStart(Processes.ownProgram, words(command, path), sharing: isAsked ? .terminal : .all)
    return wait(for: start, path, interrupts)
  }

  /// Plays a file step by step, and as often anew as the person at the terminal goes back.
  func step(_ path: String, _ options: PlayOptions, _ interrupts: UInt32) -> Verdict {
    let journal = MemoryFile()
    guard journal.problem == nil else {
      context.complain("cannot keep the steps of \(path): memfd_create: \(journal.problem?.text ?? "")")
      return .couldNotRun
    }
    defer { journal.close() }
    var (options, interrupts) = (options, interrupts)
    let taken = context.view?.descriptors.max() ?? Output.standardError
    let number = max(Descriptors.floor, taken + 1)
    options.journal = number
    let viewing = context.view.map { ["--viewing=\($0.given)"] } ?? []
    // A process at its prompt has Ctrl-Z for itself; where it stops, this one stops as well.
    Keyboard.catchSuspending()
    defer { Keyboard.leaveSuspending() }
    while true {
      var start = ProcessStart(
        Processes.ownProgram, words(["replay", "--step"] + options.words + viewing, path), sharing: .all)
      start.give(journal.descriptor, as: number)
      for descriptor in context.view?.descriptors ?? [] { start.give(descriptor, as: descriptor) }
      let verdict = wait(for: start, path, interrupts, stopsWithIt: true)
      guard StepJournal.takeRequest(in: journal) else { return verdict }
      interrupts = Keyboard.now.interrupts
    }
  }

  /// Plays `text` in place of the file at `path`, and corrects it: see `UpdatePlay`.
  func update(_ path: String, _ text: MemoryFile, _ interrupts: UInt32) -> Verdict {
    var start = ProcessStart(Processes.ownProgram, words(["update", "--part"], path), sharing: .terminal)
    start.give(text.descriptor, as: 0)
    return wait(for: start, path, interrupts)
  }

  /// Starts a process, and waits until it has ended.
  /// - Parameter stopsWithIt: Whether this process stops when that one does.
  private func wait(
    for start: ProcessStart, _ path: String, _ interrupts: UInt32, stopsWithIt: Bool = false
  ) -> Verdict {
    let (started, problem) = started(start, path)
    guard let process = started else {
      context.complain(problem ?? "")
      return .couldNotRun
    }
    if Keyboard.now.interrupts != interrupts { kill(process, SIGINT) }
    var status: Int32 = 0
    // A key that interrupts the child interrupts this wait too; the child's end is still to come.
    while true {
      let ended = waitpid(process, &status, stopsWithIt ? WUNTRACED : 0)
      if ended < 0, errno == EINTR {
        if Keyboard.now.isTimeUp { kill(process, SIGTERM) }
      } else if ended == process, status & 0xff == 0x7f {
        Keyboard.suspend()
        kill(process, SIGCONT)
      } else {
        return verdict(status, path)
      }
    }
  }

  /// Starts a check of the file at `path` that says by its exit code what came of it. A key is not for it.
  /// - Parameters:
  ///   - output: Its standard output.
  ///   - errors: Its standard error.
  ///   - messages: Where it writes `PartMessage`s, its standard input: it reads nothing.
  /// - Returns: The process, or why there is none.
  func startPart(_ path: String, output: MemoryFile, errors: MemoryFile, telling messages: MemoryFile) -> (
    process: pid_t?, problem: String?
  ) {
    var start = ProcessStart(Processes.ownProgram, words(part + width, path, isPart: true))
    for (number, file) in [messages, output, errors].enumerated() { start.give(file.descriptor, as: Int32(number)) }
    return started(start, path)
  }

  private var width: [String] { context.errorWidth.map { ["--width=\($0)"] } ?? [] }

  private func started(_ start: ProcessStart, _ path: String) -> (process: pid_t?, problem: String?) {
    let (process, error) = start.run()
    guard let error else { return (process, nil) }
    return (nil, "cannot start a process for \(path): posix_spawn: \(error.text)")
  }

  private func words(_ command: [String], _ path: String, isPart: Bool = false) -> [String] {
    var common = context.common
    // The output of a part is no terminal, but what it holds may be shown on one.
    if isPart { common.color = context.style(for: 2).isColoured ? .always : .never }
    return ["sockplay"] + command + common.words(nesting: nesting) + (lints ? ["--lint"] : []) + ["--", path]
  }

  /// What `status`, as waitpid gives it, says of the play of `path`.
  private func verdict(_ status: Int32, _ path: String) -> Verdict {
    let (verdict, complaint) = end(status, path)
    if let complaint { context.complain(complaint) }
    return verdict
  }

  /// What `status`, as waitpid gives it, says of the play of `path`, and what is to be said of a play that was cut short.
  func end(_ status: Int32, _ path: String) -> (verdict: Verdict, complaint: String?) {
    switch ProcessEnd(status: status) {
    case .exit(let code): return (Verdict(rawValue: Int32(code)) ?? .couldNotRun, nil)
    case .signal(SIGINT): return (.interrupted, nil)
    case .signal where Keyboard.now.isTimeUp: return (.couldNotRun, "\(path): \(Player.timeIsUp)")
    case .signal(let number):
      return (.couldNotRun, "the process that played \(path) was ended by \(ProcessEnd.symbol(number))")
    }
  }
}
