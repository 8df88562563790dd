import Commands
import Handles
import SessionLanguage
import Sockets

/// A block that is being played: whether its lines are, and how often.
struct PlayedBlock {
  let block: Block
  private let opening: BlockOpening
  /// The turn of the repetition around it.
  private let outerTurn: Int?
  /// How many turns a repetition has, or may have until its condition holds.
  private var count = 0
  private var began: Int64 = 0

  private static let mostTurns = 1_000_000_000
  /// How many turns a repetition with a condition may have, unless it says so itself.
  private static let mostConditionalTurns = 10_000

  init(_ block: Block, _ opening: BlockOpening, in table: HandleTable) {
    self.block = block
    self.opening = opening
    outerTurn = table.turn
  }

  /// How a play goes on at the end of a turn.
  enum End {
    case again
    case done
    /// Its lines will not bring about what they are repeated for.
    case failed(Failure)
  }

  /// Begins the block.
  ///
  /// - Returns: whether its lines are to be played.
  mutating func begin(in session: Session) throws(Diagnostic) -> Bool {
    switch opening.kind {
    case .repetition(let word):
      count = try Self.count(word, atLeast: 0, session)
      guard count > 0 else { return false }
    case .conditional(let most, let condition):
      count = Self.mostConditionalTurns
      if let most { count = try Self.count(most, atLeast: 1, session) }
      began = monotonicNanoseconds()
      if try session.firstUnmet(condition) == nil { return false }
    }
    session.table.turn = 1
    return true
  }

  /// Ends a turn.
  func endTurn(in session: Session) throws(Diagnostic) -> End {
    let turn = session.table.turn ?? count
    session.table.turn = outerTurn
    if case .conditional(_, let condition) = opening.kind {
      guard let unmet = try session.firstUnmet(condition) else { return .done }
      if let failure = exhausted(condition, after: turn, unmet, in: session) { return .failed(failure) }
    } else if turn >= count {
      return .done
    }
    session.table.turn = turn + 1
    return .again
  }

  /// The failure of a repetition that has had all turns, or all the time, that it may have; nil while it may go on.
  private func exhausted(
    _ condition: Expression, after turn: Int, _ unmet: (span: Span, seen: [String]), in session: Session
  ) -> Failure? {
    let waited = Int(monotonicNanoseconds() - began) / 1_000_000
    let isLate = (condition.within ?? session.timeout).map { waited >= $0 } ?? false
    guard isLate || turn >= count else { return nil }
    return Failure(.unending(seen: unmet.seen, turns: turn, milliseconds: isLate ? waited : nil), at: unmet.span)
  }

  private static func count(_ word: Word, atLeast least: Int, _ session: Session) throws(Diagnostic) -> Int {
    let text = try session.table.text(of: word)
    guard let count = Int(numeral: text), (least...mostTurns).contains(count) else {
      throw .invalid("count", text, at: word.span, label: "\(least) to \(mostTurns)")
    }
    return count
  }
}
