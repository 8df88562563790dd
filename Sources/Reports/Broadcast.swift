import Runner
import SessionLanguage
import Sockets

/// Hands everything to one audience, and every step to one more listener first.
package final class Broadcast: Report {
  package let report: any Report
  /// Called with each step before it is shown.
  package var listener: ((Step) -> Void)?
  /// Called with each note before it is shown.
  package var noteListener: ((Statement.Body) -> Void)?

  package init(_ report: any Report) { self.report = report }

  package var wantsChanges: Bool { report.wantsChanges || listener != nil }

  package func show(_ step: Step) {
    listener?(step)
    report.show(step)
  }

  package func begin(_ statement: Statement) { report.begin(statement) }
  package func progress(source: String, line: Int, of lines: Int, steps: Int) {
    report.progress(source: source, line: line, of: lines, steps: steps)
  }
  package func show(interim lines: [String]) { report.show(interim: lines) }
  package func waitBegins() { report.waitBegins() }
  package func show(note: Statement.Body) {
    noteListener?(note)
    report.show(note: note)
  }

  package func show(_ event: Event) { report.show(event) }
  package func show(returned exchange: Exchange, of job: String) { report.show(returned: exchange, of: job) }
  package func show(_ refusal: Diagnostic, at place: Place, line: ArraySlice<UInt8>) {
    report.show(refusal, at: place, line: line)
  }
  package func show(waiting call: Call, forecast: String?) { report.show(waiting: call, forecast: forecast) }
  package func showInterruption() { report.showInterruption() }
}
