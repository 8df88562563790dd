import Commands
import SessionLanguage
import Sockets

/// Whoever follows a session: a screen, a recording, a machine.
package protocol Report: AnyObject {
  /// Whether it wants to be told what each step changed. Nobody looks at a socket that nobody wants seen.
  var wantsChanges: Bool { get }
  /// A line is about to be run: what it does, and how long that takes, is not known yet.
  func begin(_ statement: Statement)
  /// The line that was begun takes its time: `sleep`, `wait`, a check that does not hold yet.
  func waitBegins()
  /// What the line that was begun has to show up to now; more will come.
  func show(interim lines: [String])
  /// Many steps have been done; the play is at LINE of LINES.
  func progress(source: String, line: Int, of lines: Int, steps: Int)
  /// A line that a person wrote for people.
  func show(note: Statement.Body)
  func show(_ step: Step)
  func show(_ event: Event)
  /// A call in the background has come to EXCHANGE while a line waits. The step that collects JOB is still to come.
  func show(returned exchange: Exchange, of job: String)
  /// A line was refused; nothing was done.
  func show(_ refusal: Diagnostic, at place: Place, line: ArraySlice<UInt8>)
  /// A call in the foreground is waiting, or will; FORECAST says why, where that is known.
  func show(waiting call: Call, forecast: String?)
  /// Ctrl-C or Ctrl-Z ended a wait; a terminal has put ^C or ^Z where the cursor was.
  func showInterruption()
}

extension Report {
  package func begin(_ statement: Statement) {}
  package func waitBegins() {}
  package func show(interim lines: [String]) {}
  package func show(returned exchange: Exchange, of job: String) {}
  package func progress(source: String, line: Int, of lines: Int, steps: Int) {}
}
