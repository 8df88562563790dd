import ArgumentParser
import Commands
import Glibc
import Reports
import Runner
import SessionLanguage
import Sockets
import Text

/// `sockplay join`: a terminal that takes a role in the shell of another.
struct Join: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "join", abstract: "Take a role in a shell that is shared: type share at its prompt first.",
    discussion: """
      What is typed here runs in that shell, as ROLE, and its card appears here. A call that waits holds this terminal only. \
      From a pipe, lines may do what a file may do; the first that is refused, or whose check fails, is the last.
      Exit codes: 0 when this terminal leaves or the shell ends, 3 no shell, or the role is taken. From a pipe those of \
      sockplay itself, too.
      """)

  @Option(help: "Colors: auto, always or never. NO_COLOR is respected.")
  var color = ColorChoice.auto

  @Option(name: .customLong("lang"), help: "The language that people read: en or ko. Otherwise that of the locale.")
  var language: Language?

  @Option(
    name: .customLong("allow"),
    help:
      "What lines from a pipe may do besides talking to loopback: network, files, unix, processes or programs. Can be repeated."
  )
  var allowed: [Allowance] = []

  @Option(help: ArgumentHelp("The process of the shell, where several are shared.", valueName: "PID"))
  var shell: Int32?

  @ArgumentParser.Argument(
    help: "The role, such as server. It may be left out where one host of the session has no terminal yet.")
  var role: String?

  func validate() throws {
    if let role, !Name.isValid(role) { throw ValidationError("invalid role name: \(role); \(Name.rule)") }
  }

  func run() throws {
    var common = try Common.parse([])
    (common.color, common.language, common.allowed) = (color, language, allowed)
    let context = try RunContext(common)
    guard let found = find(context) else { throw Ended(code: Verdict.couldNotRun.rawValue) }
    let isTyped = isatty(0) == 1 && isatty(1) == 1
    if !isTyped { Keyboard.leaveSuspending() }
    let joined = JoinedShell(found.descriptor, context)
    joined.join(
      TerminalMessage.Hello(
        role: role, width: RunContext.width, isColoured: context.style(for: 1).isColoured, language: context.language,
        isTyped: isTyped, allowed: context.filePermissions))
    var isWhole = true
    if joined.end == nil {
      // Files are named as in the shell.
      chdir(Processes.folder(found.process))
      if isTyped { JoinedPrompt(joined, context).run() } else { isWhole = pipe(into: joined, context) }
    }
    joined.sayFarewell()
    throw Ended(code: context.exitCode(joined.end ?? (isWhole ? joined.verdict : .unreadable)))
  }

  /// Runs the lines of standard input, each shown before its card.
  /// - Returns: Whether each block of them has ended.
  private func pipe(into shell: JoinedShell, _ context: RunContext) -> Bool {
    var buffer = LineBuffer(), chunk = [UInt8](repeating: 0, count: 1 << 16), isAtEnd = false
    let keys = Keyboard.now.interrupts
    while shell.end == nil, Keyboard.now.interrupts == keys {
      if let line = buffer.next() ?? (isAtEnd ? buffer.rest() : nil) {
        let line = Array(line.withoutCarriageReturn)
        context.output.write((shell.prompt ?? "") + TerminalEscape.prose(String(decoding: line, as: UTF8.self)) + "\n")
        shell.run(line, leaves: true)
        if shell.verdict != .held { return true }
        continue
      }
      if isAtEnd {
        if shell.isInBlock { context.complain("the input ended inside a block; end is missing") }
        return !shell.isInBlock
      }
      var entries = [0, shell.descriptor].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard poll(&entries, 2, Int32(Session.watchInterval)) > 0 else { continue }
      if entries[1].revents != 0 { shell.attend() }
      guard entries[0].revents != 0 else { continue }
      let count = read(0, &chunk, chunk.count)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      isAtEnd = count <= 0
      if count > 0 { chunk.withUnsafeBytes { buffer.append(UnsafeRawBufferPointer(rebasing: $0[..<count])) } }
    }
    return true
  }

  // MARK: Which shell

  /// Connects to the shell that is meant; nil where it was said why there is none.
  private func find(_ context: RunContext) -> (descriptor: Int32, process: Int)? {
    let shells = TerminalPlace.shells(in: Terminals.folders)
    guard !shells.isEmpty else {
      context.complain(
        context.language.text(
          "no shell is shared: type share at the prompt of one", korean: "공유된 셸이 없습니다. sockplay 프롬프트에서 share를 입력하세요"))
      return nil
    }
    let meant = shells.filter { shell == nil || $0.process == shell }
    guard meant.count == 1 else {
      let problem =
        meant.isEmpty
        ? context.language.text(
          "process \(shell ?? 0) is not a shared shell", korean: "공유된 셸이 아닙니다: 프로세스 \(shell ?? 0)")
        : context.language.text("several shells are shared", korean: "공유된 셸이 여럿입니다")
      context.complain(problem)
      for shell in shells { context.errors.write(TerminalEscape.prose(line(of: shell)) + "\n") }
      return nil
    }
    guard let descriptor = TerminalPlace.connect(to: meant[0]) else {
      context.complain(context.language.text("the shell is gone", korean: "셸이 사라졌습니다"))
      return nil
    }
    return (descriptor, Int(meant[0].process))
  }

  /// What to type for one shell, and where that is.
  private func line(of shell: TerminalPlace.Shell) -> String {
    let place = Processes.place(Int(shell.process)).map {
      [$0.terminal, $0.folder].compactMap(\.self).joined(separator: "  ")
    }
    return "  sockplay join\(role.map { " \($0)" } ?? " ROLE") --shell \(shell.process)   \(place ?? "")"
  }
}
