import Commands
import Glibc
import SessionLanguage
import Sockets
import Text

/// A server to practise with, or a program of somebody else's, as a process. Its standard input is a pipe whose other end
/// only this process has. A server ends when that is closed; for a program see `Tied`.
final class PartnerProcess {
  let name: String
  /// That of a server; of a program, its words.
  let kind: String
  /// Where a server is reached; empty for a program, which does not tell.
  private(set) var address = ""
  private(set) var pid = pid_t()
  private var input: Int32 = -1
  private var output: Int32 = -1
  /// What has come of a line whose end has not.
  private var partial: [UInt8] = []
  /// Whether it has closed its output.
  private(set) var hasEnded = false

  /// How long it may take to begin, in milliseconds.
  private static let startTimeout: Int64 = 10_000
  /// The most that is kept of a line.
  private static let longestLine = 1000

  init(_ wanted: WantedPartner, program: String, language: Language) throws(Diagnostic) {
    (name, kind) = (wanted.name, wanted.partner.kind)
    var words = ["sockplay", "peer", "--ends-with-input", "--lang=\(language.rawValue)", kind]
    if wanted.partner.argument != nil { words.append(wanted.argument) }
    if let failure = spawn(program, words + ["\(wanted.address)"]) {
      throw Diagnostic("cannot start a server", at: wanted.span, label: failure)
    }
    let first = awaitFirstLine()
    guard let first, first.hasPrefix(kind + " "), let last = first.split(separator: " ").last else {
      end()
      throw Diagnostic("the server could not start", at: wanted.span, label: first ?? "it did not say so in time")
    }
    address = String(last)
  }

  /// - Parameter program: What sees to it that the program ends with this process.
  init(_ wanted: WantedProgram, program: String) throws(Diagnostic) {
    (name, kind) = (wanted.name, wanted.words.joined(separator: " "))
    if let failure = spawn(program, ["sockplay", "tied", "--"] + wanted.words) {
      throw Diagnostic("cannot start a program", at: wanted.span, label: failure)
    }
  }

  deinit { end() }

  /// Starts the process.
  /// - Returns: the call that failed, if one did.
  private func spawn(_ program: String, _ words: [String]) -> String? {
    let toChild: OwnPipe, fromChild: OwnPipe
    do throws(Errno) { (toChild, fromChild) = try OwnPipe.bothWays() } catch { return "pipe: \(error.symbol)" }
    var start = ProcessStart(program, words)
    start.give(toChild.reader, as: 0)
    start.give(fromChild.writer, as: 1)
    start.give(fromChild.writer, as: 2)
    let started = start.run()
    close(toChild.reader)
    close(fromChild.writer)
    (input, output) = (Descriptors.outOfTheWay(toChild.writer), Descriptors.outOfTheWay(fromChild.reader))
    _ = fcntl(output, F_SETFL, O_NONBLOCK)
    pid = started.process
    return started.error.map { "posix_spawn: \($0.symbol)" }
  }

  private func awaitFirstLine() -> String? {
    let deadline = monotonicNanoseconds() + Self.startTimeout * 1_000_000
    while !hasEnded {
      let left = (deadline - monotonicNanoseconds()) / 1_000_000
      guard left > 0 else { return nil }
      var entry = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      poll(&entry, 1, Int32(left))
      read()
      if let line = nextLine() { return line }
    }
    return nextLine()
  }

  /// The lines that it has written since it was last asked.
  func takeLines() -> [String] {
    read()
    var lines: [String] = []
    while let line = nextLine() { lines.append(line) }
    return lines
  }

  /// The most that is read at once: a server that never stops talking must not hold the session.
  private static let most = 65536

  private func read() {
    guard output >= 0, !hasEnded else { return }
    var buffer = [UInt8](repeating: 0, count: Self.most)
    let count = Glibc.read(output, &buffer, buffer.count)
    if count > 0 { partial += buffer.prefix(count) } else if count == 0 { hasEnded = true }
  }

  private func nextLine() -> String? {
    guard let end = partial.firstIndex(of: 0x0a) else { return nil }
    let line = String(decoding: partial[..<end].prefix(Self.longestLine), as: UTF8.self)
    partial.removeSubrange(...end)
    return line
  }

  /// How it ended, where it did so by itself; nil while it runs. To be asked once it has closed its output.
  func waitForEnd() -> ProcessEnd? {
    var status: Int32 = 0
    // Its descriptors are closed a moment before it can be waited for.
    for _ in 0..<Self.looks where pid > 0 {
      if waitpid(pid, &status, WNOHANG) == pid {
        pid = 0
        return ProcessEnd(status: status)
      }
      usleep(1000)
    }
    return nil
  }

  private static let looks = 100

  /// Ends it at once, as kill -9 does, and what it has started with it.
  func end() {
    if pid > 0 {
      kill(-pid, SIGKILL)
      kill(pid, SIGKILL)
      var status: Int32 = 0
      while waitpid(pid, &status, 0) < 0, errno == EINTR {}
      pid = 0
    }
    guard output >= 0 else { return }
    read()
    close(input)
    close(output)
    (input, output) = (-1, -1)
  }
}
