/// The words of the language itself. A line that begins with any other word is a command.
package enum Keyword {
  static let program = "sockplay"
  /// The version of the language that is read.
  static let version = "1"
  /// The first line of a session file.
  package static let header = "\(program) \(version)"
  /// Closes the innermost block.
  static let end = "end"

  /// Those that may begin a line instead of a command.
  package static let all = BlockConstruct.all.map(\.keyword) + [end]
}
