import Commands
import SessionLanguage
import Sockets

/// What editors color in a session file: the words from the declarations, and the few forms that a line has.
enum LineGrammar {
  static let commands = Command.all.map(\.name).sorted()
  static let blocks = Keyword.all
  static let directives = Directive.names
  static let states = SocketState.allCases.map(\.name)

  /// Regular expressions that Vim, with `\v`, and VS Code read alike.
  static let role = "[A-Za-z][A-Za-z0-9_-]*"
  static let constant = "[A-Z][A-Z0-9]*_[A-Z0-9_]+"
  static let errno = "E[A-Z][A-Z0-9]+"
  static let number = "[0-9]+(k|M|G|ms|s|m)?"
  static let escape = #"\\(x[0-9A-Fa-f]{2}|[0-7]{3}|u\{[0-9A-Fa-f]+\}|.)"#
}
