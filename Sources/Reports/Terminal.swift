import Commands
import Runner
import SessionLanguage
import Sockets

/// The screen: step cards, notes and events, on a terminal or in a file.
public final class Terminal: Audience {
  private let output: Output
  private let errors: Output
  private let card: Card
  private let style: Style
  /// Whether the lines themselves must be shown; at a prompt they stand there already.
  private let showsLines: Bool
  private var text = Text()

  public var wantsChanges: Bool { true }

  /// WIDTH is the terminal's, nil in a file.
  public init(output: Output, errors: Output, style: Style, width: Int?, showsLines: Bool) {
    self.output = output
    self.errors = errors
    self.style = style
    self.showsLines = showsLines
    card = Card(style: style, errnoColumn: (width ?? 100) >= 90 ? 66 : 0)
  }

  public func show(_ step: Step) {
    if case .directive = step.statement.body { return }
    draw { text in
      if showsLines { writeLine(step, to: &text) }
      card.write(step, to: &text)
    }
    if let diagnostic = FailureText.diagnostic(step) { show(diagnostic, at: step.place, line: step.line) }
  }

  private func writeLine(_ step: Step, to text: inout Text) {
    if let role = step.statement.role { text.put(role) }
    text.put("> ")
    text.put(step.command.map { step.typed($0) } ?? step.line)
    text.endLine()
  }

  public func show(note: Statement.Body) {
    draw { text in
      switch note {
      case .heading(let title): style.paint(.heading, &text) { $0.put(title) }
      case .prose(let prose): text.put(prose)
      default: return
      }
      text.endLine()
    }
  }

  public func show(_ event: Event) {
    var line = Text()
    card.write(event.change, to: &line)
    draw { text in
      text.put("*")
      text.put(UnsafeBufferPointer(rebasing: line.bytes.dropFirst()))
    }
  }

  public func show(_ refusal: Diagnostic, at place: Place, line: ArraySlice<UInt8>) {
    errors.write(DiagnosticText.render(refusal, at: place, line: line, style: style))
  }

  public func show(waiting call: Call) {
    draw { text in
      CallText.write(call, nil, to: &text)
      text.put(" …")
      text.pad(to: card.errnoColumn)
      text.put("blocked (Ctrl-C: interrupt")
      text.put(showsLines ? ")" : ", Ctrl-Z: to the background)")
      text.endLine()
    }
  }

  public func showInterruption() { if !showsLines { output.write("\n") } }

  /// Writes what BODY puts into the text, at once.
  private func draw(_ body: (inout Text) -> Void) {
    body(&text)
    output.write(text.bytes)
    text.removeAll()
  }
}

extension Step {
  /// The part of the line that is the command itself, without role and expectation.
  func typed(_ command: CommandLine) -> ArraySlice<UInt8> {
    let start = line.startIndex + command.words[0].span.lowerBound
    return line[start..<line.startIndex + command.end]
  }
}
