import Commands
import Runner
import SessionLanguage
import Sockets
import Text

/// The step card: the calls, their results, and what changed.
final class Card {
  let style: Style
  /// The terminal's width; nil in a file.
  var width: Int?
  private let memory = CardCache()
  /// The column where the rest of a line that is too wide for the terminal begins.
  private static let brokenColumn = 6

  init(style: Style, width: Int? = nil) {
    self.style = style
    self.width = width
  }

  /// The column of errno; a narrow terminal has no columns to spare.
  var errnoColumn: Int { width.map { $0 >= 90 } ?? true ? 66 : 0 }

  func write(_ step: Step, to text: inout TextBuffer) {
    // On a terminal a line may have to be narrowed, which depends on the duration in it.
    guard width == nil else { return _ = compose(step, to: &text) }
    if memory.recall(step, to: &text) { return }
    let start = text.bytes.count
    if let time = compose(step, to: &text) {
      memory.remember(step, before: text.bytes[start..<time.lowerBound], after: text.bytes[time.upperBound...])
    }
  }

  /// Writes the line of `statement` as the prompt would show it.
  func writeLine(_ statement: Statement, to text: inout TextBuffer) {
    if memory.recall(statement, to: &text) { return }
    let start = text.bytes.count
    if let role = statement.role { text.put(text: role) }
    text.put("> ")
    text.put(prose: statement.typed)
    text.endLine()
    memory.remember(statement, text.bytes[start...])
  }

  /// Returns the place of the last call's duration; nil if the call waits, or if there is none.
  private func compose(_ step: Step, to text: inout TextBuffer) -> Range<Int>? {
    var time: Range<Int>?
    let last = step.exchanges.count - 1
    for (index, exchange) in step.exchanges.enumerated() {
      time = write(exchange, step, isLast: index == last, to: &text)
    }
    if step.isPlain {
      for change in step.changes { write(change, to: &text) }
      return time
    }
    if let total = step.total { write(total: total, step, to: &text) }
    if let job = step.job, step.command?.words.last?.plain == JobName.any {
      label("job", to: &text) { $0.put(text: job) }
    }
    if !step.outputs.isEmpty { label("gives", to: &text) { $0.put(prose: step.outputs.joined(separator: " ")) } }
    if let short = step.short { write(listing: "  short   " + short, to: &text) }
    for change in step.changes { write(change, to: &text) }
    for reported in step.segments { SegmentText.write(reported, self, to: &text) }
    // The error that follows says why.
    if step.failure == nil, let why = step.why { write(listing: "  why   " + why, to: &text) }
    write(step.report, to: &text)
    return time
  }

  /// Writes what a command has to show. Into a file each table is written whole.
  func write(_ listing: Listing, to text: inout TextBuffer) {
    for part in listing.parts {
      switch part {
      case .line(let line): write(listing: line, to: &text)
      case .table(let table):
        for line in width.map(table.lines(width:)) ?? table.lines {
          text.put(prose: line)
          text.endLine()
        }
      }
    }
  }

  /// Writes a line of a report, wrapped if the screen is narrower.
  func write(listing line: String, to text: inout TextBuffer) {
    for piece in width.map({ WordWrap.lines(line, width: $0) }) ?? WordWrap.lines(line) {
      text.put(prose: piece)
      text.endLine()
    }
  }

  /// Returns the place of the duration; nil while the call waits.
  private func write(_ exchange: Exchange, _ step: Step, isLast: Bool, to text: inout TextBuffer) -> Range<Int>? {
    CallText.write(exchange.call, exchange.answer, inLines: true, to: &text)
    guard let answer = exchange.answer else {
      writeWaiting(step, to: &text)
      return nil
    }
    text.put(" = ")
    text.put(answer.result)
    let gap = text.gap(to: errnoColumn)
    if answer.failed {
      style.paint(.bad, &text) {
        write(answer.errno, to: &$0)
        if exchange.call.traits.contains(.isInjected) { $0.put(" (injected)") }
      }
    } else if !exchange.call.traits.contains(.looksUp) {
      text.put("errno 0")
    }
    var time = 0..<0
    style.paint(.quiet, &text) {
      let start = $0.bytes.count
      Duration.write(answer.nanoseconds, to: &$0)
      time = start..<$0.bytes.count
    }
    if isLast, step.outcome == .timedOut { text.put("  timed out") }
    fit(gap, hidden: style.hidden(.quiet) + (answer.failed ? style.hidden(.bad) : 0), in: &text)
    text.endLine()
    if answer.raisedSIGPIPE {
      label("signal", to: &text) { $0.put("SIGPIPE came with it: a program without a handler for it ends here") }
    }
    if !answer.failed { writeReceived(answer, of: exchange.call, step, to: &text) }
    return time
  }

  /// The total of a command that repeated a call.
  private func write(total: Exchange, _ step: Step, to text: inout TextBuffer) {
    guard let answer = total.answer else { return }
    label("total", to: &text) { text in
      let calls = Plural.count(step.exchanges.count, "call")
      text.put(
        text: answer.failed
          ? "\(answer.errno.symbol) after \(calls)" : "\(Plural.bytes(answer.result)) in \(calls)")
    }
    guard let data = answer.received.data, !data.isEmpty else { return }
    // The data of a single call are shown at that call, if it shows all of them.
    let isShown = data.count <= CallText.shownData && step.exchanges.contains { $0.answer?.received.data == data }
    if !isShown { write(data, to: &text) }
  }

  /// Removes spaces from `gap` until its line fits the terminal. If that is not enough, what follows the gap gets a
  /// line of its own.
  /// - Parameter hidden: How many bytes of the line are colour sequences.
  func fit(_ gap: Range<Int>, hidden: Int = 0, in text: inout TextBuffer) {
    guard let width, !text.narrow(gap, to: width + hidden) else { return }
    text.breakLine(at: gap, indent: Self.brokenColumn)
  }

  private func write(_ errno: Errno, to text: inout TextBuffer) {
    // getaddrinfo returns its error and does not set errno.
    if !errno.isLookup { text.put(text: "errno \(errno.rawValue) ") }
    text.put(text: "\(errno.symbol) (\(errno.text))")
  }

  private func writeWaiting(_ step: Step, to text: inout TextBuffer) {
    text.put(" …")
    let gap = text.gap(to: errnoColumn)
    if case .waiting(let number, let name) = step.outcome {
      text.put(text: "waiting, job \(number): wait \(name), cancel \(name)")
    } else {
      text.put("still waiting")
    }
    fit(gap, in: &text)
    text.endLine()
    if case .waiting = step.outcome, step.failure == nil, let forecast = step.forecast {
      write(forecast: forecast, to: &text)
    }
  }

  /// The reason why a call blocks.
  func write(forecast: String, to text: inout TextBuffer) {
    text.put(prose: "  will block: \(forecast)")
    text.endLine()
  }

  func label(_ word: StaticString, to text: inout TextBuffer, _ body: (inout TextBuffer) -> Void) {
    text.put("  ")
    text.put(word)
    text.pad(to: 8, least: 1)
    body(&text)
    text.endLine()
  }
}
