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
  /// How many turns a repetition has.
  private var count = 0

  private static let mostTurns = 1_000_000_000

  init(_ block: Block, _ opening: BlockOpening, in table: HandleTable) {
    self.block = block
    self.opening = opening
    outerTurn = table.turn
  }

  /// Begins the block.
  ///
  /// - Returns: whether its lines are to be played.
  mutating func begin(in session: Session) throws(Diagnostic) -> Bool {
    switch opening.kind {
    case .repetition(let word):
      count = try Self.count(word, session)
      guard count > 0 else { return false }
      session.table.turn = 1
    }
    return true
  }

  /// Ends a turn.
  ///
  /// - Returns: whether the lines are to be played again.
  mutating func goOn(in session: Session) throws(Diagnostic) -> Bool {
    switch opening.kind {
    case .repetition:
      let turn = session.table.turn ?? count
      session.table.turn = turn < count ? turn + 1 : outerTurn
      return turn < count
    }
  }

  private static func count(_ word: Word, _ session: Session) throws(Diagnostic) -> Int {
    let text = try session.table.text(of: word)
    guard let count = Int(numeral: text), (0...mostTurns).contains(count) else {
      throw .invalid("count", text, at: word.span, label: "0 to \(mostTurns)")
    }
    return count
  }
}
