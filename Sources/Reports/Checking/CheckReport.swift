import Runner
import SessionLanguage
import Sockets

/// Says nothing but what went wrong: the report of `check`.
package final class CheckReport: Report {
  private let output: Output
  private let errors: Output
  private let style: Style

  /// Whether `errors` is a terminal, where progress is shown.
  private let showsProgress: Bool
  private let start = monotonicNanoseconds()
  private var lastProgress: Int64 = 0

  package var wantsChanges: Bool { false }

  package init(output: Output, errors: Output, style: Style, showsProgress: Bool) {
    self.output = output
    self.errors = errors
    self.style = style
    self.showsProgress = showsProgress
  }

  package func take(_ record: Record) {
    switch record {
    case .step(let step): if step.failure != nil { show(step) }
    case .refusal(let refusal, let place, let line): show(refusal, at: place, line: line)
    case .leftover(let left, let source): show(left, of: source)
    case .progress(let progress): show(progress)
    case .summary(let summary): output.write("\(summary.text)\n")
    default: break
    }
  }

  /// Removes the progress from the screen.
  package func end() {
    if lastProgress > 0 { errors.write("\r\u{1b}[K") }
    lastProgress = 0
  }

  /// Shows the progress of a play that takes longer than a second, twice a second.
  private func show(_ progress: Progress) {
    let now = monotonicNanoseconds()
    guard showsProgress, now - start > 1_000_000_000, now - lastProgress > 500_000_000 else { return }
    lastProgress = now
    errors.write(
      "\r\u{1b}[K\(TerminalEscape.prose(progress.source)): line \(progress.line) of \(progress.lines), \(progress.steps) steps"
    )
  }

  private func show(_ left: Leftover, of source: String) {
    end()
    errors.write("\(TerminalEscape.prose(source)): \(TerminalEscape.prose(left.sentence))\n")
  }

  private func show(_ step: Step) {
    if let diagnostic = FailureText.diagnostic(step) { show(diagnostic, at: step.place, line: step.line) }
  }

  private func show(_ refusal: Diagnostic, at place: Place, line: ArraySlice<UInt8>) {
    end()
    if refusal.isUnmet { return output.write("skipped \(TerminalEscape.prose(place.source)): \(refusal.sentence)\n") }
    errors.write(DiagnosticText.render(refusal, at: place, line: line, style: style))
  }
}

extension Diagnostic {
  /// What is not met, in one line.
  fileprivate var sentence: String {
    let text = label.isEmpty ? title : "\(title): \(label)"
    return TerminalEscape.prose(notes.first.map { "\(text); \($0.text)" } ?? text)
  }
}
