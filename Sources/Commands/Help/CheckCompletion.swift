import Handles
import SessionLanguage
import Sockets

// What TAB offers where a session says what must hold.
extension CompletionContext {
  private static let states = SocketState.allCases.map(\.name)

  /// The offers after a `?`.
  var condition: [String] {
    let relations = Expression.Relation.allCases.map(\.rawValue)
    let last = words[words.count - 1]
    switch last {
    case "?", "and": return fields
    case _ where BlockConstruct.hasCondition(after: last): return fields
    case "within": return []
    case _ where relations.contains(last): return words[words.count - 2].hasSuffix(".state") ? Self.states : fields
    case _ where relations.contains(words[words.count - 2]): return ["and", "within"]
    default: return relations
    }
  }

  private var fields: [String] {
    let typed = word.firstIndex(of: ".").map { word[word.index(after: $0)...] } ?? ""
    return table.names.flatMap { name in Field.offers(for: typed).map { "\(name).\($0)" } }
  }

  /// The offers for an expectation after `command`; nil where none has begun.
  func expectation(of command: Command) -> Completion? {
    if let states = states(of: command) { return states }
    guard let mark = words.lastIndex(of: "=") else { return nil }
    let expected = words[(mark + 1)...]
    switch expected.last {
    case nil: return .words(["0", "-1", "fd", "blocks", "timeout", "EOF", "*"])
    case "-1" where expected.count == 1: return .words(errnos(of: command))
    case "from": return addresses()
    case "within": return Completion.none
    case "->": return .words(table.variables.names.map { "{\($0)}" })
    default:
      let mayKeepData = expected.first.map { Expectation.mayKeepData(after: $0) } ?? true
      return .words(["from", "within"] + (mayKeepData ? ["->"] : []))
    }
  }

  /// The errors that are documented of `command`, or all where it has none that begins so.
  private func errnos(of command: Command) -> [String] {
    let own = ErrorPage.of(command.name)?.errors.map(\.symbol) ?? []
    return own.contains { $0.hasPrefix(word.uppercased()) } ? own : ErrorPage.symbols
  }

  /// Handles and states between brackets; nil where none is open.
  private func states(of command: Command) -> Completion? {
    let isAddress = !words.contains("=") && command.parameter(at: words.count - 1)?.kind == .address
    if word.hasPrefix("["), !word.contains("]"), !isAddress { return .words(table.names.map { "[" + $0 }) }
    guard let open = words.lastIndex(where: { $0.hasPrefix("[") }), open > 0,
      !words[open...].contains(where: { $0.contains("]") })
    else {
      return nil
    }
    if words[words.count - 1].hasSuffix(",") { return .words(table.names) }
    let isBehindHandle = open == words.count - 1 || words[words.count - 2].hasSuffix(",")
    return isBehindHandle ? .parts(Self.states) : Completion.none
  }
}
