import SessionLanguage

/// Words that begin lines of C, Python and the shell. Such lines are not run: the error says what to type.
enum ForeignWords {
  private static let python = "sockplay needs no modules; type: socket srv tcp"
  private static let address = "an address is typed where it is used: bind srv 127.0.0.1:8080"
  private static let variable = "a line is one call, without declarations; for a variable, type: let NAME VALUE"
  private static let sets = "select takes the handles of its sets: select r:srv r:conn w:cli 5s"
  private static let control =
    "a line is one call: leave out what is around it; repeat 3, lines and end play the lines three times"
  private static let printing = "what a call did is on its card; ? srv.port shows a value"
  private static let program = "for a client, type: socket cli tcp, then connect cli HOST:PORT"
  private static let capture = "wire on shows the segments of each step, wire FILE those of a capture file"
  private static let lookup = "type, for example: getaddrinfo localhost 80"
  private static let shell = "that is a command of the shell, which sockplay does not run; use another terminal"
  private static let server = "run starts a program: run ./server 8080"
  private static let comment = "a comment is a line of its own that begins with #"

  private static let words: [String: String] = {
    var words: [String: String] = [:]
    for word in ["from", "import", "package", "use", "require"] { words[word] = python }
    for word in ForeignDeclaration.types { words[word] = variable }
    for word in ForeignDeclaration.definitions { words[word] = control }
    for word in ["struct", "socklen_t", "memset", "bzero", "memcpy", "strcpy"] { words[word] = address }
    for word in ["fd_set", "FD_ZERO", "FD_SET", "FD_CLR", "FD_ISSET"] { words[word] = sets }
    for word in ["try", "with", "return", "else", "{", "}", "goto", "await"] { words[word] = control }
    for word in ["print", "printf", "perror", "puts", "fprintf", "echo", "err_sys"] { words[word] = printing }
    for word in ["telnet", "curl", "wget"] { words[word] = program }
    for word in ["tcpdump", "tshark", "wireshark"] { words[word] = capture }
    for word in ["dig", "nslookup", "gethostbyname", "gethostbyaddr"] { words[word] = lookup }
    for word in [
      "cat", "cd", "pwd", "less", "vi", "vim", "grep", "mkdir", "rm", "cp", "mv", "chmod", "which", "nano",
      "emacs", "export", "exec", "su", "nmap", "iptables", "traceroute",
    ] { words[word] = shell }
    for word in ["python", "python3", "java", "node", "bash", "sh", "make", "gcc", "cc"] { words[word] = server }
    for (word, line) in [
      "소켓": "socket srv tcp", "바인드": "bind srv 127.0.0.1:0", "연결": "connect cli {srv}", "수락": "accept srv conn",
      "보내기": "send cli \"안녕\"", "전송": "send cli \"안녕\"", "받기": "recv conn", "수신": "recv conn", "닫기": "close cli",
    ] { words[word] = "명령은 영어로 적습니다. 예: \(line)" }
    for word in ["timerfd_create", "timerfd_settime"] {
      words[word] = "timerfd NEW TIME makes both calls, for example: timerfd t 200ms"
    }
    for word in ["hi", "hello"] { words[word] = "help lists the commands; tour shows them one by one" }
    words["$"] = "leave the $ out: it is the prompt of a shell"
    words["strace"] = "each call is on its card, as strace shows it"
    words["ping"] = "to see whether a port answers, type: socket cli tcp, then connect cli HOST:PORT"
    words["fork"] = "one session plays every role: server> and client> before a line say whose it is"
    words["bg"] = "Ctrl-Z moves a call to the background, & after it starts it there"
    words["ps"] = "sockets shows the sockets of this machine, fds PID what a process has open"
    words["disconnect"] = "type: connect NAME unspec, which removes the peer"
    words["sudo"] = "sockplay has the rights of its user: start it with sudo"
    words["history"] = "the arrow keys and Ctrl-R find earlier lines"
    return words
  }()

  /// What to type instead of a line that begins with `word`; `rest` are the words after it.
  static func help(_ word: String, _ rest: @autoclosure () -> [String]) -> String? {
    if ["nc", "ncat", "netcat", "socat"].contains(word) { return netcat(rest()) }
    if word.hasPrefix("./"), word.utf8.count > 2 { return server }
    if word.hasPrefix("!") { return words["history"] }
    return word.hasPrefix("//") || word.hasPrefix("/*") ? comment : words[word]
  }

  /// For nc, ncat and socat, whose options say whether they listen, and whether it is UDP.
  private static func netcat(_ words: [String]) -> String {
    let letters = words.filter { $0.hasPrefix("-") && !$0.hasPrefix("--") }.joined()
    let isServer = letters.contains("l") || words.contains { $0 == "--listen" || $0.uppercased().contains("-LISTEN") }
    let isUDP = letters.contains("u") || words.contains { $0 == "--udp" || $0.uppercased().hasPrefix("UDP") }
    switch (isServer, isUDP) {
    case (true, true): return "for a server, type: socket srv udp, then bind srv :PORT"
    case (true, false): return "for a server, type: socket srv tcp, bind srv :PORT, then listen srv"
    case (false, true): return "for a client, type: socket cli udp, then connect cli HOST:PORT"
    case (false, false): return program
    }
  }

  static func error(_ word: String, _ help: String, at span: Span) -> Diagnostic {
    Diagnostic("unknown command: \(word)", at: span, help: help)
  }
}
