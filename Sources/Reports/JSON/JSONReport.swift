import Commands
import Handles
import Runner
import SessionLanguage
import Sockets
import Text

/// One JSON object per line for each step, event, note and error. docs/step.schema.json describes them.
package final class JSONReport: Report {
  private let output: Output
  private var text = TextBuffer()

  package var wantsChanges: Bool { true }

  package init(output: Output) { self.output = output }

  package func take(_ record: Record) {
    switch record {
    case .step(let step): show(step)
    case .elsewhere(let statement, let role, let place):
      write([
        ("type", .text("elsewhere")), ("source", .text(place.source)), ("line", .number(place.number)),
        ("role", .text(role)), ("command", .text(statement.withoutRole)),
      ])
    case .event(let event): show(event: event)
    case .segment(let reported): write([("type", .text("segment"))] + reported.members)
    case .note(let note): show(note: note)
    case .refusal(let refusal, let place, let line): show(refusal.asTyped(Array(line)), at: place)
    case .blocked(let call, let forecast):
      write([
        ("type", .text("blocked")), ("call", .text(CallText.string(call, nil))), ("forecast", .optional(forecast)),
      ])
    case .returned(let call, let began, let job, _):
      write([("type", .text("returned")), ("job", .text(job)), ("call", exchange(call, began: began))])
    case .output(let output):
      write([("type", .text("output")), ("server", .text(output.name)), ("line", .text(output.line))])
    case .interim(let listing):
      write([("type", .text("interim")), ("report", .list(listing.lines.map { .text($0) }))])
    case .leftover(let left, let source):
      write([
        ("type", .text("leftover")), ("source", .text(source)), ("kind", .text(left.kind.rawValue)),
        ("handles", .list(left.handles.map { .text($0) })), ("text", .text(left.sentence)),
      ])
    case .retry(let source, let number):
      write([("type", .text("retry")), ("source", .text(source)), ("try", .number(number))])
    case .summary(let summary): show(summary: summary)
    case .line, .lesson, .held, .delay, .progress, .interruption, .played: break
    }
  }

  private func write(_ members: [(String, JSON)]) {
    JSON.object(members).write(to: &text) { text in
      if text.bytes.count > Self.piece { Self.move(&text, to: output) }
    }
    text.endLine()
    Self.move(&text, to: output)
  }

  /// The bytes from which on a line that is not whole yet is written. One with much data never is in memory as a whole.
  private static let piece = 64 << 10

  private static func move(_ text: inout TextBuffer, to output: Output) {
    output.write(text.bytes)
    text.removeAll()
  }

  private func show(_ step: Step) {
    let command = String(decoding: step.statement.typed, as: UTF8.self)
    write([
      ("type", .text("step")), ("source", .text(step.place.source)), ("line", .number(step.place.number)),
      ("role", .optional(step.role)), ("command", .text(command)), ("expected", .optional(step.expected)),
      ("subject", .optional(step.subject)), ("counterpart", step.counterpart.map(counterpart) ?? .null),
      ("outcome", outcome(step.outcome)), ("job", .optional(job(step))),
      ("origin", step.origin.map(origin) ?? .null), ("forecast", .optional(step.forecast)),
      ("calls", .list(step.exchanges.map { exchange($0, began: step.began($0)) })),
      ("total", step.total.map { exchange($0, began: step.began($0), isTotal: true) } ?? .null),
      ("gives", .list(step.outputs.map { .text($0) })), ("short", .optional(step.short)),
      ("handles", .list(step.changes.map(change))), ("sender", .optional(step.sender)),
      ("segments", .list(step.segments.map(\.json))),
      ("report", .list(step.listing.map { .text($0) })),
      ("values", .list(step.values.map(\.json))),
      ("failure", FailureText.diagnostic(step).map(diagnostic) ?? .null), ("reason", .optional(step.why)),
    ])
  }

  private func write(note type: String, _ text: String, _ language: Language) {
    write([("type", .text(type)), ("text", .text(text)), ("language", .text(language.rawValue))])
  }

  private func show(event: Event) {
    write([
      ("type", .text("event")), ("moment", .number(Int(event.moment))),
      ("happened", event.happened.map { .number(Int($0)) } ?? .null), ("order", .text(event.order.rawValue)),
      ("handle", change(event.change)),
    ])
  }

  private func show(summary: Summary) {
    write([
      ("type", .text("summary")), ("passed", .number(summary.passed)), ("failed", .number(summary.failed)),
      ("skipped", .number(summary.skipped)), ("retried", .number(summary.retried)),
      ("interrupted", .number(summary.interrupted)), ("unplayed", .number(summary.unplayed)),
    ])
  }

  private func show(note: Statement.Body) {
    switch note {
    case .heading(let text, let language): write(note: "heading", text, language)
    case .prose(let text, let language): write(note: "prose", text, language)
    default: break
    }
  }

  private func show(_ refusal: Diagnostic, at place: Place) {
    write([
      ("type", .text(refusal.isUnmet ? "skipped" : "error")), ("source", .text(place.source)),
      ("line", .number(place.number)),
      ("error", diagnostic(refusal)),
    ])
  }

  private func counterpart(_ other: Counterpart) -> JSON {
    .object([
      ("handle", .optional(other.handle)), ("address", .optional(other.address?.description)),
      ("process", other.process.map { .object([("pid", .number($0.pid)), ("name", .text($0.name))]) } ?? .null),
    ])
  }

  /// The line that began the call which this one collected.
  private func origin(_ origin: Origin) -> JSON {
    .object([
      ("source", .text(origin.place.source)), ("line", .number(origin.place.number)),
      ("command", .text(String(decoding: origin.statement.typed, as: UTF8.self))),
    ])
  }

  /// The job that the step began or collected.
  private func job(_ step: Step) -> String? {
    if case .waiting(_, let name) = step.outcome { return name }
    return step.job
  }

  private func outcome(_ outcome: Step.Outcome) -> JSON {
    switch outcome {
    case .done: .text("done")
    case .timedOut: .text("timed out")
    case .waiting: .text("waiting")
    }
  }

  /// A total keeps what was received before a call failed.
  private func exchange(_ exchange: Exchange, began: Int64, isTotal: Bool = false) -> JSON {
    let answer = exchange.answer
    let messages = exchange.messagesInJSON.map { [("messages", $0)] } ?? []
    let members: [(String, JSON)] = [
      ("name", .text(exchange.call.name)), ("call", .text(CallText.string(exchange.call, answer))),
      ("began", .number(Int(began))), ("took", answer.map { .number(Int($0.nanoseconds)) } ?? .null),
      ("result", answer.map { .number($0.result) } ?? .null), ("errno", answer.map(errno) ?? .null),
      ("sent", exchange.call.sent.map { .data($0) } ?? .null),
      ("data", (isTotal ? answer?.received.data : received(answer)).map { .data($0[...]) } ?? .null),
      ("eof", .bool(answer?.received.isEndOfFile ?? false)),
      ("address", .optional(answer?.received.address?.description)),
    ]
    if exchange.call.traits.contains(.isInjected) { return .object(members + [("injected", .bool(true))] + messages) }
    return .object(members + messages)
  }

  /// A call that failed has received nothing: nil, not empty.
  private func received(_ answer: Answer?) -> [UInt8]? { answer?.failed == false ? answer?.received.data : nil }

  private func errno(_ answer: Answer) -> JSON {
    guard answer.failed else { return .object([("number", .number(0)), ("symbol", .null), ("text", .null)]) }
    return .object([
      ("number", .number(Int(answer.errno.rawValue))), ("symbol", .text(answer.errno.symbol)),
      ("text", .text(answer.errno.text)),
    ])
  }

  private func change(_ change: Change) -> JSON {
    .object([
      ("name", .text(change.name)), ("fd", .number(Int(change.descriptor))), ("kind", .text(change.kind.word)),
      ("before", change.before.map(snapshot) ?? .null), ("after", snapshot(change.after)),
      ("local", .optional(change.endpoints?.local?.description)),
      ("peer", .optional(change.endpoints?.peer?.description)),
      ("gone", .bool(change.isGone)),
    ])
  }

  private func snapshot(_ snapshot: Snapshot) -> JSON {
    .object([
      ("state", .text(snapshot.state.name)), ("unread", .number(snapshot.unread)), ("unsent", .number(snapshot.unsent)),
      ("queue", .number(snapshot.queue)), ("backlog", .number(snapshot.backlog)),
      ("left", .number(snapshot.millisecondsLeft)),
      ("shut", .list(snapshot.shut.words.map { .text($0) })),
    ])
  }

  private func diagnostic(_ diagnostic: Diagnostic) -> JSON {
    let span = diagnostic.line == nil ? diagnostic.span : nil
    return .object([
      ("title", .text(diagnostic.title)), ("label", .text(diagnostic.label)),
      ("column", span.map { .number($0.lowerBound + 1) } ?? .null),
      ("length", span.map { .number($0.count) } ?? .null),
      ("notes", .list(diagnostic.notes.map { .object([("word", .text($0.word)), ("text", .text($0.text))]) })),
    ])
  }
}
