import Runner
import SessionLanguage
import Sockets

/// Hands everything to one audience, and every step to one more listener first.
package final class Tee: Audience {
  package let audience: any Audience
  /// Called with each step before it is shown.
  package var listener: ((Step) -> Void)?
  /// Called with each note before it is shown.
  package var noteListener: ((Statement.Body) -> Void)?

  package init(_ audience: any Audience) { self.audience = audience }

  package var wantsChanges: Bool { audience.wantsChanges || listener != nil }

  package func show(_ step: Step) {
    listener?(step)
    audience.show(step)
  }

  package func begin(_ statement: Statement) { audience.begin(statement) }
  package func progress(source: String, line: Int, of lines: Int, steps: Int) {
    audience.progress(source: source, line: line, of: lines, steps: steps)
  }
  package func show(interim lines: [String]) { audience.show(interim: lines) }
  package func waitBegins() { audience.waitBegins() }
  package func show(note: Statement.Body) {
    noteListener?(note)
    audience.show(note: note)
  }

  package func show(_ event: Event) { audience.show(event) }
  package func show(returned exchange: Exchange, of job: String) { audience.show(returned: exchange, of: job) }
  package func show(_ refusal: Diagnostic, at place: Place, line: ArraySlice<UInt8>) { audience.show(refusal, at: place, line: line) }
  package func show(waiting call: Call, forecast: String?) { audience.show(waiting: call, forecast: forecast) }
  package func showInterruption() { audience.showInterruption() }
}
