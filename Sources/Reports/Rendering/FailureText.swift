import Runner
import SessionLanguage
import Sockets
import Text

/// A failed check as text.
enum FailureText {
  /// The error for `step`'s failure; nil if everything held.
  ///
  /// - Parameters:
  ///   - shown: A reason that is already on the screen, and need not be told again.
  ///   - width: The terminal's, in columns; nil in a file.
  static func diagnostic(_ step: Step, besides shown: String? = nil, width: Int? = nil) -> Diagnostic? {
    guard let failure = step.failure else { return nil }
    let answer = step.result?.answer
    let (title, label) = words(failure.kind, answer)
    var diagnostic = Diagnostic(title, at: failure.span ?? commandSpan(step), label: label)
    if let exchange = step.failedExchange {
      let result = exchange.answer.map { " = \($0.result)" + ($0.failed ? " \($0.errno.symbol)" : "") } ?? " …"
      let mark = exchange.call.traits.contains(.isInjected) ? " (injected)" : ""
      diagnostic = diagnostic.with("ran", CallText.string(exchange.call, exchange.answer) + result + mark)
    }
    let room = width.map { DiagnosticText.noteColumns(of: $0, at: step.place) }
    diagnostic.notes += failure.short.map { ShortReceiveText.notes($0, room) } ?? dumps(failure.kind, answer, room)
    diagnostic.notes += messages(step, failure.kind)
    if case .segments(let segments) = failure.kind {
      diagnostic.notes.append(LadderPair(segments, room: room).note)
    }
    if case .refused(let refusal) = failure.kind { diagnostic.notes += refusal.notes }
    if let why = why(step, failure), why != shown { diagnostic = diagnostic.with(Diagnostic.Note.why, why) }
    if let help = help(failure.kind) { diagnostic = diagnostic.with("help", help) }
    guard let korean = korean(failure.kind, answer, label) else { return diagnostic }
    return diagnostic.inKorean(korean.title, label: korean.label, help: koreanHelp(failure.kind))
  }

  /// Where it is shown what came, the forecast says nothing more, and may be of a moment before; nor does it say anything
  /// that the time was up.
  private static func why(_ step: Step, _ failure: Failure) -> String? {
    guard failure.short != nil || !messages(step, failure.kind).isEmpty else {
      return step.forecast ?? step.why ?? step.short
    }
    if case .deadline = failure.kind { return nil }
    return step.why
  }

  private static func commandSpan(_ step: Step) -> Span? {
    step.command.map { $0.words[0].span.lowerBound..<$0.end }
  }

  private static func words(_ kind: Failure.Kind, _ answer: Answer?) -> (title: String, label: String) {
    let got = answer.map { $0.failed ? "got \($0.errno.symbol) (\($0.errno.text))" : "got \($0.result)" } ?? ""
    switch kind {
    case .failed: return ("the call failed", got)
    case .result: return ("wrong result", got)
    case .errno: return ("wrong errno", got)
    case .data(_, _, let message): return ("wrong data", "got " + data(answer, message))
    case .endlessPattern(let milliseconds): return ("the pattern takes too long", "no answer after \(milliseconds) ms")
    case .noMatch(_, let message): return ("the data do not match", "got " + data(answer, message))
    case .noMessage(let index): return ("there is no such message", index == 1 ? "only one came" : "only \(index) came")
    case .sender: return ("wrong sender", "got " + (answer?.received.address?.description ?? "none"))
    case .notGiven(_, let seen):
      return (
        "the call did not output this", seen.isEmpty ? "it output nothing" : "it output " + seen.joined(separator: " ")
      )
    case .notEndOfFile: return ("not the end of the stream", got)
    case .notBlocked: return notBlocked(answer, got)
    case .deadline(let milliseconds): return ("the time is up", "still waiting after \(milliseconds) ms")
    case .stillWaiting: return ("the call is still waiting", "no result yet")
    case .state(let handle, let expected, let got, let milliseconds):
      return ("wrong state", "\(handle) is \(got), not \(expected), after \(milliseconds) ms")
    case .refused(let diagnostic): return (diagnostic.title, diagnostic.label)
    case .segments(let failure): return ("wrong segments", label(failure))
    case .condition(let seen): return ("this does not hold", seen.joined(separator: ", "))
    case .unending(let seen, let turns, let milliseconds):
      let time = milliseconds.map { " and \($0) ms" } ?? ""
      return (
        "the repetition has not come to its end",
        "\(seen.joined(separator: ", ")) after \(Plural.count(turns, "turn"))\(time)"
      )
    }
  }

  /// A call with a time limit of its own may have waited for that.
  private static func notBlocked(_ answer: Answer?, _ got: String) -> (title: String, label: String) {
    let milliseconds = (answer?.nanoseconds ?? 0) / 1_000_000
    return milliseconds >= 10
      ? ("the call returned by itself", "\(got) after \(milliseconds) ms") : ("the call did not wait", got)
  }

  private static func label(_ failure: SegmentFailure) -> String {
    if let unexpected = failure.unexpected {
      let number = unexpected.segment.number, came = unexpected.expectedText(with: failure.pattern?.fields ?? [])
      return failure.pattern.map { "segment \(number) came instead: \(came), not \($0.text)" }
        ?? "segment \(number) came besides: \(came)"
    }
    return failure.pattern.map { "\($0.text) has not come after \(failure.afterMilliseconds) ms" } ?? ""
  }

  private static func bytes(_ answer: Answer?, _ message: Int) -> [UInt8] {
    let pieces = answer?.received.pieces ?? []
    return message < pieces.count ? pieces[message] : []
  }

  private static func data(_ answer: Answer?, _ message: Int) -> String {
    let bytes = bytes(answer, message)
    return Literal.text(bytes.prefix(CallText.shownData)) + (bytes.count > CallText.shownData ? "..." : "")
  }

  /// How many messages are shown.
  private static let shownMessages = 4

  /// What came where more messages were expected of a call that receives several.
  private static func messages(_ step: Step, _ kind: Failure.Kind) -> [Diagnostic.Note] {
    switch kind {
    case .deadline, .result, .noMessage: break
    default: return []
    }
    guard let exchange = step.result, exchange.call.traits.contains(.receivesSeveral),
      let count = exchange.answer?.received.pieces.count, count > 0
    else { return [] }
    let shown = (0..<min(count, shownMessages)).map { data(exchange.answer, $0) }.joined(separator: ", ")
    return [Diagnostic.Note("came", "\(Plural.count(count, "message")): \(shown)\(count > shownMessages ? ", …" : "")")]
  }

  private static func help(_ kind: Failure.Kind) -> String? {
    switch kind {
    case .endlessPattern:
      "write it without repetitions inside repetitions, or give it more time with within"
    case .failed: "if the call should fail, write: = -1 ERRNO"
    case .deadline: "@timeout gives more time; & lets the call wait in the background"
    case .unending(_, let turns, let milliseconds):
      milliseconds == nil
        ? "repeat \(turns * 10) until … allows more turns"
        : "@timeout, or within after the condition, gives it more time"
    default: nil
    }
  }

  /// Both sides as hex dumps, with the first differing byte marked.
  private static func dumps(_ kind: Failure.Kind, _ answer: Answer?, _ room: Int?) -> [Diagnostic.Note] {
    guard case .data(let expected, let isPrefix, let message) = kind else { return [] }
    let got = bytes(answer, message)
    let first = HexRow.firstDifference(expected, got)
    return [
      Diagnostic.Note(
        "data",
        "byte \(first) differs; \(expected.count) expected\(isPrefix ? " at the start" : ""), \(got.count) received")
    ] + HexRow.notes(expected, got, mark: first, room: room)
  }
}
