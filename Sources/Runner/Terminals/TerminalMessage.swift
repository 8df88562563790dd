import Commands
import Handles
import SessionLanguage
import Text

/// What a terminal that has joined a shell and that shell tell one another. Neither takes anything else.
package enum TerminalMessage: Equatable, Sendable, Framed {
  // The terminal's.

  /// Its first message.
  case hello(Hello)
  /// A line was entered, or read. The next one comes after `ready`.
  case line([UInt8])
  /// Ctrl-C or Ctrl-Z was pressed while a line was run.
  case key(Key)
  /// A block that has not ended is left.
  case abandon
  /// The terminal has another width now.
  case width(Int?)
  /// What may stand where TAB was pressed?
  case complete(serial: Int, TypedWord)

  // The shell's.

  /// The terminal has this role from now on.
  case welcome(role: String)
  /// It has none, and why.
  case refused(String)
  /// The line that came is run now.
  case began
  /// To be shown.
  case text([UInt8])
  /// The next line may come, after this prompt; and what came of the last one.
  case ready(prompt: String, Verdict)
  /// What TAB offers.
  case offers(serial: Int, Completion)
  /// The terminal has left, as its line said.
  case left
  /// The shell has ended, or is shared no more.
  case ended

  package enum Key: UInt8, Sendable { case interrupt = 1, suspend }

  /// Who comes.
  package struct Hello: Equatable, Sendable {
    /// The role that it wants; nil for the one that is free.
    package var role: String?
    /// nil if it shows nothing on a terminal.
    package var width: Int?
    package var isColoured: Bool
    package var language: Language
    /// Whether a person types, who may do everything; otherwise what the lines may do, as a file may.
    package var isTyped: Bool
    package var allowed: Permissions

    package init(
      role: String?, width: Int?, isColoured: Bool, language: Language, isTyped: Bool, allowed: Permissions = []
    ) {
      (self.role, self.width, self.isColoured) = (role, width, isColoured)
      (self.language, self.isTyped, self.allowed) = (language, isTyped, allowed)
    }
  }

  package static let most = 1 << 22
  /// The first field of a `hello`, which changes with what messages mean.
  private static let version = "sockplay terminals 1"

  // MARK: As bytes

  package var parts: (kind: UInt8, fields: [[UInt8]]) {
    if case .line(let line) = self { return (2, [line]) }
    if case .text(let text) = self { return (9, [text]) }
    let (kind, fields) = texts
    return (kind, fields.map { Array($0.utf8) })
  }

  private var texts: (UInt8, [String]) {
    switch self {
    case .line, .text: (0, [])
    case .hello(let hello): (1, [Self.version] + hello.fields)
    case .key(let key): (3, ["\(key.rawValue)"])
    case .abandon: (4, [])
    case .width(let width): (5, width.map { ["\($0)"] } ?? [])
    case .complete(let serial, let word): (6, ["\(serial)"] + word.fields)
    case .welcome(let role): (7, [role])
    case .refused(let text): (8, [text])
    case .ready(let prompt, let verdict): (10, [prompt, "\(verdict.rawValue)"])
    case .offers(let serial, .words(let words)): (11, ["\(serial)"] + words)
    case .offers(let serial, .parts(let words)): (12, ["\(serial)"] + words)
    case .offers(let serial, .files(let head)): (13, ["\(serial)", head])
    case .left: (14, [])
    case .ended: (15, [])
    case .began: (16, [])
    }
  }

  package init?(_ kind: UInt8, _ fields: [[UInt8]]) {
    if kind == 2 || kind == 9 {
      guard fields.count == 1 else { return nil }
      self = kind == 2 ? .line(fields[0]) : .text(fields[0])
      return
    }
    guard let texts = Self.texts(of: fields), let message = Self.message(kind, texts) else { return nil }
    self = message
  }

  private static func message(_ kind: UInt8, _ fields: [String]) -> TerminalMessage? {
    switch (kind, fields.count) {
    case (1, 7): fields[0] == version ? Hello(fields).map { .hello($0) } : nil
    case (3, 1): UInt8(fields[0]).flatMap(Key.init).map { .key($0) }
    case (4, 0): .abandon
    case (5, 0): .width(nil)
    case (5, 1): columns(fields[0]).map { .width($0) }
    case (6, 5): serial(fields).flatMap { serial in TypedWord(fields).map { .complete(serial: serial, $0) } }
    case (7, 1): Name.isValid(fields[0]) ? .welcome(role: fields[0]) : nil
    case (8, 1): .refused(fields[0])
    case (10, 2): Int32(fields[1]).flatMap(Verdict.init).map { .ready(prompt: fields[0], $0) }
    case (11, 1...): serial(fields).map { .offers(serial: $0, .words(Array(fields.dropFirst()))) }
    case (12, 1...): serial(fields).map { .offers(serial: $0, .parts(Array(fields.dropFirst()))) }
    case (13, 2): serial(fields).map { .offers(serial: $0, .files(after: fields[1])) }
    case (14, 0): .left
    case (15, 0): .ended
    case (16, 0): .began
    default: nil
    }
  }

  private static func serial(_ fields: [String]) -> Int? { Int(numeral: fields[0]) }

  /// A width that a terminal may have.
  fileprivate static func columns(_ text: String) -> Int? {
    Int(numeral: text).flatMap { (1...Int(UInt16.max)).contains($0) ? $0 : nil }
  }
}

/// The word at which TAB was pressed.
package struct TypedWord: Equatable, Sendable {
  /// The line as far as it has been typed, and where the word begins, in bytes.
  package var line: String
  package var start: Int
  /// Where its quoted word begins; nil if it is not between quotes.
  package var quote: Int?
  /// The word itself.
  package var text: String

  package init(line: String, start: Int, quote: Int?, text: String) {
    (self.line, self.start, self.quote, self.text) = (line, start, quote, text)
  }

  fileprivate var fields: [String] { [line, "\(start)", quote.map { "\($0)" } ?? "", text] }

  /// Reads the fields after the first.
  fileprivate init?(_ fields: [String]) {
    guard let start = Int(numeral: fields[2]), start >= 0 else { return nil }
    let quote = Int(numeral: fields[3])
    if quote.map({ $0 < 0 }) ?? !fields[3].isEmpty { return nil }
    self.init(line: fields[1], start: start, quote: quote, text: fields[4])
  }
}

extension TerminalMessage.Hello {
  fileprivate var fields: [String] {
    [
      role ?? "", width.map { "\($0)" } ?? "", isColoured ? "1" : "0", language.rawValue, isTyped ? "1" : "0",
      "\(allowed.rawValue)",
    ]
  }

  /// Reads the fields after the version.
  fileprivate init?(_ fields: [String]) {
    guard fields[1].isEmpty || Name.isValid(fields[1]), let language = Language(rawValue: fields[4]),
      ["0", "1"].contains(fields[3]), ["0", "1"].contains(fields[5]), let allowed = Int(numeral: fields[6])
    else { return nil }
    let width = TerminalMessage.columns(fields[2])
    if width == nil, !fields[2].isEmpty { return nil }
    self.init(
      role: fields[1].isEmpty ? nil : fields[1], width: width, isColoured: fields[3] == "1", language: language,
      isTyped: fields[5] == "1", allowed: Permissions(rawValue: allowed).intersection(.all))
  }
}
