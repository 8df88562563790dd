/// A construct that plays the lines up to its `end`: what the language knows of it. How it plays them is the player's.
/// An object, because each block of a long file refers to its own.
package final class BlockConstruct: Sendable {
  /// What the line that opens it begins with.
  package let keyword: String
  /// That whole line, for help.
  let usage: String
  let example: String
  /// What must follow the keyword, in words.
  let operand: String
  /// The lines in it, in words.
  let lines: String
  /// The word before the condition that its opening line may have, which TAB offers; nil if it has no condition.
  package let conditionWord: String?
  /// Whether `{i}` is the turn in it.
  let countsTurns: Bool
  /// Reads what follows the keyword; nil if it is missing.
  let parse: @Sendable (inout Lexer) throws(Diagnostic) -> BlockOpening.Kind?

  static let all = [repetition]

  /// The construct that `keyword` opens; nil if there is none.
  package static func named(_ keyword: String) -> BlockConstruct? { all.first { $0.keyword == keyword } }

  /// Whether a condition follows `word` in the opening line of a block.
  package static func hasCondition(after word: String) -> Bool { all.contains { $0.conditionWord == word } }

  private static let repetition = BlockConstruct(
    keyword: "repeat", usage: "repeat N", example: "repeat 3", operand: "the count", lines: "the lines it repeats",
    conditionWord: until, countsTurns: true
  ) { lexer throws(Diagnostic) in
    if lexer.take(word: until) { return .conditional(most: nil, try ExpressionParser.parse(&lexer)) }
    let count = try lexer.word()
    lexer.skipBlanks()
    if !count.span.isEmpty, lexer.take(word: until) {
      return .conditional(most: count, try ExpressionParser.parse(&lexer))
    }
    return count.span.isEmpty ? nil : .repetition(count)
  }

  /// Stands before the condition at which a repetition ends.
  private static let until = "until"

  private init(
    keyword: String, usage: String, example: String, operand: String, lines: String,
    conditionWord: String?, countsTurns: Bool,
    parse: @escaping @Sendable (inout Lexer) throws(Diagnostic) -> BlockOpening.Kind?
  ) {
    self.keyword = keyword
    self.usage = usage
    self.example = example
    self.operand = operand
    self.lines = lines
    self.conditionWord = conditionWord
    self.countsTurns = countsTurns
    self.parse = parse
  }
}

/// A line that opens a block.
package struct BlockOpening: Sendable {
  package let construct: BlockConstruct
  package let kind: Kind

  /// What it says.
  package enum Kind: Sendable {
    /// `repeat N`
    case repetition(Word)
    /// `repeat until EXPR`, or `repeat N until EXPR` with the most turns that it may take
    case conditional(most: Word?, Expression)
  }

  /// The names that it refers to.
  package var references: [Reference] {
    switch kind {
    case .repetition(let count): count.references
    case .conditional(let most, let condition): (most?.references ?? []) + condition.references
    }
  }
}

// MARK: - What can be wrong

extension BlockConstruct {
  func incomplete(at span: Span) -> Diagnostic {
    .missing(operand, at: span, example: "\(example), then lines, then \(Keyword.end)")
  }

  var unclosed: Diagnostic {
    Diagnostic("this \(keyword) has no \(Keyword.end)", help: "write \(Keyword.end) after \(lines)").inKorean(
      "\(keyword)에 짝이 되는 \(Keyword.end)가 없습니다", help: "반복할 줄 뒤에 \(Keyword.end)를 적으세요")
  }

  /// Told of an `end` that closes nothing.
  static var unopened: Diagnostic {
    Diagnostic(
      "this \(Keyword.end) has no \(all.map(\.keyword).joined(separator: " or "))",
      help: all.map { "write \($0.usage) before \($0.lines)" }.joined(separator: "; "))
  }
}
