import Glibc
import SessionLanguage
import Sockets
import Text

extension Command {
  static let getaddrinfo = Command(
    name: "getaddrinfo", group: .connecting,
    parameters: [
      Parameter("HOST", .text), Parameter("SERVICE", .value, optional: true),
      Parameter("HINT", .choice(Hints.offered), optional: true, repeats: true),
    ],
    summary: "Find the addresses of a HOST and a SERVICE.",
    korean: "HOST와 SERVICE의 주소를 찾습니다.",
    manual: """
      A function of the C library, not a system call: it reads /etc/hosts and asks name servers. Its result is 0 or an error of its
      own, such as -2 EAI_NONAME; errno counts only with EAI_SYSTEM. HOST or SERVICE may be NULL. A HINT is a kind such as tcp, a
      constant such as AF_INET6 or SOCK_STREAM, or flags such as AI_PASSIVE|AI_NUMERICHOST; without one, hints are NULL. While it asks
      name servers no signal interrupts it: Ctrl-C moves it to the background. A session file may look up numbers and localhost; other
      names need --allow network.
      """,
    outputs: "the addresses that were found, such as 127.0.0.1:80, and the canonical name",
    examples: [
      "getaddrinfo 127.0.0.1 80 tcp = 0 127.0.0.1:80", "getaddrinfo ::1 80 udp6 AI_NUMERICHOST = 0 [::1]:80",
      "getaddrinfo NULL 80 tcp AI_PASSIVE = 0 0.0.0.0:80", "getaddrinfo localhost 80 AI_NUMERICHOST = -2 EAI_NONAME",
      "getaddrinfo NULL NULL = -2 EAI_NONAME", "getaddrinfo 127.0.0.1 80 AF_INET6 = -9 EAI_ADDRFAMILY",
    ],
    inC: CForm(.text(0), .text(1), .hints(2))
  ) { (arguments, table) throws(Diagnostic) in
    let (host, service) = (try arguments.name(0), try arguments.name(1))
    if service == nil, let host { try checkHasNoPort(host, at: arguments.span(0)) }
    let hints = try Hints(arguments, from: 2)
    if let host, hints.flags & AI_NUMERICHOST == 0, !host.needsNoServer {
      try table.permit(.askNameServer(about: Literal.visible(host)), at: arguments.span(0))
    }
    let mayAsk = host.map { hints.flags & AI_NUMERICHOST == 0 && !$0.isNumeric } ?? false
    let isNamed = service.map { UInt16($0) == nil } ?? false
    let call = Call(
      "getaddrinfo", .looksUp, .symbol(host.inC), .symbol(service.inC), .symbol(hints.inC), .symbol("res"))
    return .call(
      Invocation(
        call, on: nil, wait: mayAsk || isNamed ? .uninterruptible : .never, isTransfer: true,
        outputs: { $1.received.found.words },
        notes: { $1.received.found.lines }
      ) { $0.lookUp(host, service, hints) })
  }
}

extension Command {
  /// Refuses `getaddrinfo localhost:80`.
  private static func checkHasNoPort(_ host: String, at span: Span) throws(Diagnostic) {
    let parts = host.split(separator: ":", omittingEmptySubsequences: false)
    // Those are sockets' own addresses.
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, !["unix", "vsock"].contains(parts[0]) else { return }
    let typed = "getaddrinfo \(parts[0]) \(parts[1])"
    throw Diagnostic(
      "HOST and SERVICE are two words", at: span, label: "no colon between them", help: "type: \(typed)"
    ).inKorean("HOST와 SERVICE는 따로 적습니다", label: "사이에 콜론을 쓰지 않습니다", help: "이렇게 적으세요: \(typed)")
  }
}

/// The third argument of getaddrinfo.
private struct Hints: Sendable {
  var flags: Int32 = 0
  private var domain = Domain.unspecified
  private var type = Kind(rawValue: 0)
  private var transport = Transport.none
  /// Whether there are any.
  private var isGiven = false

  static let offered =
    SocketKind.words.map(\.word) + ConstantTable.lookupFlags.symbols + ConstantTable.families.symbols
    + ConstantTable.types.symbols

  init(_ arguments: Arguments, from first: Int) throws(Diagnostic) {
    guard first < arguments.count else { return }
    isGiven = true
    for index in first..<arguments.count {
      let text = try arguments.text(index)
      if let kind = SocketKind.words.first(where: { $0.word == text })?.kind {
        (domain, type, transport) = (kind.domain, kind.type, kind.transport)
      } else if text.hasPrefix("AF_") {
        domain = text == "AF_UNSPEC" ? .unspecified : Domain(rawValue: try arguments.flags(index, from: .families))
      } else if text.hasPrefix("SOCK_") {
        type = Kind(rawValue: try arguments.flags(index, from: .types))
      } else if text.hasPrefix("IPPROTO_") {
        transport = Transport(rawValue: try arguments.flags(index, from: .protocols))
      } else {
        flags |= try arguments.flags(index, from: .lookupFlags)
      }
    }
  }

  var inC: String {
    guard isGiven else { return "NULL" }
    let family = domain == .unspecified ? "AF_UNSPEC" : domain.symbol
    let socketType = type.rawValue == 0 ? "0" : type.symbol
    let number = transport == .none ? "0" : transport.symbol(in: .ipv4)
    return
      "{ai_flags=\(ConstantTable.lookupFlags.flags(flags)), ai_family=\(family), ai_socktype=\(socketType), ai_protocol=\(number)}"
  }

  /// Calls `body` with them as a struct addrinfo, or with NULL.
  func withInfo(_ body: (UnsafePointer<addrinfo>?) -> Int32) -> Int32 {
    guard isGiven else { return body(nil) }
    var info = addrinfo()
    (info.ai_flags, info.ai_family, info.ai_socktype, info.ai_protocol) = (
      flags, domain.rawValue, type.rawValue, transport.rawValue
    )
    return body(&info)
  }
}

extension Received {
  fileprivate mutating func lookUp(_ host: String?, _ service: String?, _ hints: Hints) -> Int {
    var list: UnsafeMutablePointer<addrinfo>?
    let result = hints.withInfo { Glibc.getaddrinfo(host, service, $0, &list) }
    if result == 0 {
      details = .found(ResolvedAddress.all(in: list))
      freeaddrinfo(list)
    }
    return Int(result)
  }
}

extension [ResolvedAddress] {
  /// Each address once, and the canonical name.
  fileprivate var words: [String] {
    var words: [String] = []
    for text in map({ "\($0.address)" }) where !words.contains(text) { words.append(text) }
    return words + compactMap(\.canonicalName).map { Literal.visible($0) }
  }

  fileprivate var lines: [String] {
    Columns.align(
      map { found in
        let (domain, type) = (found.kind.domain, found.kind.type)
        return [
          "  " + domain.symbol, type.symbol, found.kind.transport.symbol(in: domain), "\(found.address)",
          found.canonicalName.map { Literal.visible($0) } ?? "",
        ]
      })
  }
}

extension Arguments {
  /// A name for the C library; nil for NULL.
  fileprivate func name(_ index: Int) throws(Diagnostic) -> String? {
    guard index < count else { return nil }
    let text = try text(index)
    guard !text.utf8.contains(0) else { throw .invalid("name", text, at: span(index), label: "it contains a NUL byte") }
    return text == "NULL" ? nil : text
  }
}

extension String? {
  fileprivate var inC: String { map { Literal.text($0.utf8) } ?? "NULL" }
}

extension String {
  /// Whether it is an address in numbers; the C library does not know our other words for some.
  fileprivate var isNumeric: Bool {
    guard self != "localhost", SocketAddress.hosts[self] == nil else { return false }
    if case .ipv4? = try? SocketAddress(text: "\(self):0", for: .ipv4) { return true }
    if case .ipv6? = try? SocketAddress(text: "[\(self)]:0", for: .ipv6) { return true }
    return false
  }

  /// Whether no name server is asked for it: numbers, and the name in /etc/hosts.
  fileprivate var needsNoServer: Bool { self == "localhost" || isNumeric }
}
