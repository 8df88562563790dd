import SessionLanguage

/// Words that begin lines of C, Python and the shell. Such lines are not run: the error says what to type.
enum ForeignWords {
  /// What to type instead, in both languages.
  struct Help: Equatable {
    let english: String, korean: String
    init(_ english: String, _ korean: String) { (self.english, self.korean) = (english, korean) }
  }

  private static let python = Help(
    "sockplay needs no modules; type: socket srv tcp", "모듈은 필요 없습니다. 이렇게 시작하세요: socket srv tcp")
  private static let address = Help(
    "an address is typed where it is used: bind srv 127.0.0.1:8080", "주소는 쓰는 자리에 적습니다: bind srv 127.0.0.1:8080")
  private static let variable = Help(
    "a line is one call, without declarations; for a variable, type: let NAME VALUE",
    "한 줄에 호출 하나만 적고 선언은 쓰지 않습니다. 변수는 이렇게 적으세요: let NAME VALUE")
  private static let sets = Help(
    "select takes the handles of its sets: select r:srv r:conn w:cli 5s",
    "select에는 집합에 넣을 핸들을 바로 적습니다: select r:srv r:conn w:cli 5s")
  private static let control = Help(
    "a line is one call: leave out what is around it; repeat 3, lines and end play the lines three times",
    "한 줄에 호출 하나만 적고 나머지는 빼세요. repeat 3, 반복할 줄, end로 세 번 반복합니다")
  private static let printing = Help(
    "what a call did is on its card; handles shows all sockets, state srv one of them",
    "호출 결과는 카드에 나옵니다. 소켓은 모두 handles, 하나는 state srv로 봅니다")
  private static let capture = Help(
    "wire on shows the segments of each step, wire FILE those of a capture file",
    "wire on은 단계마다 오간 세그먼트를, wire FILE은 캡처 파일의 세그먼트를 보여 줍니다")
  private static let lookup = Help(
    "type, for example: getaddrinfo localhost 80", "예: getaddrinfo localhost 80")
  private static let shell = Help(
    "that is a command of the shell, which sockplay does not run; use another terminal",
    "셸의 명령입니다. sockplay에서는 실행하지 않으니 다른 터미널에서 쓰세요")
  private static let server = Help(
    "run starts a program: run ./server 8080", "프로그램은 run으로 시작합니다: run ./server 8080")
  private static let data = Help(
    "data are typed where they are sent: send cli \"hello\"", "데이터는 보내는 자리에 적습니다: send cli \"hello\"")
  private static let thread = Help(
    "& after a call starts it in the background: recv conn 64 &", "호출 뒤에 &를 붙이면 백그라운드에서 시작합니다: recv conn 64 &")
  private static let winsock = Help(
    "only Windows needs that: leave it out; type, for example: socket srv tcp", "윈도우에서만 필요하니 빼세요. 예: socket srv tcp")
  private static let duplicate = Help(
    "type, for example: dup cli copy, which takes the lowest number that is free",
    "예: dup cli copy. 비어 있는 가장 작은 번호를 씁니다")
  private static let memory = Help(
    "nothing has to be freed or allocated here: leave it out", "메모리는 신경 쓰지 않아도 되니 빼세요")
  private static let number = Help(
    "numbers are typed as they are: bind srv 127.0.0.1:8080", "숫자는 그대로 적습니다: bind srv 127.0.0.1:8080")
  private static let jobs = Help(
    "jobs lists the calls that wait, and wait NAME waits for one", "jobs는 기다리는 호출을 보여 주고, wait NAME은 그 호출을 기다립니다")
  private static let comment = Help(
    "a comment is a line of its own that begins with #", "주석은 #으로 시작하는 한 줄로 적습니다")

  static let words: [String: Help] = {
    var words: [String: Help] = [:]
    for word in ["from", "import", "package", "use", "require"] { words[word] = python }
    for word in ForeignDeclaration.types { words[word] = variable }
    for word in ForeignDeclaration.definitions { words[word] = control }
    for word in ["struct", "socklen_t", "memset", "bzero", "memcpy", "strcpy"] { words[word] = address }
    for word in ["fd_set", "FD_ZERO", "FD_SET", "FD_CLR", "FD_ISSET"] { words[word] = sets }
    for word in [
      "with", "return", "{", "}", "goto", "await", "break", "pass", "endif", "fi", "done", "case",
      "default:",
    ] { words[word] = control }
    for word in [
      "print", "printf", "perror", "puts", "fprintf", "fputs", "fputc", "putchar", "echo", "err_sys", "error_handling",
    ] {
      words[word] = printing
    }
    for word in ["curl", "wget"] { words[word] = client("127.0.0.1:80", "tcp") }
    for word in ["freeaddrinfo", "freeifaddrs", "free", "malloc", "calloc"] { words[word] = memory }
    for word in ["atoi", "atol", "strtol"] { words[word] = number }
    for word in ["tcpdump", "tshark", "wireshark"] { words[word] = capture }
    for word in ["strlen", "strcmp", "strncpy", "strcat", "sprintf", "snprintf", "fgets", "gets", "scanf", "input"] {
      words[word] = data
    }
    for word in ["pthread_create", "pthread_join", "pthread_detach"] { words[word] = thread }
    for word in ["WSAStartup", "WSACleanup", "WSAGetLastError"] { words[word] = winsock }
    for word in ["dig", "nslookup", "gethostbyname", "gethostbyaddr"] { words[word] = lookup }
    for word in [
      "cat", "cd", "pwd", "less", "vi", "vim", "grep", "mkdir", "rm", "cp", "mv", "chmod", "which", "nano",
      "emacs", "export", "exec", "su", "nmap", "iptables", "traceroute", "arp", "hostname", "whoami", "top",
      "date", "head", "tail", "wc", "sort", "awk", "sed", "docker", "systemctl", "service", "ssh", "git", "apt",
    ] { words[word] = shell }
    for word in ["python", "python3", "java", "node", "bash", "sh", "make", "gcc", "cc"] { words[word] = server }
    for (word, line) in [
      "소켓": "socket srv tcp", "바인드": "bind srv 127.0.0.1:0", "연결": "connect cli {srv}", "수락": "accept srv conn",
      "보내기": "send cli \"안녕\"", "전송": "send cli \"안녕\"", "받기": "recv conn", "수신": "recv conn", "닫기": "close cli",
      "듣기": "listen srv", "대기": "listen srv", "목록": "handles", "상태": "state cli", "왜": "why", "시작": "tour",
      "기록": "record FILE",
    ] { words[word] = Help("명령은 영어로 적습니다. 예: \(line)", "명령은 영어로 적습니다. 예: \(line)") }
    for word in ["timerfd_create", "timerfd_settime"] {
      words[word] = Help(
        "timerfd NEW TIME makes both calls, for example: timerfd t 200ms",
        "timerfd NEW TIME이 두 호출을 모두 합니다. 예: timerfd t 200ms")
    }
    for word in ["hi", "hello"] {
      words[word] = Help(
        "help lists the commands; tour shows them one by one", "help는 명령 목록을 보여 주고, tour는 하나씩 알려 줍니다")
    }
    words["waitpid"] = rows["fork"]
    words["dup2"] = duplicate
    return words.merging(rows) { word, _ in word }
  }()

  /// Those that have a help of their own.
  private static let rows: [String: Help] = [
    "$": Help(
      "leave the $ out: it is the prompt of a shell", "$는 셸의 프롬프트이니 빼세요"),
    ">>>": Help(
      "leave the >>> out: it is the prompt of Python", ">>>는 파이썬의 프롬프트이니 빼세요"),
    "strace": Help(
      "each call is on its card, as strace shows it", "호출마다 카드에 strace처럼 나옵니다"),
    "ping": Help(
      "to see whether a port answers, type: socket cli tcp, then connect cli 127.0.0.1:80",
      "포트가 응답하는지 보려면: socket cli tcp, 그다음 connect cli 127.0.0.1:80"),
    "fork": Help(
      "one session plays every role: server> and client> before a line say whose it is",
      "한 세션에서 모든 역할을 합니다. 줄 앞에 server>, client>를 붙여 누구의 줄인지 적습니다"),
    "usleep": Help(
      "type, for example: sleep 200ms", "예: sleep 200ms"),
    "sizeof": Help(
      "lengths are passed as they are; another one, on purpose: addrlen:4", "길이는 알아서 맞게 넘깁니다. 일부러 다르게 넘기려면: addrlen:4"),
    "gettimeofday": Help(
      "each card says how long its call took", "호출에 걸린 시간은 카드에 나옵니다"),
    "bg": Help(
      "Ctrl-Z moves a call to the background, & after it starts it there",
      "Ctrl-Z는 기다리는 호출을 백그라운드로 보내고, &는 처음부터 백그라운드에서 시작합니다"),
    "ps": Help(
      "sockets shows the sockets of this machine, fds PID what a process has open",
      "sockets는 이 컴퓨터의 소켓을, fds PID는 프로세스가 연 것을 보여 줍니다"),
    "disconnect": Help(
      "type: connect NAME unspec, which removes the peer", "이렇게 적으면 상대를 지웁니다: connect NAME unspec"),
    "sudo": Help(
      "sockplay has the rights of its user: start it with sudo", "sockplay를 시작한 사용자의 권한을 씁니다. sudo로 시작하세요"),
    "history": Help(
      "the arrow keys and Ctrl-R find earlier lines", "화살표 키와 Ctrl-R로 앞의 줄을 찾습니다"),
  ]

  /// What to type instead of a line that begins with `word`; `rest` are the words after it.
  static func help(_ word: String, _ rest: @autoclosure () -> [String]) -> Help? {
    if ["nc", "ncat", "netcat", "socat", "telnet"].contains(word) { return netcat(rest()) }
    if word.hasPrefix("./"), word.utf8.count > 2 { return server }
    if word.hasPrefix("!") { return words["history"] }
    if word.hasPrefix("//") || word.hasPrefix("/*") { return comment }
    if word.hasPrefix("%") { return jobs }
    if word.hasPrefix("})") { return control }
    if setsPart(word) { return address }
    if let help = words[word.hasSuffix(";") ? String(word.dropLast()) : word] { return help }
    return method(word) ?? symbol(word)
  }

  /// `addr.sin_family=AF_INET;` and `buf[n]=0;`
  private static func setsPart(_ word: String) -> Bool {
    guard let equals = word.firstIndex(of: "="), word.first?.isLetter == true else { return false }
    return [".", "->", "["].contains { word[..<equals].contains($0) }
  }

  /// `cli.close`, without round brackets.
  private static func method(_ word: String) -> Help? {
    let parts = word.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, Name.isValid(parts[0]), let command = CLine.command(parts[1]),
      command.parameters.first?.kind == .handle
    else { return nil }
    let line = "\(command.name) \(parts[0])"
    return Help("type: \(line)", "이렇게 적으세요: \(line)")
  }

  /// `EADDRINUSE` or `SO_REUSEADDR` alone.
  private static func symbol(_ word: String) -> Help? {
    guard word.utf8.count > 3, word == word.uppercased(), SymbolPage.names.contains(word) else { return nil }
    return Help("type: help \(word)", "이렇게 적으세요: help \(word)")
  }

  /// For nc, ncat, socat and telnet, whose options say whether they listen, and whether it is UDP.
  private static func netcat(_ words: [String]) -> Help {
    let letters = words.filter { $0.hasPrefix("-") && !$0.hasPrefix("--") }.joined()
    let isServer = letters.contains("l") || words.contains { $0 == "--listen" || $0.uppercased().contains("-LISTEN") }
    let isUDP = letters.contains("u") || words.contains { $0 == "--udp" || $0.uppercased().hasPrefix("UDP") }
    let address = address(words)
    guard isServer else { return client(address, isUDP ? "udp" : "tcp") }
    if isUDP {
      return Help(
        "for a server, type: socket srv udp, then bind srv \(address)",
        "서버는 이렇게 만듭니다: socket srv udp, 그다음 bind srv \(address)")
    }
    return Help(
      "for a server, type: socket srv tcp, bind srv \(address), then listen srv",
      "서버는 이렇게 만듭니다: socket srv tcp, bind srv \(address), 그다음 listen srv")
  }

  private static func client(_ address: String, _ kind: String) -> Help {
    Help(
      "for a client, type: socket cli \(kind), then connect cli \(address)",
      "클라이언트는 이렇게 만듭니다: socket cli \(kind), 그다음 connect cli \(address)")
  }

  /// The host and the port among `words`: the last two, as in `nc -v localhost 8080`, or a port alone.
  private static func address(_ words: [String]) -> String {
    let plain = words.filter { !$0.hasPrefix("-") }
    guard let last = plain.last, let port = UInt16(numeral: last) else { return "127.0.0.1:8080" }
    let host = plain.dropLast().last {
      Int($0) == nil && $0.allSatisfy { $0.isLetter || $0.isNumber || ".:-".contains($0) }
    }
    return CAddress.joined(host ?? "127.0.0.1", "\(port)")
  }

  static func error(_ word: String, _ help: Help, at span: Span) -> Diagnostic {
    Diagnostic("unknown command: \(word)", at: span, help: help.english).inKorean(
      "없는 명령: \(word)", help: help.korean)
  }
}
