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
  private lazy var editor = LineEditor(self, context)
  private var number = 0

  convenience init(_ context: RunContext) {
    let screen = context.screen(showsLines: false), above = AboveLine(screen)
    let screens = TerminalScreens(above, screen)
    let reports = Broadcast([screens] + (context.view.map { [$0] } ?? []))
    let session = context.session(reports, permissions: .all, isInteractive: true)
    let console = Console(context, session: session, reports: reports, source: "")
    console.terminals = Terminals(console, screens)
    self.init(console, screen: screen, above: above)
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
    context.output.write("sockplay \(ProgramVersion.number) · Linux · \(greeting)\n")
    if let view = context.view { context.say(view.sentence) }
    reports.begin()
    defer {
      console.terminals?.end()
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
    DisplayWidth.beginLocale()
    Completer.install { [session] in session.offers(for: $0) }
    history.load()
  }

  /// Takes lines until the user leaves, or a play goes on.
  func takeLines() {
    defer { history.save() }
    while !console.isDone, console.resumption == nil, !Keyboard.now.isOver, context.output.problem == nil {
      guard let text = editor.read(after: text), !editor.isAtEnd else { break }
      take(text)
    }
  }

  /// Asks for one line, which is `initial` at first, and takes it for nothing else.
  /// - Returns: nil at the end of the input, and after Ctrl-C.
  func ask(_ question: String, initial: [UInt8] = []) -> [UInt8]? {
    editor.read(after: question, initial, isAsking: true)
  }

  private func take(_ text: [UInt8]) {
    EnteredText(text).run(context, after: { self.text }) { line in
      take(line: line)
      return !console.isDone && console.resumption == nil
    } skip: {
      console.abandonBlock()
    }
  }

  private func take(line: ArraySlice<UInt8>) {
    number += 1
    history.add(Array(line))
    // A call that has returned is collected before the line runs, which may need its result.
    for step in session.collectReturned() { session.report.take(.step(step)) }
    _ = console.take(line, number: number)
    waitWhileHeld()
    for step in session.collectReturned() { session.report.take(.step(step)) }
  }

  /// Waits until the call of the last line has returned, while others type. Ctrl-C ends it, Ctrl-Z leaves it in the
  /// background.
  private func waitWhileHeld() {
    var keys = Keyboard.now
    while let job = console.heldJob, session.hasJob(job), !Keyboard.now.isOver {
      context.wakeup.wait(microseconds: Session.watchInterval * 1000)
      let now = Keyboard.now
      if now != keys { session.report.take(.interruption) }
      if now.interrupts != keys.interrupts {
        console.endHeldCall()
      } else if now.suspends != keys.suspends {
        console.leaveHeldCall()
      }
      keys = now
      if attend() { keys = Keyboard.now }
    }
    console.forgetHeldCall()
  }

  private var text: String {
    console.openKeyword != nil ? "... " : (session.role ?? "") + "> "
  }
}

extension Prompt: LineOwner {
  func typing(_ isTyping: Bool) {
    above.line.isTyping = isTyping
    if isTyping { history.save() }
  }

  func measure() { screen.width = RunContext.width }

  func attend() -> Bool {
    let hasRun = console.terminals?.attend() ?? false
    session.catchUp()
    console.terminals?.releaseHeld()
    context.view?.publish()
    return hasRun
  }

  /// Leaves an unfinished block, too.
  func abandon() -> String {
    console.abandonBlock()
    return text
  }

  /// Leaves an unfinished block, or else the shell.
  func leave() -> Bool {
    guard console.openKeyword != nil, !Keyboard.now.isOver else { return true }
    console.abandonBlock()
    return false
  }
}
