/// One line of a session, read.
public struct Statement: Sendable {
  /// Who says it: the `server` of `server> listen srv`.
  public var role: String?
  public var body: Body

  public enum Body: Sendable {
    case blank
    /// `sockplay 1`, the first line of a file.
    case header
    /// `## …`
    case heading(String)
    /// `# …`
    case prose(String)
    case directive(Directive)
    case command(CommandLine)
    /// `? conn.unread == 0`
    case check(Expression)
    /// `repeat N`
    case repetition(Word)
    /// `end`
    case end
  }
}

/// A command with its words and what is expected of it.
public struct CommandLine: Sendable {
  /// The command's name, as typed, and its arguments. Never empty.
  public var words: [Word]
  /// `&`: the call must not hold up what follows.
  public var inBackground = false
  public var expectation: Expectation?
  /// Where the command itself ends and what is expected of it begins, in bytes of the line.
  public var end: Int

  public var name: String { words[0].plain ?? "" }
}

/// A line that says how to play the file.
public enum Directive: Sendable {
  /// `@timeout 2s`, in milliseconds.
  case timeout(Int)
  /// `@let host = 127.0.0.1`
  case variable(name: String, value: Word)
  /// `@needs ipv6`
  case needs([Word])
}
