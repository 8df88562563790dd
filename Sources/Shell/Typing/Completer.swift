import CReadline
import Commands
import Glibc
import Runner
import SessionLanguage

/// TAB completion.
enum Completer {
  typealias Matches = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

  /// Readline's callbacks have no context argument; they and the prompt run on one thread.
  nonisolated(unsafe) private static var offers: ((TypedWord) -> Completion)?
  nonisolated(unsafe) private static var candidates: [String] = []

  /// - Parameter offers: What may stand where a word is typed.
  static func install(_ offers: @escaping (TypedWord) -> Completion) {
    self.offers = offers
    creadline_prepare("sockplay") { text, start, _ in Completer.matches(text, Int(start)) }
  }

  private static func matches(_ text: UnsafePointer<CChar>?, _ start: Int) -> Matches? {
    guard let text, let offers else { return nil }
    // Only our own candidates, in our own order.
    creadline_completion_is_over(1)
    creadline_sort(0)
    let line = String(cString: creadline_line())
    let quote = quoteStart(line, before: start)
    switch offers(TypedWord(line: line, start: start, quote: quote, text: String(cString: text))) {
    case .files(let head): return offerFiles(text, after: quote == nil ? head : nil)
    case .words(let words): return offer(words, for: text)
    case .parts(let words): return offer(words, for: text, isWhole: false)
    }
  }

  /// The start of the quoted word that contains `start`, after its quote; nil if `start` is not between quotes.
  private static func quoteStart(_ line: String, before start: Int) -> Int? {
    let bytes = Array(line.utf8)
    guard start > 0, start <= bytes.count, bytes[start - 1] == UInt8(ascii: "\"") else { return nil }
    return (bytes[..<start].lastIndex { $0 == 0x20 || $0 == 0x09 } ?? -1) + 1
  }

  private static func offer(_ words: [String], for text: UnsafePointer<CChar>, isWhole: Bool = true) -> Matches? {
    let typed = folded(String(cString: text))
    return give(words.filter { folded($0).hasPrefix(typed) }, for: text, isWhole: isWhole)
  }

  /// Passes `words` to readline.
  /// - Parameter isWhole: Whether a space follows the completed word.
  private static func give(_ words: [String], for text: UnsafePointer<CChar>, isWhole: Bool) -> Matches? {
    candidates = words.reversed()
    let goesOn = words.count == 1 && (!isWhole || words[0].last.map { ":@/".contains($0) } ?? false)
    creadline_append(goesOn ? 0 : 0x20)
    creadline_keep_quote_open(goesOn ? 1 : 0)
    // Readline frees each match.
    return rl_completion_matches(text) { _, _ in Completer.candidates.popLast().map { strdup($0) } }
  }

  private static func folded(_ text: String) -> String { creadline_ignores_case() == 1 ? text.lowercased() : text }

  // MARK: Files

  /// The files whose names begin with the text after `head`, which is nil between quotes.
  private static func offerFiles(_ text: UnsafePointer<CChar>, after head: String?) -> Matches? {
    let length = head?.utf8.count ?? 0
    guard strlen(text) >= length else { return nil }
    let names = fileNames(text + length)
    let isPlain = head == nil || names.allSatisfy(isWord)
    let words = names.map { (head ?? "") + (isPlain ? $0 : quoted($0)) }
    return give(head == nil ? words.map(escaped) : words, for: text, isWhole: true)
  }

  /// The files whose names begin with `text`; the name of a directory ends with a slash.
  private static func fileNames(_ text: UnsafePointer<CChar>) -> [String] {
    var names: [String] = []
    while let name = rl_filename_completion_function(text, names.isEmpty ? 0 : 1) {
      var status = stat()
      let isFolder = stat(name, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      names.append(String(cString: name) + (isFolder ? "/" : ""))
      free(name)
    }
    return names.sorted()
  }

  /// Whether `name` needs no quotes.
  private static func isWord(_ name: String) -> Bool {
    name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil || "._-/~+,@%:".unicodeScalars.contains($0)
    }
  }

  /// `name` in quotes; without the last quote after a directory, in which more may follow.
  private static func quoted(_ name: String) -> String { "\"" + escaped(name) + (name.hasSuffix("/") ? "" : "\"") }

  /// `name` with the escapes that it needs between quotes.
  private static func escaped(_ name: String) -> String { String(Literal.text(name.utf8).dropFirst().dropLast()) }
}

extension Session {
  /// What TAB offers for a word.
  func offers(for word: TypedWord) -> Completion {
    let offered = Completion.offers(for: word.line, start: word.quote ?? word.start, table: table, jobs: waitingNames)
    if case .files = offered { return offered }
    return word.quote == nil ? offered : .parts(Completion.references(in: word.text, table) ?? [])
  }
}
