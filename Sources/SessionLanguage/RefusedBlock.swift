import Text

/// The lines of a block whose opening line was refused, or of the branch of an `if`, or what a screen shows below a line
/// that was copied from it: they do not run.
package struct RefusedBlock: Sendable {
  /// What closes it: `end` or the word for it in another language, a brace, the first line that is not indented further,
  /// the one statement that it has, or the end of a remark. Before a branch, its condition may go on. A card is one line and
  /// those below it that are indented.
  private enum Ending { case word, brace, indentation, statement, remark, condition, card }

  private var ending: Ending
  /// How many blocks are open, with those inside it.
  private var depth = 1
  /// How many round brackets are open, of a condition or a statement that goes on.
  private var brackets = 0
  private var isFirst = true
  private let indentation: Int
  /// What it begins with; nil for a card, which may come or not.
  package let keyword: String?

  private static let closings: Set<String> = [Keyword.end, "done", "fi", "endif", "endwhile", "endfor", "}"]

  /// nil where `line` was to open no block, or is the whole of it.
  package init?(openedBy line: [UInt8]) {
    let lexer = Parser.lexer(afterRoleOf: line)
    let text = lexer.text(lexer.position..<line.count)
    indentation = Self.indentation(of: line)
    if text.hasPrefix("/*") {
      guard !text.contains("*/") else { return nil }
      (keyword, ending) = ("/*", .remark)
      return
    }
    let isOwn = BlockConstruct.all.contains { lexer.isAt(word: $0.keyword) }
    let foreign = ForeignBlock(lexer)
    guard isOwn || foreign?.opensBlock == true else { return nil }
    keyword = foreign?.word ?? String(text.prefix { $0.isLetter })
    switch ForeignCode(line).last {
    case UInt8(ascii: ";")?: return nil
    case _ where foreign?.hasOneStatement == true: ending = .statement
    case UInt8(ascii: "{")?: ending = .brace
    case UInt8(ascii: ":")?: ending = .indentation
    default: ending = .word
    }
  }

  /// What is below `line`, which has run: the branch of an `if` for its failure, or its card as the screen shows it.
  package init?(below line: ArraySlice<UInt8>) {
    // Few lines have either.
    let mayHave = line.first { !Lexer.isBlank($0) } == UInt8(ascii: "i") || line.contains(UInt8(ascii: ">"))
    guard mayHave else { return nil }
    let line = Array(line)
    guard let block = Self(branchOf: line, hasRun: true) ?? Self(cardBelow: line) else { return nil }
    self = block
  }

  /// The branch of an `if` of C whose condition is a call; nil where `line` has none below it.
  /// - Parameter hasRun: Whether the call was made: then only a branch for its failure is left out.
  package init?(branchOf line: [UInt8], hasRun: Bool) {
    guard let branch = BranchBelow(line), !hasRun || branch.isForFailure else { return nil }
    (keyword, ending, indentation) = ("if", .statement, Self.indentation(of: line))
    extend(to: branch.extent)
  }

  /// The card below `line`, which has the prompt before it, as the screen shows both; nil for other lines.
  init?(cardBelow line: [UInt8]) {
    let start = Parser.lexer(afterRoleOf: line).position
    guard line[..<start].contains(UInt8(ascii: ">")) else { return nil }
    (keyword, ending, indentation) = (nil, .card, 0)
  }

  private static func indentation(of line: [UInt8]) -> Int { line.prefix(while: Lexer.isBlank).count }

  private mutating func extend(to extent: BranchBelow.Extent) {
    switch extent {
    case .statement: ending = .statement
    case .braces(let open): (ending, depth) = (.brace, open)
    case .condition(let open): (ending, brackets) = (.condition, open)
    }
  }

  package var isOpen: Bool { depth > 0 }

  /// Whether a line of the session language closes it.
  var endsInWord: Bool { ending == .word }

  /// Whether `line`, the next one, belongs to it.
  package mutating func takes(_ line: [UInt8]) -> Bool {
    guard isOpen else { return false }
    let code = ForeignCode(line)
    if ending == .card { return takeCard(line) }
    // In C, the brace may be on a line of its own.
    if isFirst, ending == .word || ending == .statement, code.first == UInt8(ascii: "{") {
      (ending, depth) = (.brace, 0)
    }
    isFirst = false
    switch ending {
    case .condition: takeCondition(code)
    case .statement:
      brackets += code.excess(of: "(", over: ")")
      if brackets <= 0 { depth = 0 }
    case .indentation:
      if !code.isBlank, Self.indentation(of: line) <= indentation { depth = 0 }
      return isOpen
    case .brace: depth += code.excess(of: "{", over: "}")
    case .remark: if line.contains("*/".utf8) { depth = 0 }
    case .word: takeWords(line)
    case .card: break
    }
    return true
  }

  private mutating func takeCard(_ line: [UInt8]) -> Bool {
    let isPart = isFirst ? CCallReader.isCard(line) : line.starts(with: "  ".utf8)
    isFirst = false
    if !isPart { depth = 0 }
    return isPart
  }

  private mutating func takeCondition(_ code: ForeignCode) {
    brackets += code.excess(of: "(", over: ")")
    guard brackets <= 0 else { return }
    (isFirst, brackets) = (true, 0)
    switch code.last {
    case UInt8(ascii: "{")?: extend(to: .braces(1))
    case UInt8(ascii: ";")?, UInt8(ascii: "}")?: depth = 0
    default: extend(to: .statement)
    }
  }

  private mutating func takeWords(_ line: [UInt8]) {
    let lexer = Parser.lexer(afterRoleOf: line)
    let text = lexer.text(lexer.position..<line.count)
    if Self.closings.contains(String(text.prefix { $0 != " " && $0 != "\t" && $0 != ";" })) {
      depth -= 1
    } else if RefusedBlock(openedBy: line)?.endsInWord == true {
      depth += 1
    }
  }
}
