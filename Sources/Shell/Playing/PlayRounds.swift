import Commands
import Reports
import Runner
import SessionLanguage

/// How often a file is played against a program: once, and again from the chapter after each that failed. The lines before
/// the first heading are played each time.
final class PlayRounds: PlayControl {
  let path: String
  /// Tells what comes of it; nil where nobody asks.
  let part: PartReport?
  /// Sees what has become of the program when a line of this round fails.
  var look: (any Report)?
  /// The number of the line that was reached last.
  private(set) var line = 0
  /// The index of the chapter from which on lines are played.
  private var next = 0
  private(set) var goesOn = false
  /// Whether no chapter has failed before this round, so that each line finds what those before it have made.
  var isFirst: Bool { next == 0 }

  init(_ path: String, _ part: PartReport?) { (self.path, self.part) = (path, part) }

  func shouldPlay(at place: Place) -> Bool {
    if place.source == path { line = place.number }
    return true
  }

  func choose(_ statement: Statement, at place: Place) -> LineChoice {
    guard next > 0, place.source == path, let chapter = part?.chapter(ofLine: place.number) else { return .run }
    return chapter >= next || isOpening(chapter) ? .run : .skip
  }

  func resume(_ place: Place) -> Resumption? { nil }

  /// Whether a chapter is what stands before the first heading.
  private func isOpening(_ chapter: Int) -> Bool { chapter == 0 && part?.titles.first?.isEmpty == true }

  /// A round has ended.
  func end(_ verdict: Verdict) {
    goesOn = false
    guard let part else { return }
    let count = part.titles.count
    guard verdict != .held else { return (next..<max(next, count)).forEach(part.finish) }
    guard verdict == .checkFailed || verdict == .couldNotRun, let failed = part.chapter(ofLine: line), failed >= next
    else { return }
    (next..<failed).forEach(part.finish)
    goesOn = failed + 1 < count && !(isOpening(failed) && count > 1)
    next = failed + 1
  }

  /// There is no use in another round.
  func giveUp() { goesOn = false }
}
