import SessionLanguage
import Sockets

/// How the words of `socket` and `socketpair` are told apart.
enum SocketArguments {
  /// What TAB offers where a kind may begin with the word at `first`.
  static func completion(from first: Int) -> @Sendable (CompletionContext) -> Completion {
    { .words(offers(after: $0.words.dropFirst(first), $0.word)) }
  }

  /// What TAB offers for `word`, which comes after `words`: kinds, and after one what may follow it.
  private static func offers(after words: ArraySlice<String>, _ word: String) -> [String] {
    let kinds = known + ConstantTable.families.symbols
    guard let place = words.lastIndex(where: SocketKind.begins) else { return kinds }
    let isFamily = !known.contains(words[place])
    switch words.endIndex - place {
    case 1 where isFamily: return ConstantTable.typesWithFlags.offers(for: word)
    case 2 where isFamily:
      return ConstantTable.families.value(words[place]).map { Transport.symbols(in: Domain(rawValue: $0)) } ?? []
    // A first word that is a kind may be a name, too.
    case 1: return ConstantTable.socketFlags.offers(for: word) + (place == words.startIndex ? kinds : [])
    default: return []
    }
  }

  private static let known = SocketKind.words.map(\.word)

  /// The name of the new socket, and the index after it. A word that is a kind is the kind, unless a kind follows.
  static func name(_ arguments: Arguments) throws(Diagnostic) -> (name: String, next: Int) {
    guard arguments.count > 0 else { return ("", 0) }
    let isNamed = arguments.count > 1 ? SocketKind.begins(with: try arguments.text(1)) : false
    if !isNamed, SocketKind.begins(with: try arguments.text(0)) { return (arguments.table.freshName(), 0) }
    return (try arguments.newName(0), 1)
  }

  /// The kind that the words from `first` on spell, and the flags joined to it.
  static func kind(_ arguments: Arguments, from first: Int) throws(Diagnostic) -> (kind: SocketKind, flags: Int32) {
    guard first < arguments.count else {
      let name = first > 0 ? try arguments.text(0) : "srv"
      throw .missing("KIND", at: arguments.span(first), example: "socket \(name) tcp, or socket \(name) udp")
    }
    let text = try arguments.text(first)
    if let row = SocketKind.words.first(where: { $0.word == text }) {
      guard arguments.count <= first + 2 else { throw .tooManyWords(at: arguments.span(first + 2)) }
      return (row.kind, try arguments.flags(first + 1, from: .socketFlags))
    }
    guard arguments.count == first + 3 || SocketKind.begins(with: text) else {
      throw .unknown(
        "kind of socket", text, at: arguments.span(first), among: known,
        help: "there are " + known.joined(separator: ", ") + ", or as in C: AF_INET SOCK_STREAM 0",
        korean: "있는 것: " + known.joined(separator: ", ") + ". 또는 C에서처럼 AF_INET SOCK_STREAM 0")
    }
    guard arguments.count == first + 3 else {
      throw Diagnostic(
        "as in C, a socket takes three arguments", at: arguments.span(first),
        help: "for example: socket srv AF_INET SOCK_STREAM 0")
    }
    return try inC(arguments, first)
  }

  private static func inC(_ arguments: Arguments, _ first: Int) throws(Diagnostic) -> (SocketKind, Int32) {
    let domain = Domain(rawValue: try arguments.flags(first, from: .families))
    let type = try arguments.flags(first + 1, from: .typesWithFlags)
    let flags = type & ~0xf
    let word = try arguments.text(first + 2)
    guard let transport = Transport(symbol: word, in: domain) else {
      throw .unknown(
        "protocol of \(domain.symbol)", word, at: arguments.span(first + 2), among: Transport.symbols(in: domain))
    }
    return (SocketKind(domain: domain, type: Kind(rawValue: type & 0xf), transport: transport), flags)
  }
}
