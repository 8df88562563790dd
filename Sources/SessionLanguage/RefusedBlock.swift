import Text

/// The lines of a block whose opening line was refused: they do not run.
package struct RefusedBlock: Sendable {
  /// What closes it: `end` or the word for it in another language, a brace, the first line that is not indented, or the
  /// one statement that it has.
  private enum Ending { case word, brace, indentation, statement }

  private var ending: Ending
  /// How many blocks are open, with those inside it.
  private var depth = 1
  private var isFirst = true
  /// What it begins with.
  package let keyword: String

  private static let closings: Set<String> = [Keyword.end, "done", "fi", "endif", "endwhile", "endfor", "}"]

  /// nil where `line` was to open no block, or is the whole of it.
  package init?(openedBy line: [UInt8]) {
    let lexer = Parser.lexer(afterRoleOf: line)
    let isOwn = BlockConstruct.all.contains { lexer.isAt(word: $0.keyword) }
    let foreign = ForeignBlock(lexer)
    guard isOwn || foreign?.opensBlock == true else { return nil }
    let text = lexer.text(lexer.position..<line.count)
    keyword = String(text.prefix { $0.isLetter })
    switch line.last(where: { !Lexer.isBlank($0) }) {
    case UInt8(ascii: ";")?: return nil
    case _ where foreign?.hasOneStatement == true: ending = .statement
    case UInt8(ascii: "{")?: ending = .brace
    case UInt8(ascii: ":")?: ending = .indentation
    default: ending = .word
    }
  }

  package var isOpen: Bool { depth > 0 }

  /// Whether a line of the session language closes it.
  var endsInWord: Bool { ending == .word }

  /// Whether `line`, the next one, belongs to it.
  package mutating func takes(_ line: [UInt8]) -> Bool {
    guard isOpen else { return false }
    let first = line.firstIndex { !Lexer.isBlank($0) }
    // In C, the brace may be on a line of its own.
    if isFirst, ending == .word || ending == .statement, let first, line[first] == UInt8(ascii: "{") {
      (ending, depth) = (.brace, 0)
    }
    isFirst = false
    switch ending {
    case .statement: depth = 0
    case .indentation:
      if let first, first == 0 { depth = 0 }
      return isOpen
    case .brace:
      let (opened, closed) = (line.count { $0 == UInt8(ascii: "{") }, line.count { $0 == UInt8(ascii: "}") })
      depth += opened - closed
    case .word:
      let lexer = Parser.lexer(afterRoleOf: line)
      let text = lexer.text(lexer.position..<line.count)
      if Self.closings.contains(String(text.prefix { $0 != " " && $0 != "\t" && $0 != ";" })) {
        depth -= 1
      } else if RefusedBlock(openedBy: line)?.endsInWord == true {
        depth += 1
      }
    }
    return true
  }
}
