import Handles
import SessionLanguage

// What TAB offers on a line, derived from the commands' declarations.
extension Completion {
  /// What TAB offers for a word.
  /// - Parameters:
  ///   - line: The line as far as it has been typed.
  ///   - start: Where the word begins, in bytes.
  ///   - table: The session's handles.
  ///   - jobs: The names of the calls that wait.
  package static func offers(for line: String, start: Int, table: HandleTable, jobs: [String] = []) -> Completion {
    let bytes = Array(line.utf8)
    var words = words(in: String(decoding: bytes.prefix(start), as: UTF8.self))
    if let first = words.first, first.hasSuffix(">") { words.removeFirst() }
    let word = String(decoding: bytes.dropFirst(start).prefix { $0 != 0x20 && $0 != 0x09 }, as: UTF8.self)
    let makesCall = words.first.flatMap { Command.matching($0).first }?.makesCall == true
    return CompletionContext(words: words, word: word, table: table, jobs: jobs, makesCall: makesCall).all
  }

  /// The words of `text`; blanks between quotes are part of a word.
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

extension CompletionContext {
  fileprivate var all: Completion {
    guard let name = words.first else {
      return .words(word.hasPrefix("@") ? Directive.names : (Command.all.map(\.name) + Keyword.all).sorted())
    }
    if name == "?" { return .words(condition) }
    if let block = BlockConstruct.named(name) {
      guard let word = block.conditionWord else { return .none }
      return .words(words.contains(word) ? condition : [word])
    }
    if name == Directive.inclusion, words.count == 1 { return .files(after: "") }
    guard let command = Command.matching(name).first else { return .none }
    if !command.traits.contains(.assigns), let expectation = expectation(of: command) { return expectation }
    if command.countByHand(in: words) > 0 { return .words(byHand(of: command)) }
    let offered = command.parameter(at: words.count - 1)?.completion(in: self) ?? .none
    guard case .words(let words) = offered else { return offered }
    return .words(words + byHand(of: command))
  }

  /// The arguments of C that the line may give by hand here: after the words that it must have, each once.
  private func byHand(of command: Command) -> [String] {
    let isWhole = words.count - 1 - command.countByHand(in: words) >= command.wordCount.lowerBound
    let left = command.byHand.map { $0 + ":" }.filter { name in !words.contains { $0.hasPrefix(name) } }
    return isWhole ? left.filter { $0.hasPrefix(word) } : []
  }
}

extension Command {
  /// How many words at the end of `words`, the first of which is its name, are arguments by hand.
  fileprivate func countByHand(in words: [String]) -> Int {
    words.dropFirst().reversed().prefix { word in byHand.contains { word.hasPrefix($0 + ":") } }.count
  }
}
