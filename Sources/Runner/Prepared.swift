import Commands
import SessionLanguage

/// A line's command, looked up once, and what the line came to last.
final class Prepared {
  let command: Command
  private var invocation: Invocation?
  private var epoch = 0

  init(_ command: Command) { self.command = command }

  /// The call that LINE stands for. A line that only moves bytes, and in which nothing is substituted, stands for the same
  /// call as before while its table's epoch is the same.
  func action(_ line: CommandLine, in table: Table) throws(Diagnostic) -> Action {
    if let invocation, epoch == table.epoch { return .call(invocation) }
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
