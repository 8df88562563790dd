import Handles
import SessionLanguage
import Sockets

/// What TAB offers, derived from the commands' declarations.
package enum Completion: Equatable, Sendable {
  /// Words. A blank follows the one that is meant, unless it is a beginning, such as `127.0.0.1:`.
  case words([String])
  /// Words that something may follow without a blank.
  case parts([String])
  /// File names behind a beginning, such as the `@` of data.
  case files(behind: String)

  static let none = Completion.words([])

  /// The offers for the word that begins at START of LINE. JOBS are the names of the calls that wait.
  package static func offers(for line: String, start: Int, table: HandleTable, jobs: [String] = []) -> Completion {
    let bytes = Array(line.utf8)
    var words = words(in: String(decoding: bytes.prefix(start), as: UTF8.self))
    if let first = words.first, first.hasSuffix(">") { words.removeFirst() }
    let word = String(decoding: bytes.dropFirst(start).prefix { $0 != 0x20 && $0 != 0x09 }, as: UTF8.self)
    return CompletionContext(words: words, word: word, table: table, jobs: jobs).all
  }

  /// The substitutions for the last one that TEXT has begun with a brace, each behind what stands before it; nil where
  /// there is none.
  package static func references(in text: String, _ table: HandleTable) -> [String]? {
    guard let brace = text.lastIndex(of: "{"), !text[brace...].contains("}") else { return nil }
    let (head, inside) = (text[...brace], text[text.index(after: brace)...])
    guard let dot = inside.firstIndex(of: ".") else { return table.references.map { text[..<brace] + $0 } }
    return Field.offers(behind: inside[inside.index(after: dot)...]).map { "\(head)\(inside[...dot])\($0)}" }
  }

  /// The words of TEXT; blanks between quotes are part of a word.
  private static func words(in text: String) -> [String] {
    var words: [String] = [], word = ""
    var isQuoted = false, isEscaped = false
    for character in text {
      if !isQuoted, character == " " || character == "\t" {
        if !word.isEmpty { words.append(word) }
        word = ""
        continue
      }
      if character == "\"", !isEscaped { isQuoted.toggle() }
      isEscaped = isQuoted && !isEscaped && character == "\\"
      word.append(character)
    }
    return word.isEmpty ? words : words + [word]
  }
}

/// The offers for WORD, which stands behind WORDS.
struct CompletionContext {
  let words: [String]
  let word: String
  let table: HandleTable
  let jobs: [String]

  var all: Completion {
    guard let name = words.first else {
      return .words(word.hasPrefix("@") ? Directive.names : (Command.all.map(\.name) + ["repeat", "end"]).sorted())
    }
    if name == "?" { return .words(condition) }
    guard let command = Command.matching(name).first else { return .none }
    if command.name != "let", let expectation = expectation(of: command) { return expectation }
    guard let parameter = command.parameter(at: words.count - 1) else { return .none }
    if parameter.kind == .address { return addresses }
    if let references = Completion.references(in: word, table) { return .words(references) }
    return offers(for: parameter.kind, of: command)
  }

  private func offers(for kind: Parameter.Kind, of command: Command) -> Completion {
    switch kind {
    case .handle: .words(table.names)
    case .job: .words(jobs + (command.name == "wait" ? ["any"] : []))
    case .option: .words(options)
    case .flags(let constants): .words(constants.offers(behind: word))
    case .polled: .words(polled)
    case .selected: .words(["r:", "w:", "x:"].flatMap { set in table.names.map { set + $0 } })
    case .message:
      .words(
        ["to"] + ControlKind.all.filter(\.isSendable).map { $0.symbol + ":" } + ConstantTable.messageFlags.symbols
          + references)
    case .messageOut: .words(["control:", "SCM_RIGHTS:", "SCM_PIDFD:"] + ConstantTable.messageFlags.symbols)
    case .command: .words((Command.all.map(\.name) + Topic.all.map(\.name)).sorted())
    case .choice(let choices): .words(self.choices(choices, of: command))
    case .process: .words(Set(Processes.bySocket().values.joined().map { "\($0.pid)" }).sorted())
    case .file: file(of: command)
    case .data: word.hasPrefix("@") ? .files(behind: "@") : .words(["@", "hex:", "fill:", "rep:"])
    case .newHandle where command.name == "socket": .words(SocketArguments.offers(behind: words.dropFirst(), word))
    case .text: .words(text(of: command))
    case .newHandle, .integer, .address, .value: .none
    }
  }

  /// What is taken for a file's name, or is `off`.
  private func file(of command: Command) -> Completion {
    command.name == "record" && !word.isEmpty && "off".hasPrefix(word) ? .words(["off"]) : .files(behind: "")
  }

  private func choices(_ choices: [String], of command: Command) -> [String] {
    switch command.name {
    case "socket": SocketArguments.offers(behind: words.dropFirst(), word)
    case "socketpair": SocketArguments.offers(behind: words.dropFirst(3), word)
    case "errors" where words.count == 1: choices + ErrorPage.symbols
    case "errors": ErrorPage.of(words[1]).map { $0.errors.map(\.symbol) } ?? []
    default: choices
    }
  }

  private func text(of command: Command) -> [String] {
    if command.name == "role" { return ["off"] }
    // Behind a level stands the option, and its value one word later.
    if command.name == "setsockopt", words.count == 4, SocketOption.Level(symbol: words[2]) != nil { return options }
    guard command.name == "fcntl", words.count == 3, let asked = DescriptorCommand.named(words[2]), asked.isSetter
    else { return [] }
    return switch asked.value {
    case .statusFlags:
      ConstantTable.statusFlags.offers(behind: word).filter { !$0.hasSuffix("ONLY") && !$0.hasSuffix("RDWR") }
    case .descriptorFlags: ConstantTable.descriptorFlags.offers(behind: word)
    case .owner: ["self"]
    case .size: []
    }
  }

  /// Handles, and behind `HANDLE:` the events that it can be polled for.
  private var polled: [String] {
    guard let colon = word.firstIndex(of: ":") else { return table.names.flatMap { [$0, $0 + ":"] } }
    let events = String(word[word.index(after: colon)...])
    return ConstantTable.pollEvents.offers(behind: events).map { word[...colon] + $0 }
  }

  /// Options that the handle has, and levels; behind an option, the values that have a name.
  private var options: [String] {
    let level = words.count > 2 ? SocketOption.Level(symbol: words[2]) : nil
    let named = words.dropFirst(level == nil ? 2 : 3).first
    if words[0].hasPrefix("s"), let option = named.flatMap({ SocketOption.named($0) }) { return option.valueNames }
    let kind = words.count > 1 ? table.find(words[1]).map { table[$0].kind } : nil
    let options = SocketOption.all.filter { option in
      (level.map { $0 == option.level } ?? true) && (kind.map { option.applies(to: $0) } ?? true)
    }
    return options.map(\.symbol) + (level == nil ? SocketOption.Level.allCases.map(\.symbol) : [])
  }

  /// The addresses of handles, by name, and how addresses begin that suit the handle of the line.
  var addresses: Completion {
    if word.contains("{"), let references = Completion.references(in: word, table) { return .words(references) }
    if word.hasPrefix("unix:"), !word.hasPrefix("unix:@") { return .files(behind: "unix:") }
    let none = words[0].hasPrefix("conn") ? ["unspec"] : []
    switch words.count > 1 ? table.find(words[1]).map({ table[$0].kind.domain }) : nil {
    case .netlink?: return .words(references + ["netlink:0"] + none)
    case .packet?: return .words(references + ["packet:lo"] + none)
    case .vsock?: return .words(references + ["vsock:1:", "vsock:any:"] + none)
    default: return .words(references + ["127.0.0.1:", "[::1]:", "unix:", "unix:@"] + none)
    }
  }

  private var references: [String] { table.references }
}

extension ConstantTable {
  /// The constants, each behind those that WORD has already, joined with `|`.
  func offers(behind word: String) -> [String] {
    let head = word.lastIndex(of: "|").map { word[...$0] } ?? ""
    return symbols.map { head + $0 }
  }
}

extension SocketOption {
  /// The values that have a name.
  fileprivate var valueNames: [String] {
    switch form {
    case .flag, .linger: ["on", "off"]
    case .constant(let table), .named(let table): table.symbols
    case .text where symbol == "TCP_CONGESTION": Setting.congestionControls
    default: []
    }
  }
}

extension HandleTable {
  /// All that may stand in braces: handles and variables.
  fileprivate var references: [String] {
    (names + variables.keys.filter { find($0) == nil }.sorted() + (turn == nil ? [] : ["i"])).map { "{\($0)}" }
  }
}

extension Command {
  /// What the word at INDEX behind the name is.
  func parameter(at index: Int) -> Parameter? {
    if let repeated = parameters.firstIndex(where: \.repeats), index >= repeated { return parameters[repeated] }
    return index < parameters.count ? parameters[index] : nil
  }
}
