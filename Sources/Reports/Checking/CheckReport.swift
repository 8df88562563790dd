import Runner
import SessionLanguage
import Sockets

/// Says nothing but what went wrong: the audience of `check`.
package final class CheckReport: Report {
  private let errors: Output
  private let style: Style

  /// Whether somebody sits before ERRORS who wants to see that it goes on.
  private let showsProgress: Bool
  private let start = monotonicNanoseconds()
  private var lastProgress: Int64 = 0

  package var wantsChanges: Bool { false }

  package init(errors: Output, style: Style, showsProgress: Bool) {
    self.errors = errors
    self.style = style
    self.showsProgress = showsProgress
  }

  /// Shows how far the play is, when it takes longer than a second, twice a second.
  package func progress(source: String, line: Int, of lines: Int, steps: Int) {
    let now = monotonicNanoseconds()
    guard showsProgress, now - start > 1_000_000_000, now - lastProgress > 500_000_000 else { return }
    lastProgress = now
    errors.write("\r\u{1b}[K\(TerminalEscape.prose(source)): line \(line) of \(lines), \(steps) steps")
  }

  /// Takes the progress off the screen.
  package func endProgress() {
    if lastProgress > 0 { errors.write("\r\u{1b}[K") }
    lastProgress = 0
  }

  package func show(_ step: Step) {
    guard step.failure != nil else { return }
    if let diagnostic = FailureText.diagnostic(step) { show(diagnostic, at: step.place, line: step.line) }
  }

  package func show(note: Statement.Body) {}
  package func show(_ event: Event) {}
  package func show(waiting call: Call, forecast: String?) {}

  package func showInterruption() {}

  package func show(_ refusal: Diagnostic, at place: Place, line: ArraySlice<UInt8>) {
    endProgress()
    errors.write(DiagnosticText.render(refusal, at: place, line: line, style: style))
  }
}
