import Commands
import Reports
import Runner

/// The prompt that `replay --from-failure` opens at a line that failed, on the handles of the play.
final class FailurePrompt {
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
    console.mayResume = true
    prompt = Prompt(console, screen: screen, above: above)
  }

  /// Lets a person look and repair after the line at `place` failed.
  ///
  /// - Returns: how the play goes on; nil ends it.
  func open(_ place: Place) -> Resumption? {
    if hasLeft || Keyboard.now.isOver { return nil }
    context.output.write(
      "line \(place.number) failed; retry runs it again, continue goes on after it, quit ends the play\n")
    let before = (session.table.permissions, session.timeout, session.role, session.table.turn)
    (session.table.permissions, session.timeout, session.isInteractive) = (.all, nil, true)
    session.interruptsAtStart = nil
    screen.showsLines = false
    Keyboard.catchSuspending()
    if !isPrepared { prompt.prepare() }
    isPrepared = true
    console.resumption = nil
    prompt.takeLines()
    Keyboard.leaveSuspending()
    screen.showsLines = true
    // Ctrl-C at the prompt does not end the play.
    session.interruptsAtStart = Keyboard.now.interrupts
    session.isInteractive = false
    (session.table.permissions, session.timeout, session.role, session.table.turn) = before
    hasLeft = console.resumption == nil
    return console.resumption
  }
}
