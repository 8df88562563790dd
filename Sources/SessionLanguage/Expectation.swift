/// What a line says must come of its call.
public final class Expectation: Sendable {
  public let outcome: Outcome?
  public let data: DataPattern?
  /// The data of the messages behind the first, of a call that receives several.
  public let furtherData: [DataPattern]
  /// Words that the command must give besides, such as `srv:POLLIN`.
  public let given: [Word]
  /// The address that the data must come from.
  public let from: Word?
  public let states: [StatePattern]
  /// How long the call may take, and the states to settle, in milliseconds.
  public let within: Int?

  init(
    outcome: Outcome?, data: DataPattern?, furtherData: [DataPattern], given: [Word], from: Word?, states: [StatePattern], within: Int?
  ) {
    self.outcome = outcome
    self.data = data
    self.furtherData = furtherData
    self.given = given
    self.from = from
    self.states = states
    self.within = within
  }

  /// Where what only a call can give is expected, if it is; states and times may stand behind any line.
  public var resultSpan: Span? { outcome?.span ?? data?.span ?? given.first?.span ?? from?.span }

  /// The pattern of the C function's return value, with the stretch of the line it stands in.
  public struct Outcome: Sendable {
    public let pattern: Pattern
    public let span: Span
  }

  public enum Pattern: Sendable, Equatable {
    /// `*`
    case anything
    /// `fd`: any descriptor.
    case descriptor
    /// A number or a range of numbers.
    case number(ClosedRange<Int>)
    /// `-1`, with the errno that it must have. getaddrinfo has a RESULT of its own for each error, such as -2.
    case failure(errno: String?, result: Int = -1)
    /// `0 EOF`
    case endOfFile
    /// The call is still waiting, and goes on doing so while the next lines run.
    case blocks
    /// The call is still waiting when its time is up, and is then interrupted.
    case timeout
  }
}

/// What the received bytes must be.
public struct DataPattern: Sendable {
  public var span: Span
  public var kind: Kind

  public enum Kind: Sendable {
    case exactly(Word)
    /// `"po"...`
    case prefix(Word)
    /// `/regex/`, its text as written.
    case matching(String)
  }
}

/// `conn CLOSE_WAIT` of a line's states.
public struct StatePattern: Sendable {
  public var span: Span
  public var handle: Word
  /// The state as written.
  public var state: String
}

/// `conn.unread == 0`, several joined with `and`.
public struct Expression: Sendable {
  public var comparisons: [Comparison]
  public var within: Int?

  public struct Comparison: Sendable {
    public var left: Operand
    public var relation: Relation
    public var right: Operand
    public var span: Span { left.span.lowerBound..<right.span.upperBound }
  }

  public enum Relation: String, Sendable, CaseIterable {
    // The longer ones first: that is the order in which they are tried.
    case equal = "=="
    case unequal = "!="
    case atMost = "<="
    case atLeast = ">="
    case less = "<"
    case more = ">"
  }

  public struct Operand: Sendable {
    public var span: Span
    public var kind: Kind

    public enum Kind: Sendable {
      /// `conn.unread`
      case field(Reference)
      /// Any other word: a number, a state, an address, a text.
      case word(Word)
    }
  }
}
