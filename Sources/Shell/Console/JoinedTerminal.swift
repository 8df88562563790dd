import Glibc
import Reports
import Runner
import SessionLanguage

/// A terminal that has joined the shell, with the role that it has.
final class JoinedTerminal {
  /// The number under which its messages come.
  let number: Int
  let process: pid_t
  let role: String
  let console: Console
  private let hello: TerminalMessage.Hello
  private let screen: ScreenReport
  private let output = Output.inMemory()
  private let server: TerminalServer
  /// How many lines it has sent.
  private var lines = 0
  /// Whether it waits for the shell, and may send no line.
  private(set) var isBusy = true
  /// What came of its last line.
  private var verdict = Verdict.held

  /// - Parameter console: That of the terminal that shares.
  init(
    _ hello: TerminalMessage.Hello, _ number: Int, process: pid_t, role: String, beside first: Console,
    on server: TerminalServer
  ) {
    (self.hello, self.number, self.process, self.role, self.server) = (hello, number, process, role, server)
    screen = ScreenReport(
      output: output, errors: output, style: Style(isColoured: hello.isColoured), width: nil, showsLines: false,
      language: hello.language)
    console = Console(first.context, session: first.session, reports: first.reports, source: "")
    console.terminals = first.terminals
    console.joined = self
    setWidth(hello.width)
  }

  /// Readline, too, knows no narrower screen.
  func setWidth(_ width: Int?) { screen.width = width.map { max($0, 16) } }

  /// Has its screen show something.
  func show(_ body: (ScreenReport) -> Void) {
    body(screen)
    let bytes = output.takeKept()
    for start in stride(from: 0, to: bytes.count, by: Self.piece) {
      server.send(.text(Array(bytes[start..<min(start + Self.piece, bytes.count)])), to: number)
    }
  }

  private static let piece = 1 << 20

  /// Has its screen show `text` as it is.
  func write(_ text: String) { show { _ in output.write(text) } }

  /// Runs a line of this terminal.
  func run(_ line: [UInt8]) {
    (isBusy, lines) = (true, lines + 1)
    server.send(.began, to: number)
    let table = console.session.table, before = table.permissions
    if !hello.isTyped { table.permissions = hello.allowed }
    defer { table.permissions = before }
    verdict = server.running(number) { console.take(Self.line(line, of: role)[...], number: lines) }
  }

  /// `line` with `role` before it, unless it has one.
  private static func line(_ line: [UInt8], of role: String) -> [UInt8] {
    let isBlank = line.allSatisfy { $0 == 0x20 || $0 == 0x09 }
    if isBlank || (try? Parser.parse(line))?.role != nil { return line }
    return Array("\(role)> ".utf8) + line
  }

  /// A call for which it waited has returned.
  func note(_ step: Step) { if step.failure != nil { verdict = max(verdict, .checkFailed) } }

  /// Lets it type the next line.
  func release() {
    isBusy = false
    server.send(.ready(prompt: console.openKeyword != nil ? "... " : "\(role)> ", verdict), to: number)
    verdict = .held
  }
}
