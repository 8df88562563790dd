import SessionLanguage
import Text

/// First words of other programs, which mean a command here, or for which something else is to be typed.
enum OtherNames {
  /// The whole line that `line` means; nil where it begins with a word of sockplay's.
  static func line(_ line: CommandLine, _ statement: Statement) throws(Diagnostic) -> [UInt8]? {
    let name = line.name
    func words() -> [String] { line.words.dropFirst().map { text($0, statement) } }
    guard let row = rows[name] else {
      if let help = ForeignWords.help(name, words()) { throw ForeignWords.error(name, help, at: line.words[0].span) }
      return nil
    }
    guard let meant = row(words()) else {
      if Command.matching(name).contains(where: { $0.name == name }) { return nil }
      throw Diagnostic(
        "\(name) takes a number or an address here", at: line.words[0].span,
        help: "for example: \(name) \(name.hasPrefix("inet") ? "127.0.0.1" : "12345")"
      ).inKorean(
        "\(name)에는 숫자나 주소를 적습니다", help: "예: \(name) \(name.hasPrefix("inet") ? "127.0.0.1" : "12345")")
    }
    return Array(statement.line[..<line.words[0].span.lowerBound]) + Array(meant.utf8) + statement.line[line.end...]
  }

  /// A word without quotes.
  private static func text(_ word: Word, _ statement: Statement) -> String {
    if word.segments.count == 1, case .quoted(let bytes) = word.segments[0] {
      return String(decoding: bytes, as: UTF8.self)
    }
    return String(decoding: statement.line[word.span], as: UTF8.self)
  }

  /// Whether `name` is one of them. What they print is no result of a line.
  static func has(_ name: String) -> Bool { rows[name] != nil }

  /// Those that leave sockplay.
  static let leaving = ["exit", "bye", "logout", ":q", ":wq", ":q!"]

  private typealias Row = @Sendable ([String]) -> String?

  /// What each of them means, made of the words after it.
  private static let rows: [String: Row] = {
    var rows: [String: Row] = [:]
    for name in leaving { rows[name] = { joined("quit", $0.filter { Int($0) == nil }) } }
    for name in ["종료", "나가기", "끝"] { rows[name] = { joined("quit", $0) } }
    for name in ["netstat", "ss"] {
      rows[name] = { words in
        asksForHelp(words) ? "help sockets" : killed(words) ?? "sockets" + filters(words)
      }
    }
    rows["lsof"] = { ofProcess($0) ?? "sockets" + filters($0) }
    rows["receive"] = { joined("recv", $0) }
    // `fuser 9000/tcp`
    rows["fuser"] = { joined("sockets", $0.filter { !$0.hasPrefix("-") }.map { String($0.prefix { $0 != "/" }) }) }
    for name in ["?", "--help", "-h", "/help", "/?"] { rows[name] = { joined("help", $0) } }
    rows["man"] = { joined("help", $0.filter { Int($0) == nil }) }
    let korean = ["배우기": "learn", "둘러보기": "tour", "힌트": "hint", "건너뛰기": "skip", "도움말": "help", "도움": "help"]
    for (name, meant) in korean { rows[name] = { joined(meant, $0) } }
    rows["c"] = { $0.isEmpty ? nil : joined("connect", $0) }
    rows["cls"] = { _ in "clear" }
    rows["ls"] = { _ in "handles" }
    rows["ifconfig"] = { _ in "interfaces" }
    rows["route"] = { $0.first.map { $0.hasPrefix("-") } ?? true ? "routes" : nil }
    rows["ip"] = { ip($0.filter { !$0.hasPrefix("-") }) }
    rows["ulimit"] = { limit($0) }
    rows["kill"] = { joined("cancel", $0) }
    rows["htons"] = { $0.first.flatMap { UInt16(numeralOrHex: $0) }.map { "sockaddr 127.0.0.1:\($0)" } }
    rows["ntohs"] = { $0.first.flatMap { UInt16(numeralOrHex: $0) }.map { "sockaddr 127.0.0.1:\($0.byteSwapped)" } }
    rows["htonl"] = { words in
      let word = words.first ?? ""
      if word.hasPrefix("INADDR_") { return "sockaddr \(CAddress.joined(word, "0"))" }
      return UInt32(numeralOrHex: word).map { "sockaddr \(host($0)):0" }
    }
    rows["ntohl"] = { $0.first.flatMap { UInt32(numeralOrHex: $0) }.map { "sockaddr \(host($0.byteSwapped)):0" } }
    for name in ["inet_addr", "inet_aton", "inet_pton", "inet_ntop"] { rows[name] = { layout($0) } }
    for name in ["errno", "strerror"] { rows[name] = { $0.first.map { "help \($0)" } ?? "errors" } }
    // A number is as in memory: the first byte of the address is its lowest.
    rows["inet_ntoa"] = {
      $0.first.flatMap { UInt32(numeral: $0) }.map { "sockaddr \(host($0.byteSwapped)):0" } ?? layout($0)
    }
    return rows
  }()

  private static func joined(_ name: String, _ words: [String]) -> String { ([name] + words).joined(separator: " ") }

  /// What `words` of ip mean.
  private static func ip(_ words: [String]) -> String {
    guard let object = words.first else { return "interfaces" }
    let rest = Array(words.dropFirst(2)), changes = ["add": "add", "del": "delete", "delete": "delete"]
    let action = words.count > 1 ? changes[words[1]] : nil
    if object.hasPrefix("r") { return action.map { joined("route", [$0] + rest) } ?? "routes" }
    if let action, object.hasPrefix("a") { return joined("address", [action] + rest) }
    if object.hasPrefix("l"), words.dropFirst().first == "set" { return joined("link", rest.filter { $0 != "dev" }) }
    return "interfaces"
  }

  /// The handle that ss -K is to end; nil for its other options.
  private static func killed(_ words: [String]) -> String? {
    words.count == 2 && ["-K", "--kill"].contains(words[0]) ? "destroy \(words[1])" : nil
  }

  private static func asksForHelp(_ words: [String]) -> Bool { words == ["--help"] || words == ["-h"] }

  /// `lsof -p 1234`
  private static func ofProcess(_ words: [String]) -> String? {
    guard let option = words.firstIndex(of: "-p"), option + 1 < words.count, Int(words[option + 1]) != nil else {
      return nil
    }
    return "fds \(words[option + 1])"
  }

  /// What `words` of the shell's ulimit mean.
  private static func limit(_ words: [String]) -> String {
    let names = ["-n": "nofile", "-l": "memlock"]
    return joined("rlimit", words.map { names[$0] ?? $0 })
  }

  private static func host(_ number: UInt32) -> String {
    [24, 16, 8, 0].map { "\(number >> UInt32($0) & 255)" }.joined(separator: ".")
  }

  /// The layout in memory of the address among `words`.
  private static func layout(_ words: [String]) -> String? {
    guard let host = words.first(where: { $0.contains(".") && !$0.contains("&") || $0.contains(":") }) else {
      return nil
    }
    return "sockaddr \(CAddress.joined(host == "0.0.0.0" ? "INADDR_ANY" : host, "0"))"
  }

  /// The option letters of netstat and ss, and the filter that each means.
  private static let letters: [Character: String] = ["t": "tcp", "u": "udp", "x": "unix", "w": "raw", "l": "LISTEN"]

  /// Words of ss between its filters.
  private static let connecting: Set<String> = ["sport", "dport", "=", "state"]

  /// The filters that `words` of netstat or ss mean.
  private static func filters(_ words: [String]) -> String {
    var filters: [String] = []
    for word in words {
      if word == "|" || filters.contains("|") || !word.hasPrefix("-") {
        if !connecting.contains(word) { filters.append(word) }
      } else if !word.hasPrefix("--") {
        filters += word.compactMap { letters[$0] }
      }
    }
    // ss lists UDP among the listening ones, where no state is LISTEN.
    if filters.contains("udp") { filters.removeAll { $0 == "LISTEN" } }
    return filters.map { " " + $0 }.joined()
  }
}
