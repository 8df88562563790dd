import SessionLanguage

/// Words that begin lines of C, Python and the shell. Such lines are not run: the error says what to type.
enum ForeignWords {
  private static let python = "sockplay needs no modules; type: socket srv tcp"
  private static let declaration = "an address is typed where it is used: bind srv 127.0.0.1:8080"
  private static let control = "there is one command a line; repeat 3, lines and end play the lines three times"
  private static let printing = "what a call did is on its card; ? srv.port shows a value"
  private static let program = "for a client, type: socket cli tcp, then connect cli HOST:PORT"

  private static let words: [String: String] = {
    var words: [String: String] = [:]
    for word in ["from", "import"] { words[word] = python }
    for word in [
      "struct", "int", "char", "long", "unsigned", "const", "socklen_t", "memset", "bzero", "memcpy", "strcpy", "void",
    ] { words[word] = declaration }
    for word in ["if", "for", "while", "do", "def", "try", "with", "return", "else", "{", "}", "goto"] {
      words[word] = control
    }
    for word in ["print", "printf", "perror", "puts", "fprintf", "echo", "err_sys"] { words[word] = printing }
    for word in ["nc", "ncat", "telnet", "curl", "ping", "socat"] { words[word] = program }
    words["fork"] = "one session plays every role: server> and client> before a line say whose it is"
    words["bg"] = "Ctrl-Z moves a call to the background, & after it starts it there"
    words["sudo"] = "sockplay has the rights of its user: start it with sudo"
    words["history"] = "the arrow keys and Ctrl-R find earlier lines"
    return words
  }()

  static func help(_ word: String) -> String? { words[word] }

  static func error(_ word: String, _ help: String, at span: Span) -> Diagnostic {
    Diagnostic("unknown command: \(word)", at: span, help: help)
  }
}
