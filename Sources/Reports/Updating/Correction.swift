import Handles
import Runner
import SessionLanguage
import Sockets

/// What a line would have to expect instead of the part that did not hold.
struct Correction {
  /// Parts of the line, and what replaces each; nothing where it is taken out.
  private(set) var edits: [(span: Span, text: String)] = []

  private let step: Step
  private let table: HandleTable
  /// How the data are to be written where they cannot be written as they are.
  private let data: String?
  private let expectation: Expectation?

  /// nil where nothing failed, or what came cannot be expressed: a condition, a name that is unknown.
  init?(of step: Step, data: String?, in table: HandleTable) {
    guard let failure = step.failure, let command = step.command else { return nil }
    (self.step, self.table, self.data) = (step, table, data)
    expectation = command.expectation
    switch failure.kind {
    case .failed, .result, .errno, .notEndOfFile, .notBlocked, .deadline, .stillWaiting: correctResult(command)
    case .data(_, _, let message), .noMatch(_, let message): correctData(message, failure.span)
    case .noMessage(let message): takeOut(dataSpans.dropFirst(message))
    case .sender: correctSender()
    case .notGiven(let expected, let seen): correctOutput(expected, seen, failure.span)
    case .state(_, _, let got, _): correctState(got, failure.span)
    case .segments: correctSegments()
    case .condition, .unending, .endlessPattern, .refused: break
    }
    if edits.isEmpty { return nil }
  }

  /// The line that was typed, with the corrections.
  func line(as typed: Statement) -> [UInt8] {
    guard let end = step.command?.end else { return line }
    // A line that means another one keeps its own command. A call of C is replaced by what it means.
    let corrected = typed.command.map { Array(typed.line[..<$0.end]) + line[end...] } ?? line
    return LineLayout.text(corrected, like: typed)
  }

  /// The line of the step with its corrections.
  private var line: [UInt8] {
    var line = step.statement.line
    for (span, text) in edits.sorted(by: { $0.span.lowerBound > $1.span.lowerBound }) {
      var start = span.lowerBound
      // What is taken out takes the blanks before it along.
      if text.isEmpty { while start > 0, line[start - 1] == 0x20 || line[start - 1] == 0x09 { start -= 1 } }
      line.replaceSubrange(start..<span.upperBound, with: text.utf8)
    }
    return line
  }

  private mutating func replace(_ span: Span?, with text: String) { if let span { edits.append((span, text)) } }
  private mutating func takeOut(_ spans: some Sequence<Span>) { for span in spans { edits.append((span, "")) } }

  private var dataSpans: [Span] {
    ([expectation?.data].compactMap(\.self) + (expectation?.furtherData ?? [])).map(\.span)
  }

  // MARK: Results

  private mutating func correctResult(_ command: CommandLine) {
    let isCollected = step.job != nil && step.outcome != .timedOut
    let hints = RecordedHints(data: data), hasTime = expectation?.within != nil
    let result = RecordedResult(step, isCollected: isCollected, hasTime: hasTime, hints, table)
    guard let expectation, expectation.outcome != nil || expectation.data != nil else {
      let place = expectation?.span.lowerBound ?? command.end
      return replace(place..<place, with: expectation == nil ? " = \(result.text)" : "= \(result.text) ")
    }
    guard expectation.outcome?.pattern.isNumber == true, step.returnedNumber else {
      // What may follow a result of another kind is other, too.
      takeOut((expectation.outcome == nil ? dataSpans.dropFirst() : dataSpans[...]) + expectation.given.map(\.span))
      takeOut([expectation.senderSpan, expectation.captureSpan].compactMap(\.self))
      return replace(expectation.outcomeSpan ?? expectation.data?.span, with: result.text)
    }
    replace(expectation.outcomeSpan, with: result.outcome)
  }

  private mutating func correctData(_ message: Int, _ span: Span?) {
    // What a line keeps is a group of its pattern, which nobody but its author knows.
    if expectation?.capture != nil, case .matching? = expectation?.data?.kind { return }
    guard let result = step.result, let pieces = result.answer?.received.pieces else { return }
    let piece = pieces.indices.contains(message) ? pieces[message] : []
    replace(span, with: data ?? RecordedData.text(piece, of: result.call, table))
  }

  private mutating func correctSender() {
    if let sender = step.sender { return replace(expectation?.from?.span, with: "{\(sender)}") }
    if let address = step.result?.answer?.received.address {
      return replace(expectation?.from?.span, with: RecordedLine.byName(given: "\(address)", table))
    }
    takeOut(expectation?.senderSpan.map { [$0] } ?? [])
  }

  /// The output of the same key is shown instead of the one that did not come, or else one that nobody expects.
  private mutating func correctOutput(_ expected: String, _ seen: [String], _ span: Span?) {
    func key(_ word: String) -> Substring { word[..<(word.lastIndex(of: ":") ?? word.startIndex)] }
    let others = expectation?.given.filter { $0.span != span }.compactMap { try? table.text(of: $0) } ?? []
    let left = seen.filter { output in !others.contains { ExpectedOutputs.matches(output, $0) } }
    guard let call = step.result?.call, let output = left.first(where: { key($0) == key(expected) }) ?? left.first
    else {
      return takeOut(span.map { [$0] } ?? [])
    }
    replace(span, with: RecordedResult.given(output, by: call, table))
  }

  // MARK: States and segments

  private mutating func correctState(_ got: String, _ span: Span?) {
    guard let pattern = expectation?.states.first(where: { $0.span == span }) else { return }
    let end = pattern.span.upperBound
    replace(end - pattern.state.utf8.count..<end, with: SocketState(name: got) == nil ? SocketState.closed.name : got)
  }

  private mutating func correctSegments() {
    guard let span = expectation?.segmentsSpan else { return }
    replace(span, with: RecordedSegments.text(step) ?? "")
  }
}

extension Expectation.Pattern {
  /// Whether a call that succeeds meets it by its number alone.
  fileprivate var isNumber: Bool {
    switch self {
    case .number, .descriptor, .anything: true
    case .failure, .endOfFile, .blocks, .timeout: false
    }
  }
}

extension Step {
  /// Whether its call has returned a number that is no error and no end of file.
  fileprivate var returnedNumber: Bool {
    guard outcome == .done, let answer = result?.answer else { return false }
    return !answer.failed && !answer.received.isEndOfFile
  }
}
