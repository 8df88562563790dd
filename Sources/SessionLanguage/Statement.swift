import Text

/// One line of a session, parsed. A class, because every step of a long repetition refers to the same one.
package final class Statement: Sendable {
  /// The line as typed, without its line end.
  package let line: [UInt8]
  /// Its role: the `server` of `server> listen srv`.
  package let role: String?
  /// Where what it says begins, after blanks and its role, in bytes of the line.
  package let start: Int
  package let body: Body
  /// The command with its words, if the line is one.
  package let command: CommandLine?
  /// Whether the line is a directive: it says how to play the file.
  package let isDirective: Bool
  /// Whether the line says what must come of it.
  package let isChecked: Bool
  /// The call, if the line is one of C.
  package let call: CCall?

  init(_ line: [UInt8], role: String?, start: Int = 0, body: Body) {
    self.line = line
    self.role = role
    self.start = start
    self.body = body
    command = if case .command(let line) = body { line } else { nil }
    call = if case .call(let call) = body { call } else { nil }
    isDirective = if case .directive = body { true } else { false }
    isChecked = if case .check = body { true } else { command?.expectation != nil }
  }

  /// The part of the line that is the command itself, without role and expectation; the whole line if it is not a
  /// command.
  package var typed: ArraySlice<UInt8> { command.map { line[$0.words[0].span.lowerBound..<$0.end] } ?? line[...] }

  /// The same as text, without the blanks before it.
  package var withoutRole: String { String(decoding: command == nil ? line[start...] : typed, as: UTF8.self) }

  /// What follows the command, such as `= 0 [srv LISTEN]`; nil where nothing is expected.
  package var expected: String? {
    guard let command else { return nil }
    let rest = line[command.end...].drop { $0 == 0x20 || $0 == 0x09 }
    return rest.isEmpty ? nil : String(decoding: rest, as: UTF8.self)
  }

  package enum Body: Sendable {
    case blank
    /// `sockplay 1`, the first line of a file.
    case header
    /// `## …`, or `##ko …` in Korean
    case heading(String, Language)
    /// `# …`, or `#ko …` in Korean
    case prose(String, Language)
    case directive(Directive)
    case command(CommandLine)
    /// `bind(3, {AF_INET 127.0.0.1:0}, 16)`: a call as in C, which means a command.
    case call(CCall)
    /// `? conn.unread == 0`
    case check(Expression)
    /// `repeat N`, or whatever else opens a block
    case opening(BlockOpening)
    /// `end`
    case end

    /// The language of a heading or of prose.
    package var language: Language? {
      switch self {
      case .heading(_, let language), .prose(_, let language): language
      default: nil
      }
    }

    package var isHeading: Bool { if case .heading = self { true } else { false } }
  }
}

/// A command with its words and its expectation.
package final class CommandLine: Sendable {
  /// The command's name, as typed, and its arguments. Never empty.
  package let words: [Word]
  /// The command's name, as typed.
  package let name: String
  /// `&`: the call runs in the background.
  package let inBackground: Bool
  package let expectation: Expectation?
  /// Where the command itself ends and its expectation begins, in bytes of the line.
  package let end: Int

  init(words: [Word], inBackground: Bool, expectation: Expectation?, end: Int) {
    self.words = words
    self.name = words[0].plain ?? ""
    self.inBackground = inBackground
    self.expectation = expectation
    self.end = end
  }

  /// The line as if its first `count` words were not there. There are more.
  package func dropping(_ count: Int) -> CommandLine {
    CommandLine(words: Array(words.dropFirst(count)), inBackground: inBackground, expectation: expectation, end: end)
  }
}

/// A line that says how to play the file.
package enum Directive: Sendable {
  /// `@timeout 2s`, in milliseconds.
  case timeout(Int)
  /// `@let host = 127.0.0.1`
  case variable(name: String, value: Word)
  /// `@needs ipv6`
  case needs([Word])
  /// `@isolated`
  case isolated
  /// `@short-timers`
  case shortTimers
  /// `@host server 10.0.0.2`
  case host(name: Word, addresses: [Word])
  /// `@points 3`: what the chapter in which it stands is worth.
  case points(Int)
  /// `@include setup.session`: the lines of that file, as if they stood here.
  case include(path: String, span: Span)

  /// The name of the variable that `need` asks for: `text` of `var:text`.
  package static func requiredVariable(_ need: String) -> String? {
    guard need.hasPrefix("var:") else { return nil }
    let name = String(need.dropFirst(4))
    return Name.isValid(name) ? name : nil
  }

  /// What a chapter may be worth at most.
  package static let mostPoints = 10_000

  package static let inclusion = "@include"
  /// The words with which they begin.
  package static let names = [
    "@timeout", "@let", "@needs", "@isolated", "@short-timers", "@host", "@points", inclusion,
  ]
}
