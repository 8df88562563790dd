import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let socket = Command(
    name: "socket", group: .opening,
    parameters: [.newHandle, Parameter("KIND", .choice(SocketWords.offered), repeats: true)],
    summary: "Make a socket and call it NEW.",
    manual: """
      KIND is tcp, udp, tcp6, udp6, unix or unix-dgram, or the three arguments as in C: AF_INET SOCK_STREAM 0.
      Without NEW the socket is called s1, s2 and so on. A socket of AF_INET6 also takes IPv4 clients
      (dual stack), unless net.ipv6.bindv6only is set.
      """,
    examples: ["socket srv tcp = fd [srv CLOSED]", "socket raw AF_INET SOCK_DGRAM 0 = fd", "socket udp6 = fd"]
  ) { (words, table) throws(Diagnostic) in
    let (name, first) = try SocketWords.name(words)
    let kind = try SocketWords.kind(words, from: first)
    let (domain, type, transport) = (kind.domain, kind.type, kind.transport)
    return .call(
      Invocation(
        Call("socket", .symbol(domain.symbol), .symbol(type.symbol), .symbol(transport.symbol(in: domain))), on: nil, makes: name,
        finish: { table, answer in answer.failed ? [] : [table.add(name, kind, descriptor: Int32(answer.result))] },
        body: { _ in Int(Glibc.socket(domain.rawValue, type.rawValue, transport.rawValue)) }))
  }
}

/// How the words of `socket` are told apart.
private enum SocketWords {
  /// What TAB offers.
  static let offered =
    SocketKind.words.map(\.word) + ConstantTable.families.symbols + ConstantTable.types.symbols + ConstantTable.protocols.symbols

  static func name(_ words: Words) throws(Diagnostic) -> (name: String, next: Int) {
    guard words.count > 0 else { return ("", 0) }
    let first = try words.text(0)
    if isKind(first) { return (words.table.freshName(), 0) }
    return (try words.newName(0), 1)
  }

  private static func isKind(_ text: String) -> Bool {
    SocketKind.words.contains { $0.word == text } || text.hasPrefix("AF_") || text.hasPrefix("PF_")
  }

  static func kind(_ words: Words, from first: Int) throws(Diagnostic) -> SocketKind {
    let known = SocketKind.words.map(\.word)
    guard first < words.count else {
      throw Diagnostic(
        "socket needs a kind", at: words.span(first), label: "such as tcp", help: "there are " + known.joined(separator: ", "))
    }
    let text = try words.text(first)
    if let row = SocketKind.words.first(where: { $0.word == text }), words.count == first + 1 { return row.kind }
    guard words.count == first + 3 || isKind(text) else {
      throw Diagnostic(
        "\(text) is no kind of socket", at: words.span(first), label: Diagnostic.suggestion(for: text, among: known),
        help: "there are " + known.joined(separator: ", ") + ", or as in C: AF_INET SOCK_STREAM 0")
    }
    guard words.count == first + 3 else {
      throw Diagnostic(
        "as in C, a socket takes three arguments", at: words.span(first), help: "for instance socket srv AF_INET SOCK_STREAM 0")
    }
    return try inC(words, first)
  }

  private static func inC(_ words: Words, _ first: Int) throws(Diagnostic) -> SocketKind {
    let domain = try words.flags(first, from: .families)
    let type = try words.flags(first + 1, from: .types)
    let transport = try words.flags(first + 2, from: .protocols)
    return SocketKind(domain: Domain(rawValue: domain), type: Kind(rawValue: type), transport: Transport(rawValue: transport))
  }
}
