import Text

/// A line that opens a block as other languages have them, such as `while b.unread > 0`, or one whose `repeat` is spelt
/// in another way. The error says what to type.
struct ForeignBlock {
  private let lexer: Lexer
  let word: String
  private let span: Span

  private static let words: Set<String> = [
    "if", "unless", "while", "until", "for", "foreach", "loop", "do", "else", "elif", "switch", "try", "except",
    "catch", "finally",
  ]
  /// What the words begin with, and those that are nearly a keyword; `} else {` has a brace before it.
  private static let initials: Set<UInt8> = Set("iuwfldrRestc}".utf8)
  /// What those that are nearly a keyword begin with.
  private static let initialsOfKeywords: Set<UInt8> = Set("ewrR".utf8)

  /// nil where no such line begins at the current position of `lexer`.
  init?(_ lexer: Lexer) {
    guard Self.initials.contains(lexer.current) else { return nil }
    var lexer = lexer
    if lexer.take(UInt8(ascii: "}")) { lexer.skipBlanks() }
    var end = lexer.position
    while end < lexer.line.count, Name.isLetter(lexer.line[end]) { end += 1 }
    self.lexer = lexer
    (word, span) = (lexer.text(lexer.position..<end), lexer.position..<end)
    let next = end < lexer.line.count ? lexer.line[end] : 0
    guard Self.words.contains(word) else {
      if Self.initialsOfKeywords.contains(lexer.current), isMisspelt(before: next) { return } else { return nil }
    }
    // `for-x` and `if1` are other words.
    guard next == 0 || Lexer.isBlank(next) || Set("({:".utf8).contains(next) else { return nil }
    if word == "if", (try? CCallReader.read(lexer)) != nil { return nil }
  }

  /// Whether the word is nearly a keyword, or one that something follows at once: `repat 3`, `Repeat 3`, `repeat(3)`.
  private func isMisspelt(before next: UInt8) -> Bool {
    guard let keyword = nearest else { return false }
    if word == keyword { return next.isDigit || next == UInt8(ascii: "(") || next == UInt8(ascii: ":") }
    return next == 0 || Lexer.isBlank(next) || next == UInt8(ascii: "(")
  }

  private var nearest: String? {
    guard word.utf8.count > 3 else { return nil }
    let lower = word.lowercased()
    return BlockConstruct.all.map(\.keyword).first {
      $0.hasPrefix(lower) || lower.utf8.count > 4 && Diagnostic.distance(lower, $0) < 2
    }
  }

  /// What follows the word, without a remark.
  private var rest: String {
    let start = span.upperBound
    return lexer.text(start..<start + ForeignCode(lexer.line[start...]).count)
  }

  /// Whether the lines below it were to be its own.
  var opensBlock: Bool {
    let text = rest[...].trimmed
    // These lines run in any case.
    if word == "try" || word == "finally" { return false }
    if ["{", ":", " do", " then"].contains(where: { text.hasSuffix($0) }) { return true }
    if text.isEmpty { return word == "else" }
    // It is all on this line.
    if text.contains(": ") || text.hasSuffix(";") || text.hasSuffix("}") { return false }
    // `if y`: a condition of some other program.
    if ["if", "unless", "while", "until"].contains(word), !text.contains(" ") { return true }
    return condition != nil || spelt != nil || text.contains(" in ") || text.contains(where: \.isNumber)
      || isConditionOfC
  }

  /// Whether one statement of C may be the whole block: after a condition, or after `else` alone, which in other languages
  /// is within the block of its `if`.
  var hasOneStatement: Bool { isConditionOfC || word == "else" && rest[...].trimmed.isEmpty }

  /// Whether a condition in round brackets is all that follows, as in C.
  private var isConditionOfC: Bool {
    let text = rest[...].trimmed
    return text.hasPrefix("(") && text.hasSuffix(")") && condition == nil && spelt == nil
  }

  // MARK: What to type

  var error: Diagnostic {
    let help = help, near = nearest
    return Diagnostic(
      "unknown command: \(word)", at: span, label: near.map { "did you mean \($0)?" } ?? "",
      help: help.english + (opensBlock ? "; the lines up to its end do not run" : "")
    ).inKorean(
      "없는 명령: \(word)", label: near.map(Diagnostic.koreanSuggestion),
      help: help.korean + (opensBlock ? ". 그 끝까지의 줄은 실행하지 않습니다" : ""))
  }

  private var help: (english: String, korean: String) {
    let condition = condition
    switch word {
    case "finally": return ("leave it out: its lines run in any case", "finally는 빼세요. 딸린 줄은 그대로 실행합니다")
    case "try", "except", "catch":
      return (
        "there is no \(word); a call that should fail says so: connect cli 127.0.0.1:1 = -1 ECONNREFUSED",
        "실패해야 하는 호출은 이렇게 적습니다: connect cli 127.0.0.1:1 = -1 ECONNREFUSED"
      )
    case "if", "switch", "unless", "else", "elif":
      guard let check = word != "unless" ? condition?.text : condition?.opposite else {
        let example = "? conn.unread == 0"
        return ("there is no \(word); \(example) checks a value", "값은 \(example)처럼 확인합니다")
      }
      return ("type: ? \(check), which checks it", "확인하려면 이렇게 적으세요: ? \(check)")
    case "until", "while":
      let end = word == "until" ? condition?.text : condition?.opposite
      if let end { return Self.opening("repeat until \(end)") }
    default: break
    }
    if let spelt { return Self.opening(spelt) }
    let (english, korean) = Self.opening("repeat \(turns)")
    return (english + "; {i} is the turn, from 1", korean + ". {i}는 1부터 세는 차례입니다")
  }

  private static func opening(_ line: String) -> (english: String, korean: String) {
    ("type: \(line), then the lines, then \(Keyword.end)", "이렇게 적으세요: \(line), 반복할 줄, \(Keyword.end)")
  }

  /// The line with its keyword as it is spelt; nil where that opens no block either.
  private var spelt: String? {
    guard let keyword = nearest else { return nil }
    let line = "\(keyword) \(bare)"
    guard let parsed = try? Parser.parse(Array(line.utf8)), case .opening = parsed.body else { return nil }
    return line
  }

  /// What follows the word, without the brackets and signs that other languages have around it.
  private var bare: String {
    var text = rest[...]
    for ending in ["{", ":", "do", "then", ";"] {
      text = text.trimmed
      let isAlone = ending.utf8.count == 1 || text.hasSuffix(" " + ending) || text.hasSuffix(";" + ending)
      if isAlone, text.hasSuffix(ending) {
        text = text.dropLast(ending.count)
      }
    }
    text = text.trimmed
    if text.hasPrefix(":") { text = text.dropFirst().trimmed }
    if text.hasPrefix("("), text.hasSuffix(")") { text = text.dropFirst().dropLast().trimmed }
    return String(text)
  }

  /// The condition of the line, and the one that holds where it does not; nil where it has none.
  private var condition: (text: String, opposite: String?)? {
    let line = Array("? \(bare)".utf8)
    guard let parsed = try? Parser.parse(line), case .check(let expression) = parsed.body,
      // What has no handle in it is of variables of another program.
      !expression.references.isEmpty
    else { return nil }
    let text = bare
    guard expression.comparisons.count == 1, expression.within == nil, let only = expression.comparisons.first else {
      return (text, nil)
    }
    func written(_ span: Span) -> String { String(decoding: line[span], as: UTF8.self) }
    return (text, "\(written(only.left.span)) \(only.relation.opposite.rawValue) \(written(only.right.span))")
  }

  /// How many turns a `for` was to take: the words after `in`, or the last number. A condition has no such number.
  private var turns: Int {
    if word == "while" || word == "until" { return 3 }
    let head = bare.firstRange(of: ": ").map { bare[..<$0.lowerBound] } ?? bare[...]
    let words = head.split { $0 == " " || $0 == "," }
    if let place = words.firstIndex(of: "in") {
      // In the shell, `;` or do ends the values.
      let values = words[(place + 1)...].prefix { $0 != "do" && $0 != ";" }
      let count = (values.firstIndex { $0.hasSuffix(";") }).map { $0 - place } ?? values.count
      if count > 1 { return count }
    }
    let numbers = head.split { !$0.isNumber }.compactMap { Int($0) }
    return numbers.last.flatMap { (1...1_000_000).contains($0) ? $0 : nil } ?? 3
  }
}

extension Expression.Relation {
  /// The one that holds where this one does not.
  fileprivate var opposite: Expression.Relation {
    switch self {
    case .equal: .unequal
    case .unequal: .equal
    case .atMost: .more
    case .atLeast: .less
    case .less: .atLeast
    case .more: .atMost
    }
  }
}

extension Substring {
  /// Without blanks at either end.
  fileprivate var trimmed: Substring {
    var text = self
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }
}
