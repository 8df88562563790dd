import Commands
import Glibc
import Handles
import SessionLanguage
import Sockets

// Checks what happened against what was expected. A failed check is a value in the step.
extension Session {
  /// How long states and conditions may take to settle, in milliseconds.
  static let settleTime = 1000

  func verify(_ line: CommandLine, _ step: Step) throws(Diagnostic) {
    // What its terminal waits for is still to come.
    if step.isHeld { return }
    guard let expectation = line.expectation else {
      if let failure = bareFailure(step) { step.failure = failure }
      return
    }
    if let failure = outcomeFailure(expectation, step) { step.failure = failure }
    if step.failure == nil, expectation.data != nil || expectation.from != nil {
      step.failure = try dataFailure(expectation, step)
    }
    if step.failure != nil, let failure = step.failure {
      // The step may not be read while its failure is written.
      let short = shortReceive(failure, expectation, step)
      step.failure?.short = short
    }
    if step.failure == nil, !expectation.given.isEmpty { step.failure = try givenFailure(expectation.given, step) }
    if step.failure == nil, !expectation.states.isEmpty { try settle(expectation, step) }
    if step.failure == nil, !expectation.segments.isEmpty { settleSegments(expectation, step) }
    if step.failure == nil, let capture = expectation.capture { try keep(capture, step) }
  }

  /// A line without an expectation must only not fail. At the prompt it may fail: that is what users want to see.
  private func bareFailure(_ step: Step) -> Failure? {
    if isInteractive { return nil }
    if step.outcome == .timedOut { return Failure(deadline(step), at: nil) }
    // There is no Ctrl-Z here: its time was up, or a signal has ended the wait.
    if case .waiting = step.outcome, step.command?.inBackground == false {
      return Failure(isInterrupted ? .stillWaiting : deadline(step), at: nil)
    }
    return step.failed ? Failure(.failed, at: nil) : nil
  }

  /// That the time of `step` is up, if it has any.
  private func deadline(_ step: Step) -> Failure.Kind { (step.limit ?? timeout).map { .deadline($0) } ?? .stillWaiting }

  /// Why the result of `step` is not the expected one; nil if it is.
  func outcomeFailure(_ expectation: Expectation, _ step: Step) -> Failure? {
    guard let expected = expectation.outcome else { return bareFailure(step) }
    // Most expectations are numbers or descriptors, and hold.
    if step.outcome == .done, !step.failed, expected.pattern.isMet(by: step.returned) { return nil }
    let kind: Failure.Kind? =
      switch (expected.pattern, step.outcome) {
      case (.timeout, .timedOut), (.blocks, .waiting): nil
      case (.blocks, .done), (.timeout, .done): .notBlocked
      case (_, .timedOut): deadline(step)
      case (_, .waiting): .stillWaiting
      case (let pattern, .done): step.answer.flatMap { pattern.failure($0) }
      }
    return kind.map { Failure($0, at: expected.span) }
  }
}

extension Expectation.Pattern {
  /// Whether it expects success, and `result` matches.
  fileprivate func isMet(by result: Int) -> Bool {
    switch self {
    case .number(let range): range.contains(result)
    case .descriptor, .anything: true
    default: false
    }
  }

  /// Why `answer` does not match the pattern; nil if it does.
  func failure(_ answer: Answer) -> Failure.Kind? {
    switch self {
    case .anything: return nil
    case .descriptor: return answer.failed ? .failed : nil
    case .number(let range): return range.contains(answer.result) ? nil : answer.failed ? .failed : .result
    case .endOfFile: return answer.received.isEndOfFile ? nil : answer.failed ? .failed : .notEndOfFile
    case .failure(let symbol, let result):
      guard answer.failed, answer.result == result else { return .result }
      guard let symbol else { return nil }
      return Errno(word: symbol) == answer.errno ? nil : .errno
    case .blocks, .timeout: return .notBlocked
    }
  }
}

// MARK: - Data

extension Session {
  private func dataFailure(_ expectation: Expectation, _ step: Step) throws(Diagnostic) -> Failure? {
    guard let received = step.answer?.received else { return nil }
    let pieces = received.pieces.isEmpty ? [[]] : received.pieces
    let patterns = (expectation.data.map { [$0] } ?? []) + expectation.furtherData
    for (index, data) in patterns.enumerated() {
      guard index < pieces.count else { return Failure(.noMessage(index), at: data.span) }
      if let kind = try mismatch(data, pieces[index], message: index, within: expectation.within, step) {
        return Failure(kind, at: data.span)
      }
    }
    guard let from = expectation.from else { return nil }
    let expected = try table.text(of: from)
    let isSame = received.address.map { "\($0)" == expected || "\($0.unmapped)" == expected || isOf(from, $0) } ?? false
    return isSame ? nil : Failure(.sender(expected: expected), at: from.span)
  }

  /// Whether `word` is a handle that sends from `address`: one that is bound to a wildcard has several.
  private func isOf(_ word: Word, _ address: SocketAddress) -> Bool {
    guard let reference = word.loneReference, reference.field == nil else { return false }
    return table.sender(at: address)?.name == reference.name
  }

  private func mismatch(
    _ pattern: DataPattern, _ got: [UInt8], message: Int, within: Int?, _ step: Step
  ) throws(Diagnostic) -> Failure.Kind? {
    switch pattern.kind {
    case .exactly(let word):
      let expected = try table.data(of: word)
      return expected == got ? nil : .data(expected: expected, isPrefix: false, message: message)
    case .prefix(let word):
      let expected = try table.data(of: word)
      return got.starts(with: expected) ? nil : .data(expected: expected, isPrefix: true, message: message)
    case .matching(let text):
      return try mismatch(text, at: pattern.span, got, message: message, within: within, step)
    }
  }
}

// MARK: - What else the call gave

extension Session {
  private func givenFailure(_ words: [Word], _ step: Step) throws(Diagnostic) -> Failure? {
    for word in words {
      let expected = try table.text(of: word)
      if step.outputs.contains(where: { ExpectedOutputs.matches($0, expected) }) { continue }
      return Failure(.notGiven(expected: expected, seen: step.outputs), at: word.span)
    }
    return nil
  }
}

/// Outputs of a call: `KEY:VALUE`, where the value may be flags joined with `|`.
package enum ExpectedOutputs {
  /// Whether `seen` matches `expected`: the order of flags does not matter, and the value `*` matches any value.
  package static func matches(_ seen: String, _ expected: String) -> Bool {
    if seen == expected { return true }
    if expected.hasSuffix(":*") { return seen.hasPrefix(expected.dropLast()) }
    let (seen, expected) = (parts(seen), parts(expected))
    return seen.key == expected.key
      && (Set(seen.value.split(separator: "|")) == Set(expected.value.split(separator: "|")))
  }

  private static func parts(_ word: String) -> (key: Substring, value: Substring) {
    guard let colon = word.lastIndex(of: ":") else { return ("", word[...]) }
    return (word[..<colon], word[word.index(after: colon)...])
  }
}

// MARK: - States

extension Session {
  private func settle(_ expectation: Expectation, _ step: Step) throws(Diagnostic) {
    let limit = expectation.within ?? Self.settleTime
    for pattern in expectation.states {
      let name = try table.text(of: pattern.handle)
      guard let wanted = SocketState(name: pattern.state) else {
        throw Self.unknownState(pattern.state, at: pattern.span)
      }
      var keys: UInt32?
      var got: String?
      let waited = try settle(within: limit, isInterrupted: { isInterrupted(since: &keys) }) { () throws(Diagnostic) in
        got = try unmet(name, wanted, pattern.span, step)
        return got == nil
      }
      if let waited, let got {
        let kind = Failure.Kind.state(handle: name, expected: wanted.name, got: got, afterMilliseconds: waited)
        step.failure = Failure(kind, at: pattern.span)
        return
      }
    }
  }

  /// The state of handle `name`, if it is not the `wanted` one.
  private func unmet(_ name: String, _ wanted: SocketState, _ span: Span, _ step: Step) throws(Diagnostic) -> String? {
    guard let handle = table.find(name) else {
      guard table.isGone(name) else {
        let reference = Reference(span: span, name: name, field: Field.state.name)
        guard case .state(let state)? = try table.elsewhere?(reference) else {
          throw table.unknownHandle(name, at: span)
        }
        return state.satisfies(wanted) ? nil : state.name
      }
      return wanted == .closed || wanted == .unconnected ? nil : "gone"
    }
    if let change = table.refresh(handle) {
      note(change, of: handle, step)
      if change.isGone { return wanted == .closed || wanted == .unconnected ? nil : "gone" }
    }
    let state = handle.snapshot.state
    return state.satisfies(wanted) || hasPassed(wanted, handle, step) ? nil : state.name
  }

  /// Whether `handle` was in the `wanted` state and left it because of its other end, which is of another process and may
  /// close at any moment: who has just connected, or was just accepted, was in ESTABLISHED.
  private func hasPassed(_ wanted: SocketState, _ handle: Handle, _ step: Step) -> Bool {
    guard wanted == .established, handle.kind.isTCP, handle.peer == nil, handle.listener == nil,
      [.closeWait, .closed].contains(handle.snapshot.state), let exchange = step.result,
      exchange.answer?.failed == false
    else { return false }
    let traits = exchange.call.traits
    if traits.contains(.connects) { return step.subject == handle.name }
    return traits.contains(.accepts) && step.changes.contains { $0.name == handle.name && $0.before == nil }
  }

  static func unknownState(_ word: String, at span: Span) -> Diagnostic {
    .unknown("state", word, at: span, among: SocketState.allCases.map(\.name))
  }
}
