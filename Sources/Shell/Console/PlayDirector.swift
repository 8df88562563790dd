import Commands
import Glibc
import Reports
import Runner
import SessionLanguage

/// Decides how a play goes on for the person who watches it: where it is shown, how fast, and where it stops.
final class PlayDirector: PlayControl {
  private let path: String
  private var range: PlayRange
  private let pace: Int?
  private let session: Session
  private let console: Console
  /// Hides what comes before the place from which on the play is shown.
  private let curtain: Curtain?
  private let screen: ScreenReport?
  /// nil where nobody can be asked.
  private let prompt: PlayPrompt?
  private let promptsAtFailure: Bool
  private let steps: StepPause?
  /// Whether the place from which on it is shown has been reached.
  private var hasBegun = false

  private var words: PlayWords { PlayWords(language: session.table.language) }

  init(_ watched: WatchedPlay, console: Console, path: String, range: PlayRange, pace: Int?) {
    (self.path, self.range, self.pace) = (path, range, pace)
    (session, self.console) = (console.session, console)
    (curtain, screen, prompt) = (watched.curtain, watched.screen, watched.prompt)
    (promptsAtFailure, steps) = (watched.promptsAtFailure, watched.steps)
  }

  /// Whether the play is to be played anew, up to the step before.
  var isGoingBack: Bool { steps?.isGoingBack ?? false }

  /// Whether lines run one after the other, and nobody waits for a key.
  var isHidden: Bool { curtain?.isOpen == false }

  /// Whether each line waits for a key anyway.
  var isStepping: Bool { steps != nil }

  func shouldPlay(at place: Place) -> Bool {
    if steps?.hasLeft == true { return false }
    guard place.source == path else { return true }
    if place.number >= range.from { begin() }
    guard let last = range.to, place.number > last else { return true }
    return stop(after: last)
  }

  /// All lines have been played.
  func reachesEnd() { if let last = range.to { _ = stop(after: last) } }

  private func begin() {
    hasBegun = true
    if steps?.isPlayingAnew != true { curtain?.open() }
  }

  private func stop(after line: Int) -> Bool {
    range.to = nil
    return prompt?.open(words.stopped(line), resumptions: [.skip]) != nil
  }

  func choose(_ statement: Statement, at place: Place) -> LineChoice {
    guard hasBegun else { return .run }
    if let steps { return steps.choose(statement, at: place) }
    guard let pace else { return .run }
    screen?.announce(statement, expects: false)
    return session.sleep(milliseconds: pace) ? .run : .end
  }

  func resume(_ place: Place) -> Resumption? {
    if console.isDone { return nil }
    if steps?.hasPlayedAnew == true { return .skip }
    guard promptsAtFailure, let prompt else { return nil }
    begin()
    return prompt.open(words.failed(place, of: path), resumptions: [.retry, .skip])
  }
}

/// Who watches a play, and with what.
struct WatchedPlay {
  var curtain: Curtain?
  var screen: ScreenReport?
  var prompt: PlayPrompt?
  var promptsAtFailure = false
  var steps: StepPause?
}
