import Runner
import SessionLanguage
import Sockets

/// Says nothing but what went wrong: the audience of `check`.
public final class Quiet: Audience {
  private let errors: Output
  private let style: Style

  public var wantsChanges: Bool { false }

  public init(errors: Output, style: Style) {
    self.errors = errors
    self.style = style
  }

  public func show(_ step: Step) {
    if let diagnostic = FailureText.diagnostic(step) { show(diagnostic, at: step.place, line: step.line) }
  }

  public func show(note: Statement.Body) {}
  public func show(_ event: Event) {}
  public func show(waiting call: Call) {}

  public func showInterruption() {}

  public func show(_ refusal: Diagnostic, at place: Place, line: ArraySlice<UInt8>) {
    errors.write(DiagnosticText.render(refusal, at: place, line: line, style: style))
  }
}
