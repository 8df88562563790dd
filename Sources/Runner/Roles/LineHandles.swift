import Commands
import SessionLanguage
import Sockets

/// The handles that a command line makes, and those on which it works.
struct LineHandles {
  private(set) var used: [(name: String, span: Span)] = []
  private(set) var made: [Word] = []
  /// The place of a command that makes a handle for which the line has no name; nil for any other.
  private(set) var unnamed: Span?

  init(_ command: Command, _ line: CommandLine) {
    for (index, word) in line.words.dropFirst().enumerated() {
      switch command.parameter(at: index)?.kind {
      case .handle, .job, .jobOrAny, .polled, .selected, .process, .option: use(word)
      // Of a message only descriptors that are passed on are handles: SCM_RIGHTS:a
      case .message where word.sample.contains(":"): use(word)
      case .choice(let choices) where !choices.contains(word.sample): use(word)
      default: if word.sample.hasPrefix("fd:") { use(word) }
      }
    }
    guard !command.traits.contains(.makesUnknownNames) else { return }
    let variables = command.parameters.contains { $0.kind == .newVariable }
    made = variables ? [] : command.namingWords(of: line)
    let makes = command.parameters.filter { $0.kind == .newHandle }
    if !makes.isEmpty, made.isEmpty || made.contains(where: { $0.plain.map(SocketKind.begins) ?? false }) {
      unnamed = line.words[0].span
    }
  }

  private mutating func use(_ word: Word) {
    let names = word.sample.split { ":,|".contains($0) }.map(String.init) + word.references.map(\.name)
    used += names.map { ($0, word.span) }
  }
}

/// The names of handles, with the role that makes each and the line on which it does so first.
struct MadeNames {
  typealias Maker = (role: Int, line: Int)

  private var plain: [String: Maker] = [:]
  /// Names such as `cli{i}`, as what is between their braces.
  private var composed: [(pieces: [String], maker: Maker)] = []

  /// Adds the name that `word` is.
  /// - Returns: Who makes it already, if somebody does.
  mutating func add(_ word: Word, role: Int, line: Int) -> Maker? {
    if let maker = maker(of: word.sample) { return maker }
    if word.references.isEmpty {
      plain[word.sample] = (role, line)
    } else {
      composed.append((word.pieces, (role, line)))
    }
    return nil
  }

  func maker(of name: String) -> Maker? {
    plain[name] ?? composed.first { Self.matches(name, $0.pieces) }?.maker
  }

  /// Whether `name` is made of `pieces` with something between them.
  private static func matches(_ name: String, _ pieces: [String]) -> Bool {
    guard let first = pieces.first, let last = pieces.last, name.hasPrefix(first), name.hasSuffix(last),
      name.utf8.count > first.utf8.count + last.utf8.count
    else { return false }
    return true
  }
}

extension Word {
  /// What it may be once its substitutions are made, which are taken to be numbers, as `{i}` is.
  var sample: String {
    segments.map { segment in
      switch segment {
      case .text(let text): text
      case .quoted: ""
      case .reference: "1"
      }
    }.joined()
  }

  /// Its texts before, between and after its substitutions.
  fileprivate var pieces: [String] {
    segments.reduce(into: [""]) { pieces, segment in
      switch segment {
      case .text(let text): pieces[pieces.count - 1] += text
      case .quoted: break
      case .reference: pieces.append("")
      }
    }
  }
}
