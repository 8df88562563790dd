import Commands
import Handles
import Runner
import SessionLanguage
import Sockets
import Text

/// Writes step cards, notes and events, to a terminal or a file.
package final class ScreenReport: Report {
  private let output: Output
  private let errors: Output
  private let card: Card
  private let style: Style
  /// Whether the lines themselves must be shown; at a prompt they are already on the screen.
  package var showsLines: Bool
  private var text = TextBuffer()
  /// Whether the line of the running step is already on the screen.
  private var isLineWritten = false
  /// What was shown last: a note after a card begins a new paragraph, and a heading always does.
  private var last = Shown.nothing
  /// The language of the reader's prose.
  private let language: Language
  /// A line that was shown before it runs.
  private var announced: Statement?
  /// Whether to say of each line with an expectation that it held.
  package var saysHeld = false
  /// Prose that is shown unless the same follows in the reader's language.
  private var held: [Statement.Body] = []

  /// Why the running step waits, if that was shown.
  private var shownForecast: String?

  private enum Shown { case nothing, note, card }

  package var wantsChanges: Bool { true }

  /// The terminal's width in columns, which may change; nil in a file.
  package var width: Int? {
    didSet { card.width = width }
  }

  /// - Parameter width: the terminal's; nil in a file.
  package init(
    output: Output, errors: Output, style: Style, width: Int?, showsLines: Bool, language: Language = .english
  ) {
    self.output = output
    self.errors = errors
    self.style = style
    self.showsLines = showsLines
    self.width = width
    self.language = language
    card = Card(style: style, width: width)
  }

  package func take(_ record: Record) {
    if case .note(let note) = record { return take(note: note) }
    showHeld()
    show(record)
  }

  package func end() { showHeld() }

  private func show(_ record: Record) {
    switch record {
    case .line(let statement):
      if showsLines, !statement.isDirective, statement !== announced { begin(statement) }
      announced = nil
    case .elsewhere(let statement, let role, _): show(statement, of: role)
    case .step(let step): show(step)
    case .event(let event): draw { EventText.write(event, card, to: &$0) }
    case .segment(let reported): draw { SegmentText.write(reported, isEvent: true, card, to: &$0) }
    case .refusal(let refusal, let place, let line): show(refusal, at: place, line: line)
    case .blocked(let call, let forecast): show(blocked: call, forecast)
    case .returned(let exchange, _, let job, let number):
      draw { EventText.write(returned: exchange, of: job, number: number, to: &$0) }
    case .delay: draw { _ in }
    case .interim(let listing): show(interim: listing)
    case .leftover(let left, _): draw { card.write(listing: left.sentence, to: &$0) }
    case .interruption: if !showsLines { output.write("\n") }
    case .output(let output): draw { EventText.write(output, to: &$0) }
    case .lesson(let text): show(lesson: text)
    case .played(let result): show(result)
    case .note, .held, .progress, .retry, .summary: break
    }
  }

  private func begin(_ statement: Statement) {
    card.writeLine(statement, to: &text)
    isLineWritten = true
  }

  /// Shows a line that is next, and is not shown again when it runs.
  /// - Parameter expects: Whether to show what is expected of it.
  package func announce(_ statement: Statement, expects: Bool) {
    showHeld()
    draw { text in
      card.writeLine(statement, to: &text)
      if expects, let expected = statement.expected {
        text.put(prose: PlayText(language: language).expectation(expected))
        text.endLine()
      }
    }
    (announced, isLineWritten, last) = (statement, true, .card)
  }

  /// Shows a line that another process plays.
  private func show(_ statement: Statement, of role: String) {
    draw { text in
      style.paint(.quiet, &text) {
        $0.put(prose: PlayText(language: language).waiting(for: role, statement.withoutRole))
      }
      text.endLine()
    }
    last = .card
  }

  private func show(_ result: PlayResult) {
    draw { text in
      if last != .nothing { text.endLine() }
      let role: Style.Role = result.checked == 0 ? .quiet : result.held == result.checked ? .good : .bad
      style.paint(role, &text) { $0.put(prose: PlayText(language: language).end(result)) }
      text.endLine()
    }
    last = .note
  }

  private func show(interim listing: Listing) {
    draw { text in
      card.write(listing, to: &text)
      text.endLine()
    }
  }

  /// Says something to the person at the terminal.
  package func say(_ text: String) { draw { card.write(listing: text, to: &$0) } }

  /// Shows what was done in another terminal.
  /// - Parameter changes: What it changed of handles that are not that terminal's.
  package func show(elsewhere step: Step, _ changes: [Change]) {
    draw { ElsewhereText.write(step, changes, card, to: &$0) }
    last = .card
  }

  /// Shows a line that takes its time in another terminal.
  package func show(elsewhere statement: Statement, of role: String?) {
    draw { ElsewhereText.write(statement, of: role, card, to: &$0) }
    last = .card
  }

  private func show(_ step: Step) {
    if step.isHeld, let call = step.exchanges.last?.call { return show(blocked: call, step.forecast) }
    // A directive makes no calls, and has hardly ever something to show.
    if step.exchanges.isEmpty, step.statement.isDirective, step.listing.isEmpty { return }
    if showsLines, !isLineWritten { card.writeLine(step.statement, to: &text) }
    isLineWritten = false
    last = .card
    draw { text in
      card.write(step, to: &text)
      guard saysHeld, step.failure == nil, step.command?.expectation != nil, !step.wasBrokenOff else { return }
      style.paint(.good, &text) { $0.put(prose: PlayText(language: language).held) }
      text.endLine()
    }
    if step.failure != nil, let diagnostic = FailureText.diagnostic(step, besides: shownForecast, width: width) {
      show(diagnostic, at: step.place, line: step.line)
    }
    if shownForecast != nil { shownForecast = nil }
  }

  /// English prose is followed by the same in other languages. So it waits for the next record, where that may replace it.
  private func take(note: Statement.Body) {
    guard let own = note.language else { return }
    if own == .english, language != .english, showsLines { return held.append(note) }
    guard own == .english || own == language else { return }
    while let last = held.last, last.isHeading == note.isHeading { held.removeLast() }
    showHeld()
    show(note: note)
  }

  private func showHeld() {
    guard !held.isEmpty else { return }
    for note in held { show(note: note) }
    held = []
  }

  private func show(note: Statement.Body) {
    draw { text in
      switch note {
      case .heading(let title, _):
        if last != .nothing { text.endLine() }
        style.paint(.heading, &text) { $0.put(prose: title) }
      case .prose(let prose, _):
        if last == .card { text.endLine() }
        let lines = width.map { WordWrap.lines(prose, width: $0, indentation: 0) } ?? [prose]
        text.put(prose: lines[0])
        for line in lines.dropFirst() {
          text.endLine()
          text.put(prose: line)
        }
      default: return
      }
      text.endLine()
    }
    last = .note
  }

  /// Each piece after a card begins a new paragraph, and so does a heading.
  private func show(lesson: LessonText) {
    draw { text in
      if last == .card || lesson.kind == .heading { text.endLine() }
      for line in lesson.lines.flatMap({ WordWrap.lines($0, width: width, indentation: 0) }) {
        switch lesson.kind {
        case .heading: style.paint(.heading, &text) { $0.put(prose: line) }
        case .success: style.paint(.good, &text) { $0.put(prose: line) }
        case .prose: text.put(prose: line)
        }
        text.endLine()
      }
    }
    last = .note
  }

  private func show(_ refusal: Diagnostic, at place: Place, line: ArraySlice<UInt8>) {
    // The error shows the line itself.
    if isLineWritten { text.removeAll() }
    isLineWritten = false
    errors.write(
      DiagnosticText.render(refusal.translated(to: language), at: place, line: line, style: style, width: width))
  }

  private func show(blocked call: Call, _ forecast: String?) {
    shownForecast = forecast ?? shownForecast
    draw { text in
      CallText.write(call, nil, to: &text)
      text.put(" …")
      let gap = text.gap(to: card.errnoColumn)
      text.put("blocked (Ctrl-C: interrupt")
      text.put(text: showsLines ? ")" : ", Ctrl-Z: to the background)")
      card.fit(gap, in: &text)
      text.endLine()
      if let forecast { card.write(forecast: forecast, to: &text) }
    }
  }

  /// Writes what `body` appends, at once.
  private func draw(_ body: (inout TextBuffer) -> Void) {
    body(&text)
    output.write(text.bytes)
    text.removeAll()
  }
}

extension Step {
  /// Whether Ctrl-C ended its call before what it expected came.
  fileprivate var wasBrokenOff: Bool {
    guard let answer = result?.answer, answer.failed, answer.errno.symbol == "EINTR" else { return false }
    switch command?.expectation?.outcome?.pattern {
    case .failure(errno: answer.errno.symbol, _)?, .anything?: return false
    default: return true
    }
  }
}
