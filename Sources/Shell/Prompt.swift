import CReadline
import Commands
import Glibc
import Reports
import Runner
import SessionLanguage
import Sockets
import Text

/// The readline prompt.
final class Prompt {
  private let context: RunContext
  private let console: Console
  private let session: Session
  private let screen: ScreenReport
  private let reports: Broadcast
  private let above: AboveLine
  private let history = History()
  /// The line that Enter just completed; nil while one is typed.
  private var entered: [UInt8]?
  private var isAtEnd = false
  /// Whether it waits for the answer to a question, which Ctrl-C leaves.
  private var isAsking = false
  private var number = 0

  /// Readline's callbacks have no context argument; they and the prompt run on one thread.
  nonisolated(unsafe) private static var current: Prompt?

  convenience init(_ context: RunContext) {
    let screen = context.screen(showsLines: false), above = AboveLine(screen)
    let reports = Broadcast([above] + (context.view.map { [$0] } ?? []))
    let session = context.session(reports, permissions: .all, isInteractive: true)
    self.init(
      Console(context, session: session, reports: reports, source: ""), screen: screen, above: above)
  }

  /// A prompt whose lines `console` takes.
  init(_ console: Console, screen: ScreenReport, above: AboveLine) {
    (self.console, self.screen, self.above) = (console, screen, above)
    (context, session, reports) = (console.context, console.session, console.reports)
    _ = console.beginCapture()
  }

  /// Runs until the user leaves. Returns the exit code.
  func run() -> Int32 {
    Keyboard.ignoreQuit()
    prepare()
    let greeting = context.language.text(
      "type help, or tour; or begin with socket srv tcp", korean: "처음이라면 tour, 수업은 learn, 명령 목록은 help")
    context.output.write("sockplay \(Sockplay.version) · Linux · \(greeting)\n")
    if let view = context.view { context.say(view.sentence) }
    reports.begin()
    defer {
      session.end()
      reports.end()
    }
    takeLines()
    if !Keyboard.now.isEnding { session.showLeftovers(of: "") }
    // A signal that ends the program takes precedence; without one, the terminal is gone.
    return context.exitCode(console.judge(Keyboard.now.isEnding ? .couldNotRun : .held))
  }

  /// Prepares the terminal and readline, once.
  func prepare() {
    Keyboard.endWithTerminal()
    setlocale(LC_CTYPE, "")
    Completer.install(session)
    history.load()
  }

  /// Takes lines until the user leaves, or a play goes on.
  func takeLines() {
    Prompt.current = self
    defer {
      history.save()
      Prompt.current = nil
    }
    isAtEnd = false
    while !console.isDone, console.resumption == nil, !isAtEnd, !Keyboard.now.isOver, context.output.problem == nil {
      guard let text = readLine(after: text) else { break }
      take(text)
    }
  }

  /// Asks for one line, which is `initial` at first, and takes it for nothing else.
  /// - Returns: nil at the end of the input, and after Ctrl-C.
  func ask(_ question: String, initial: [UInt8] = []) -> [UInt8]? {
    Prompt.current = self
    (isAtEnd, isAsking) = (false, true)
    defer {
      Prompt.current = nil
      isAsking = false
    }
    return readLine(after: question, initial)
  }

  /// Takes what was entered: one line, or the lines of one paste. Ctrl-C skips the remaining lines, and this is shown.
  private func take(_ text: [UInt8]) {
    let lines = text.split(omittingEmptySubsequences: false) { $0 == 0x0a || $0 == 0x0d }
    let keys = Keyboard.now.interrupts
    let terminal = TypedAhead.keep()
    defer { TypedAhead.restore(terminal) }
    for (index, line) in lines.enumerated() {
      if lines.count > 1 { echo(line) }
      take(line: line)
      if console.isDone || console.resumption != nil { return }
      if Keyboard.now.interrupts != keys { return showSkippedLines(lines.dropFirst(index + 1)) }
    }
  }

  /// Says how many `lines` of a paste were not run.
  private func showSkippedLines(_ lines: ArraySlice<ArraySlice<UInt8>>) {
    console.abandonBlock()
    let count = lines.count { !$0.isEmpty }
    if count > 0 {
      context.complain(
        "\(count) more \(Plural.noun("line", count)) of the paste \(Plural.was(count)) not run")
    }
  }

  private func take(line: ArraySlice<UInt8>) {
    number += 1
    history.add(Array(line))
    // A call that has returned is collected before the line runs, which may need its result.
    for step in session.collectReturned() { session.report.take(.step(step)) }
    _ = console.take(line, number: number)
    for step in session.collectReturned() { session.report.take(.step(step)) }
  }

  /// Shows one line of a paste again, above its card. A line that is not text is refused, and shown then.
  private func echo(_ line: ArraySlice<UInt8>) {
    guard !line.isEmpty, line.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else { return }
    context.output.write(self.text + TerminalEscape.prose(String(decoding: line, as: UTF8.self)) + "\n")
  }

  private var text: String {
    console.openKeyword != nil ? "... " : (session.role ?? "") + "> "
  }

  /// Reads one line, while events are shown above it. nil at the end of input.
  private func readLine(after text: String, _ initial: [UInt8] = []) -> [UInt8]? {
    entered = nil
    measure()
    // From the moment the prompt is visible, a key is meant for it.
    var keys = Keyboard.now
    rl_callback_handler_install(text) { Prompt.current?.enter($0) }
    if !initial.isEmpty { creadline_insert(String(decoding: initial, as: UTF8.self)) }
    above.isTyping = true
    history.save()
    while entered == nil, !isAtEnd {
      waitForInput()
      let now = Keyboard.now
      if now.isOver {
        if entered == nil, !isAtEnd { enter(nil) }
        return nil
      }
      if now.interrupts != keys.interrupts {
        if isAsking { return cancel() }
        abandon()
      }
      if now.suspends != keys.suspends { suspend() }
      keys = now
      if entered == nil, !isAtEnd { attend() }
    }
    return entered
  }

  private func waitForInput() {
    var entries = [
      pollfd(fd: 0, events: Int16(POLLIN), revents: 0),
      pollfd(fd: context.wakeup.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&entries, 2, Int32(Session.watchInterval)) > 0 else {
      if rl_pending_signal() != 0 { resize() }
      return
    }
    if entries[1].revents != 0 { context.wakeup.drain() }
    if entries[0].revents != 0 { rl_callback_read_char() }
  }

  /// The terminal was resized.
  private func resize() {
    rl_check_signals()
    measure()
  }

  private func measure() {
    creadline_measure()
    screen.width = RunContext.width
  }

  /// Readline calls this with the whole line, or with nil for Ctrl-D.
  private func enter(_ line: UnsafeMutablePointer<CChar>?) {
    rl_callback_handler_remove()
    above.isTyping = false
    guard let line else { return end() }
    entered = Array(UnsafeRawBufferPointer(start: line, count: strlen(line)))
    free(line)
  }

  /// Ctrl-D: leaves an unfinished block, or else the shell.
  private func end() {
    if console.openKeyword != nil, !Keyboard.now.isOver {
      console.abandonBlock()
      entered = []
    } else {
      isAtEnd = true
    }
    context.output.write("\n")
  }

  /// Shows what has happened meanwhile.
  private func attend() {
    session.catchUp()
    context.view?.publish()
  }

  /// Ctrl-C: begins a new line, and leaves an unfinished block.
  private func abandon() {
    console.abandonBlock()
    creadline_abandon(text)
  }

  /// Ctrl-C at a question.
  private func cancel() -> [UInt8]? {
    creadline_cancel()
    rl_callback_handler_remove()
    above.isTyping = false
    return nil
  }

  /// Ctrl-Z at the prompt stops sockplay itself, as it would any program.
  private func suspend() {
    rl_deprep_terminal()
    Keyboard.suspend()
    rl_prep_terminal(1)
    creadline_show()
  }
}
