import Runner
import SessionLanguage
import Sockets
import Text

/// Says nothing but what went wrong, and what led there: the report of `check`.
package final class CheckReport: Report {
  private let output: Output
  private let errors: Output
  private let style: Style
  private let width: Int?

  private var progress: ProgressLine
  private let cards: ChapterCards

  package var wantsChanges: Bool { cards.areKept }

  /// - Parameters:
  ///   - width: The terminal's, in columns; nil in a file.
  ///   - showsProgress: Whether `errors` is a terminal.
  package init(
    output: Output, errors: Output, style: Style, width: Int?, language: Language = .english, showsProgress: Bool
  ) {
    self.output = output
    self.errors = errors
    self.style = style
    self.width = width
    progress = ProgressLine(errors, isShown: showsProgress)
    cards = ChapterCards(style: style, width: width, language: language)
  }

  package func begin() { cards.begin() }

  package func take(_ record: Record) {
    cards.take(record)
    switch record {
    case .step(let step): if step.failure != nil { show(step) }
    case .refusal(let refusal, let place, let line): show(refusal, at: place, line: line)
    case .leftover(let left, let source): show(left, of: source)
    case .progress(let progress): show(progress)
    case .retry(let source, let number): errors.write("\(TerminalEscape.prose(source)): try \(number)\n")
    case .summary(let summary): output.write("\(summary.text)\n")
    default: break
    }
  }

  /// Removes the progress from the screen.
  package func end() { progress.erase() }

  private func show(_ now: Progress) {
    progress.showInTime(
      "\(TerminalEscape.prose(now.source)): line \(now.line) of \(now.lines), \(now.steps) steps")
  }

  private func show(_ left: Leftover, of source: String) {
    end()
    errors.write("\(TerminalEscape.prose(source)): \(TerminalEscape.prose(left.sentence))\n")
  }

  private func show(_ step: Step) {
    if let diagnostic = FailureText.diagnostic(step, width: width) { show(diagnostic, at: step.place, line: step.line) }
  }

  private func show(_ refusal: Diagnostic, at place: Place, line: ArraySlice<UInt8>) {
    end()
    if refusal.isUnmet {
      return output.write("skipped \(TerminalEscape.prose(cards.played(place))): \(DiagnosticText.sentence(refusal))\n")
    }
    errors.write(cards.takeText(cards.played(place)))
    errors.write(DiagnosticText.render(refusal, at: place, line: line, style: style))
  }
}
