import Sockets

/// What TAB offers, derived from the commands' declarations.
public enum Completion: Equatable, Sendable {
  case words([String])
  case fileNames
  /// File names behind the `@` of data.
  case dataFiles

  /// The offers for the word that begins at START of LINE.
  public static func offers(for line: String, start: Int, table: Table) -> Completion {
    let before = String(decoding: Array(line.utf8).prefix(start), as: UTF8.self)
    var words = before.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
    if let first = words.first, first.hasSuffix(">") { words.removeFirst() }
    if words.first == "?" { return .words(fields(table)) }
    guard let name = words.first else { return .words(Command.all.map(\.name) + ["repeat", "end"]) }
    guard let command = Command.matching(name).first, let parameter = command.parameter(at: words.count - 1) else { return .words([]) }
    if parameter.kind == .option { return .words(options(words, table)) }
    if parameter.kind == .address { return .words(table.names.map { "{\($0)}" } + addresses(words, table)) }
    let word = String(decoding: Array(line.utf8).dropFirst(start).prefix { $0 != 0x20 && $0 != 0x09 }, as: UTF8.self)
    if case .flags(let constants) = parameter.kind { return .words(constants.offers(behind: word)) }
    if parameter.kind == .polled { return .words(polled(word, table)) }
    if command.name == "wait" { return .words(table.names + ["any"]) }
    return offers(for: parameter.kind, table)
  }

  /// Handles, and behind `HANDLE:` the events that it can be polled for.
  private static func polled(_ word: String, _ table: Table) -> [String] {
    guard let colon = word.firstIndex(of: ":") else { return table.names.flatMap { [$0, $0 + ":"] } }
    let events = String(word[word.index(after: colon)...])
    return ConstantTable.pollEvents.offers(behind: events).map { word[...colon] + $0 }
  }

  /// Options that the handle has, and levels; behind an option, the values that have a name.
  private static func options(_ words: [String], _ table: Table) -> [String] {
    if words.count > 2, words[0].hasPrefix("s"), let option = SocketOption.named(words[2]) { return values(option.form) }
    let kind = words.count > 1 ? table.find(words[1]).map { table[$0].kind } : nil
    let level = words.count > 2 ? SocketOption.Level(symbol: words[2]) : nil
    let options = SocketOption.all.filter { option in
      (level.map { $0 == option.level } ?? true) && (kind.map { option.applies(to: $0) } ?? true)
    }
    return options.map(\.symbol) + (level == nil ? SocketOption.Level.allCases.map(\.symbol) : [])
  }

  /// How addresses begin that suit the handle of the line.
  private static func addresses(_ words: [String], _ table: Table) -> [String] {
    switch words.count > 1 ? table.find(words[1]).map({ table[$0].kind.domain }) : nil {
    case .netlink?: ["netlink:0"]
    case .packet?: ["packet:lo"]
    case .vsock?: ["vsock:1:", "vsock:any:"]
    default: ["127.0.0.1:", "[::1]:", "unix:@"]
    }
  }

  private static func values(_ form: OptionForm) -> [String] {
    switch form {
    case .flag, .linger: ["on", "off"]
    case .constant(let table), .named(let table): table.symbols
    default: []
    }
  }

  private static func offers(for kind: Parameter.Kind, _ table: Table) -> Completion {
    switch kind {
    case .handle, .job: .words(table.names)
    case .message:
      .words(["to"] + ControlKind.all.filter(\.isSendable).map { $0.symbol + ":" } + ConstantTable.messageFlags.symbols + table.references)
    case .messageRoom: .words(["control:", "SCM_RIGHTS:", "SCM_PIDFD:"] + ConstantTable.messageFlags.symbols)
    case .command: .words(Command.all.map(\.name) + Topic.all.map(\.name))
    case .choice(let choices): .words(choices)
    case .process: .words(Set(Processes.bySocket().values.joined().map { "\($0.pid)" }).sorted())
    case .file: .fileNames
    case .data: .dataFiles
    case .selected: .words(["r:", "w:", "x:"].flatMap { set in table.names.map { set + $0 } })
    case .newHandle, .integer, .option, .address, .flags, .polled, .text: .words([])
    }
  }

  private static func fields(_ table: Table) -> [String] {
    table.names.flatMap { name in Field.all.map { "\(name).\($0.name)" } }
  }
}

extension ConstantTable {
  /// The constants, each behind those that WORD has already, joined with `|`.
  fileprivate func offers(behind word: String) -> [String] {
    let head = word.lastIndex(of: "|").map { word[...$0] } ?? ""
    return symbols.map { head + $0 }
  }
}

extension Table {
  /// The addresses of handles, by name.
  fileprivate var references: [String] { names.map { "{\($0)}" } }
}

extension Command {
  /// What the word at INDEX behind the name is.
  func parameter(at index: Int) -> Parameter? {
    if let repeated = parameters.firstIndex(where: \.repeats), index >= repeated { return parameters[repeated] }
    return index < parameters.count ? parameters[index] : nil
  }
}
