import Commands
import SessionLanguage

/// A line with its command, looked up once, and what it came to last.
final class Prepared {
  let statement: Statement
  /// nil for a line that is none, or none that is known.
  private let command: Command?
  private var invocation: Invocation?
  private var epoch = 0

  init(_ statement: Statement) {
    self.statement = statement
    command = statement.command.flatMap { try? Command.find($0.name, at: $0.words[0].span) }
  }

  /// The call that the line stands for, where that is known. A line that only moves bytes, and in which nothing is substituted,
  /// stands for the same call as before while its table's epoch is the same.
  func known(in table: Table) -> Invocation? { epoch == table.epoch ? invocation : nil }

  /// What LINE, which is its command, stands for.
  func understand(_ line: CommandLine, in table: Table) throws(Diagnostic) -> Action {
    let command = if let command { command } else { try Command.find(line.name, at: line.words[0].span) }
    let epoch = table.epoch
    try command.checkShape(line)
    let action = try command.run(Words(line, in: table), table)
    if case .call(let invocation) = action, invocation.isTransfer, line.isConstant, epoch == table.epoch {
      self.invocation = invocation
      self.epoch = epoch
    }
    return action
  }
}

extension CommandLine {
  /// Whether nothing in its words is substituted.
  fileprivate var isConstant: Bool { words.allSatisfy { $0.references.isEmpty } }
}
