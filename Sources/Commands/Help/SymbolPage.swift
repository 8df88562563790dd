import Handles
import SessionLanguage
import Sockets
import Text

/// Help on a name of the kernel's: a state, an errno, a flag, an option, a setting.
enum SymbolPage {
  /// The lines for `name`; nil where no table has it.
  static func find(_ name: String, in language: Language) -> Listing? {
    let pages = [option, constant, control, request, field, kind]
    let name = otherNames[name.lowercased()] ?? name
    let inLanguage = [errno(name, language), state(name, language).map { Listing($0) }]
    let found = inLanguage.compactMap { $0 } + pages.compactMap { $0(name) }.map { Listing($0) }
    return found.isEmpty ? nil : found.reduce([], +)
  }

  /// Words of textbooks, in lower case, and the state, errno or option whose page is shown for them.
  private static let otherNames = [
    "fin": "FIN_WAIT1", "rst": "ECONNRESET", "syn": "SYN_SENT", "handshake": "SYN_SENT", "nagle": "TCP_NODELAY",
    "keepalive": "SO_KEEPALIVE",
  ]

  private static func kind(_ name: String) -> [String]? {
    SocketKind.words.first { $0.word == name }.map {
      ["\(name)  a kind of socket, \($0.kind.inC)", "  \($0.kind.meaning)", "  for example: socket NEW \(name)"]
    }
  }

  /// All names that have a page, for TAB.
  static let names: [String] =
    SocketState.allCases.map(\.name) + ErrorPage.symbols + SocketOption.all.map(\.symbol)
    + tables.flatMap(\.table.symbols).filter { $0.first?.isLetter == true } + ControlKind.all.map(\.symbol)
    + IORequest.all.map(\.symbol) + DescriptorCommand.all.map(\.symbol)

  private static func state(_ name: String, _ language: Language) -> [String]? {
    guard let state = SocketState(name: name) else { return nil }
    let (tcp, other) = (state.meaning(true, in: language), state.meaning(false, in: language))
    let without = language.text("without connections", korean: "연결이 없는 소켓")
    return ["\(state.name)  \(language.text("a state", korean: "상태"))", "  \(tcp)"]
      + (tcp == other ? [] : ["  \(without): \(other)"])
      + [
        language.text(
          "  why HANDLE says how a socket came to be in it, and what comes next",
          korean: "  why HANDLE은 소켓이 어떻게 이 상태가 되었고 다음에 무엇이 오는지 알려 줍니다")
      ]
  }

  private static func errno(_ name: String, _ language: Language) -> Listing? {
    guard name.uppercased().hasPrefix("E"), let errno = Errno(symbol: name) else { return nil }
    let calls = ErrorPage.all.compactMap { page in
      page.error(errno.symbol).map { ["  " + page.calls[0], $0.cause(in: language)] }
    }
    let table = Table(calls, hasHead: false, yielding: [.end(1)])
    return ["\(errno.symbol)  errno \(errno.rawValue): \(errno.text)"] + Listing(table)
  }

  private static func option(_ name: String) -> [String]? {
    guard let option = SocketOption.named(name) else { return nil }
    let way =
      option.access == .readOnly ? "getsockopt HANDLE \(option.symbol)" : "setsockopt HANDLE \(option.symbol) VALUE"
    return [
      "\(option.symbol)  a socket option of \(option.level.symbol), see \(option.page)", "  \(option.meaning)",
      "  \(way); its value is \(option.form.words)",
    ]
  }

  private static func control(_ name: String) -> [String]? {
    ControlKind.named(name.uppercased()[...]).map { ["\($0.symbol)  a control message", "  \($0.meaning)"] }
  }

  private static func request(_ name: String) -> [String]? {
    if let request = IORequest.named(name) { return ["\(request.symbol)  a request of ioctl", "  \(request.meaning)"] }
    return DescriptorCommand.named(name).map { ["\($0.symbol)  a command of fcntl", "  \($0.meaning)"] }
  }

  private static func field(_ name: String) -> [String]? {
    if let field = TCPField.all.first(where: { $0.name == name }) {
      return ["\(name)  a field of TCP_INFO, in \(field.unit.isEmpty ? "units" : field.unit)", "  \(field.meaning)"]
    }
    return Field.all.first { $0.name == name }.map { ["\(name)  a field of a handle", "  \($0.meaning)"] }
  }
}

// MARK: - Constants

extension SymbolPage {
  /// The tables of constants that a line may contain, with a command that takes them.
  private static let tables: [(table: ConstantTable, use: String)] = [
    (.messageFlags, "recv HANDLE 4096 "), (.socketFlags, "socket NEW tcp "), (.families, "socket NEW "),
    (.types, "socket NEW AF_INET "), (.protocols, "socket NEW AF_INET SOCK_STREAM "),
    (.shutdownWays, "shutdown HANDLE "),
    (.pollEvents, "poll HANDLE:"), (.epollEvents, "epoll_ctl EPOLL add HANDLE "),
    (.epollOperations, "epoll_ctl EPOLL "),
    (.epollFlags, "epoll_create NEW "), (.spliceFlags, "splice FROM TO COUNT "),
    (.statusFlags, "fcntl HANDLE F_SETFL "),
    (.descriptorFlags, "fcntl HANDLE F_SETFD "), (.lookupFlags, "getaddrinfo HOST SERVICE "),
    (.nameFlags, "getnameinfo ADDRESS "), (.signals, "ppoll HANDLE mask:"),
  ]

  private static func constant(_ name: String) -> [String]? {
    let symbol = name.uppercased()
    guard let row = tables.first(where: { $0.table.symbols.contains(symbol) }), let value = row.table.value(symbol)
    else {
      return nil
    }
    let number = "0x" + String(UInt32(bitPattern: value), radix: 16)
    let title = "\(symbol)  \(row.table.meaning), \(row.table == .signals ? "blocked while a call waits" : number)"
    return [title] + (ConstantMeanings.all[symbol].map { ["  \($0)"] } ?? []) + ["  for example: \(row.use)\(symbol)"]
  }
}
