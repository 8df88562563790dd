import Commands
import SessionLanguage

/// Decides how a play goes on where the file alone does not: for a person who watches it.
package protocol PlayControl: AnyObject {
  /// The line at `place` is next, whatever it is.
  /// - Returns: Whether the play goes on; false ends it before that line.
  func shouldPlay(at place: Place) -> Bool
  /// What to do with a command or a check that is next.
  func choose(_ statement: Statement, at place: Place) -> LineChoice
  /// How to go on after the line at `place` failed; nil ends the play.
  func resume(_ place: Place) -> Resumption?
}

/// What is done with a line that is next.
package enum LineChoice {
  case run
  case skip
  /// Another line is run in its place.
  case replace(PreparedLine)
  /// The play ends before it.
  case end
}

extension PlayControl {
  package func shouldPlay(at place: Place) -> Bool { true }
  package func choose(_ statement: Statement, at place: Place) -> LineChoice { .run }
}
