import Handles
import SessionLanguage
import Sockets

/// What TAB offers for a word.
package enum Completion: Equatable, Sendable {
  /// Words. A blank follows the one that is meant, unless it is a beginning, such as `127.0.0.1:`.
  case words([String])
  /// Words that something may follow without a blank.
  case parts([String])
  /// File names after a beginning, such as the `@` of data.
  case files(after: String)

  static let none = Completion.words([])
}

/// The word to complete, and what comes before it.
struct CompletionContext {
  /// The words before it, the command's name first.
  let words: [String]
  /// As much of it as has been typed.
  let word: String
  let table: HandleTable
  /// The names of the calls that wait.
  let jobs: [String]
  /// Whether the line makes a call, which takes the number of a descriptor in place of a handle.
  let makesCall: Bool
}

// What several kinds of words, and several commands, offer alike.
extension CompletionContext {
  /// All that may be written in braces: handles and variables.
  var references: [String] { table.references() }

  /// Handles, and how the number of a descriptor begins.
  var targets: [String] { table.names + (makesCall ? [Arguments.numberPrefix] : []) }

  /// The addresses of handles, by name, and how addresses begin that suit the handle of the line; then the `others`.
  func addresses(or others: [String] = []) -> Completion {
    if word.contains("{"), let references = Completion.references(in: word, table) { return .words(references) }
    if word.hasPrefix("unix:"), !word.hasPrefix("unix:@") { return .files(after: "unix:") }
    // Of handles only sockets have addresses.
    return .words(table.references(to: \.kind.isSocket) + beginnings + others)
  }

  private var beginnings: [String] {
    switch words.count > 1 ? table.find(words[1])?.kind.domain : nil {
    case .netlink?: ["netlink:0"]
    case .packet?: ["packet:lo"]
    case .vsock?: ["vsock:1:", "vsock:any:"]
    default: ["127.0.0.1:", "[::1]:", "unix:", "unix:@"]
    }
  }

  /// The level of a socket option, where the line names one.
  var level: SocketOption.Level? { words.count > 2 ? SocketOption.Level(symbol: words[2]) : nil }

  /// The options that the handle has, and levels.
  var options: [String] {
    let level = level
    let kind = words.count > 1 ? table.find(words[1])?.kind : nil
    let options = SocketOption.all.filter { option in
      (level.map { $0 == option.level } ?? true) && (kind.map { option.applies(to: $0) } ?? true)
    }
    return options.map(\.symbol) + (level == nil ? SocketOption.Level.allCases.map(\.symbol) : [])
  }
}

extension Completion {
  /// The substitutions for the last one that `text` has begun with a brace, each after what is before it; nil where
  /// there is none.
  package static func references(in text: String, _ table: HandleTable) -> [String]? {
    guard let brace = text.lastIndex(of: "{"), !text[brace...].contains("}") else { return nil }
    let (head, inside) = (text[...brace], text[text.index(after: brace)...])
    guard let dot = inside.firstIndex(of: ".") else { return table.references().map { text[..<brace] + $0 } }
    return Field.offers(for: inside[inside.index(after: dot)...]).map { "\(head)\(inside[...dot])\($0)}" }
  }
}

extension HandleTable {
  /// - Parameter isMeant: Which handles are among them.
  fileprivate func references(to isMeant: (Handle) -> Bool = { _ in true }) -> [String] {
    let names = names.filter { find($0).map(isMeant) ?? true }
    return (names + variables.names.filter { find($0) == nil }.sorted() + (turn == nil ? [] : ["i"])).map { "{\($0)}" }
  }
}

extension Field {
  /// The names of the documented fields if one of them begins with `typed`; otherwise those of TCP_INFO and of the
  /// options.
  static func offers(for typed: Substring) -> [String] {
    let own = all.map(\.name)
    if own.contains(where: { $0.hasPrefix(typed) }) { return own }
    return TCPField.all.map(\.name) + SocketOption.all.filter { $0.access != .writeOnly }.map(\.symbol)
  }
}

extension ConstantTable {
  /// The constants, each after those that `word` has already, joined with `|`.
  func offers(for word: String) -> [String] {
    let head = word.lastIndex(of: "|").map { word[...$0] } ?? ""
    return symbols.map { head + $0 }
  }
}
