import Commands
import Reports
import Runner
import SessionLanguage

/// The prompt in the middle of a play, on its live handles: at a line that failed, before a line, or where the play stops.
final class PlayPrompt {
  private let session: Session
  private let screen: ScreenReport
  private let console: Console
  private let prompt: Prompt
  private let context: RunContext
  private var isPrepared = false
  /// Whether the person has left it, which ends the play: of a file that another one sources, that one's as well.
  private var hasLeft = false

  /// - Parameter reports: What listens to `session`, with `screen` among them.
  init(_ context: RunContext, session: Session, reports: Broadcast, screen: ScreenReport, above: AboveLine) {
    (self.context, self.session, self.screen) = (context, session, screen)
    console = Console(context, session: session, reports: reports, source: "")
    prompt = Prompt(console, screen: screen, above: above)
  }

  /// Lets a person look and repair.
  ///
  /// - Parameters:
  ///   - greeting: What is said first: where the play is, and how it goes on.
  ///   - resumptions: How it may go on.
  /// - Returns: how the play goes on; nil ends it.
  func open(_ greeting: String, resumptions: [Resumption]) -> Resumption? {
    if hasLeft || Keyboard.now.isOver { return nil }
    session.report.take(.delay)
    context.say(greeting)
    let before = (session.table.permissions, session.timeout, session.role, session.table.turn)
    (session.table.permissions, session.timeout, session.isInteractive) = (.all, nil, true)
    session.interruptsAtStart = nil
    screen.showsLines = false
    console.resumption = nil
    console.resumptions = resumptions
    atTerminal { prompt.takeLines() }
    screen.showsLines = true
    // Ctrl-C at the prompt does not end the play.
    session.interruptsAtStart = Keyboard.now.interrupts
    session.isInteractive = false
    (session.table.permissions, session.timeout, session.role, session.table.turn) = before
    hasLeft = console.resumption == nil
    return console.resumption
  }

  /// Asks a question, whose answer is `initial` unless that is changed.
  /// - Returns: nil at the end of the input, and after Ctrl-C.
  func ask(_ question: String, initial: [UInt8] = []) -> [UInt8]? {
    if Keyboard.now.isOver { return nil }
    return atTerminal { prompt.ask(question, initial: initial) }
  }

  /// While readline has the terminal, Ctrl-Z is for the prompt.
  private func atTerminal<T>(_ body: () -> T) -> T {
    Keyboard.catchSuspending()
    defer { Keyboard.leaveSuspending() }
    if !isPrepared { prompt.prepare() }
    isPrepared = true
    return body()
  }
}
