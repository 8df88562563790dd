/// The expected result of a line's call.
package final class Expectation: Sendable {
  package let outcome: Outcome?
  package let data: DataPattern?
  /// The data of the messages after the first, for a call that receives several.
  package let furtherData: [DataPattern]
  /// Outputs that the command must give, such as `srv:POLLIN`.
  package let given: [Word]
  /// The address from which the data must come.
  package let from: Word?
  package let states: [StatePattern]
  /// The segments that must pass, in this order; empty where the line does not say.
  package let segments: [SegmentPattern]
  /// Where they stand in the line.
  package let segmentsSpan: Span?
  /// How long the call may take, and how long the states and segments may take to settle, in milliseconds.
  package let within: Int?
  /// The variable that keeps what came.
  package let capture: Reference?
  /// What it is written in, from left to right.
  let tokens: [Token]

  init(
    outcome: Outcome?, data: DataPattern?, furtherData: [DataPattern], given: [Word], from: Word?,
    states: [StatePattern], segments: [SegmentPattern], segmentsSpan: Span?, within: Int?, capture: Reference?,
    tokens: [Token]
  ) {
    self.outcome = outcome
    self.data = data
    self.furtherData = furtherData
    self.given = given
    self.from = from
    self.states = states
    (self.segments, self.segmentsSpan) = (segments, segmentsSpan)
    self.within = within
    (self.capture, self.tokens) = (capture, tokens)
  }

  /// From its first word to its last.
  package var span: Span { (tokens.first?.span.lowerBound ?? 0)..<(tokens.last?.span.upperBound ?? 0) }

  /// The result as written: `-1 EINVAL`. nil if there is none.
  package var outcomeSpan: Span? {
    outcome.flatMap { outcome in tokens.dropFirst().first.map { $0.span.lowerBound..<outcome.span.upperBound } }
  }

  /// `from ADDRESS`, as written.
  package var senderSpan: Span? {
    from.flatMap { clause(with: $0.span) }
  }

  /// `-> {token}`, as written.
  package var captureSpan: Span? { capture.flatMap { clause(with: $0.span) } }

  /// From the word before the one at `span` to its end.
  private func clause(with span: Span) -> Span? {
    guard let index = tokens.firstIndex(where: { $0.span == span }), index > 0 else { return nil }
    return tokens[index - 1].span.lowerBound..<span.upperBound
  }

  /// A word of it, or a group in brackets of its own: states, segments or a remark.
  struct Token: Sendable {
    let span: Span
    let isGroup: Bool
  }

  /// The place of an expectation that only a call can meet; nil if there is none. States and times may follow any line.
  package var resultSpan: Span? { outcome?.span ?? data?.span ?? given.first?.span ?? from?.span }

  /// Whether it gives a time, and neither states nor segments that could come to hold in it.
  package var limitsNothingBesideTheCall: Bool { within != nil && states.isEmpty && segments.isEmpty }

  /// The pattern of the C function's return value, with its place in the line.
  package struct Outcome: Sendable {
    package let pattern: Pattern
    package let span: Span
  }

  package enum Pattern: Sendable, Equatable {
    /// `*`
    case anything
    /// `fd`: any descriptor.
    case descriptor
    /// A number or a range of numbers.
    case number(ClosedRange<Int>)
    /// `-1`, with the expected errno. getaddrinfo has a `result` of its own for each error, such as -2.
    case failure(errno: String?, result: Int = -1)
    /// `0 EOF`
    case endOfFile
    /// The call is still waiting, and goes on waiting while the next lines run.
    case blocks
    /// The call is still waiting when its time is up, and is then interrupted.
    case timeout
  }
}

/// What the received bytes must be.
package struct DataPattern: Sendable {
  package var span: Span
  package var kind: Kind

  package enum Kind: Sendable {
    case exactly(Word)
    /// `"po"...`
    case prefix(Word)
    /// `/regex/`, as written.
    case matching(String)
  }
}

/// `conn CLOSE_WAIT` of a line's states.
package struct StatePattern: Sendable {
  package var span: Span
  package var handle: Word
  /// The state as written.
  package var state: String
}

/// `conn.unread == 0`, several joined with `and`.
package struct Expression: Sendable {
  package var comparisons: [Comparison]
  package var within: Int?

  /// The names in it, from left to right.
  package var references: [Reference] { comparisons.flatMap { $0.left.references + $0.right.references } }

  package struct Comparison: Sendable {
    package var left: Operand
    package var relation: Relation
    package var right: Operand
    package var span: Span { left.span.lowerBound..<right.span.upperBound }
  }

  package enum Relation: String, Sendable, CaseIterable {
    // The longer ones come first, because they are tried in this order.
    case equal = "=="
    case unequal = "!="
    case atMost = "<="
    case atLeast = ">="
    case less = "<"
    case more = ">"
  }

  package struct Operand: Sendable {
    package var span: Span
    package var kind: Kind

    package enum Kind: Sendable {
      /// `conn.unread`
      case field(Reference)
      /// Any other word: a number, a state, an address, a text.
      case word(Word)
    }

    fileprivate var references: [Reference] {
      switch kind {
      case .field(let reference): [reference]
      case .word(let word): word.references
      }
    }
  }
}
