import SessionLanguage

/// What a line means, as text, wherever its words are: the same for lines that mean the same.
package enum Meaning {
  package static func text(of line: [UInt8]) -> String {
    do throws(Diagnostic) {
      return text(of: try Parser.parse(line))
    } catch {
      return "error: \(error.title)"
    }
  }

  package static func text(of statement: Statement) -> String {
    let body =
      switch statement.body {
      case .blank: "blank"
      case .header: "header"
      case .heading(let text, let language): "heading \(language) \(trimmed(text))"
      case .prose(let text, let language): "prose \(language) \(trimmed(text))"
      case .directive(let directive): self.text(of: directive)
      case .command(let line): self.text(of: line)
      case .call: "call \(trimmed(String(decoding: statement.line[statement.start...], as: UTF8.self)))"
      case .check(let expression): self.text(of: expression)
      case .opening(let opening): self.text(of: opening)
      case .end: "end"
      }
    return "\(statement.role ?? "-")> \(body)"
  }

  /// Blanks at the end of prose are shown nowhere.
  private static func trimmed(_ text: String) -> String {
    String(text.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }

  private static func text(of directive: Directive) -> String {
    switch directive {
    case .timeout(let time): "timeout \(time)"
    case .variable(let name, let value): "let \(name) \(text(of: value))"
    case .needs(let words): "needs \(text(of: words))"
    case .isolated: "isolated"
    case .shortTimers: "short-timers"
    case .host(let name, let addresses): "host \(text(of: [name] + addresses))"
    case .include(let path, _): "include \(path)"
    case .points(let points): "points \(points)"
    }
  }

  private static func text(of opening: BlockOpening) -> String {
    switch opening.kind {
    case .repetition(let count): "repeat \(text(of: count))"
    case .conditional(let most, let condition):
      "repeat \(most.map { text(of: $0) } ?? "-") until \(text(of: condition))"
    }
  }

  /// With the blanks between its words, which may be data: send cli Hello  Bob.
  private static func text(of line: CommandLine) -> String {
    let gaps = zip(line.words, line.words.dropFirst()).map { $1.span.lowerBound - $0.span.upperBound }
    return "\(text(of: line.words)) \(gaps) \(line.inBackground)" + (line.expectation.map(text) ?? "")
  }

  private static func text(of expectation: Expectation) -> String {
    let data = ([expectation.data].compactMap { $0 } + expectation.furtherData).map { pattern in
      switch pattern.kind {
      case .exactly(let word): "exactly \(text(of: word))"
      case .prefix(let word): "prefix \(text(of: word))"
      case .matching(let pattern): "matching \(pattern)"
      }
    }
    let states = expectation.states.map { "\(text(of: $0.handle)) \($0.state)" }
    return " = \(expectation.outcome.map { "\($0.pattern)" } ?? "") \(data) \(text(of: expectation.given)) from "
      + "\(text(of: expectation.from.map { [$0] } ?? [])) \(states) \(expectation.segments.map(\.kind)) "
      + "\(expectation.within ?? -1) -> \(expectation.capture?.name ?? "")"
  }

  private static func text(of expression: Expression) -> String {
    func text(_ operand: Expression.Operand) -> String {
      switch operand.kind {
      case .field(let reference): self.text(of: reference)
      case .word(let word): self.text(of: word)
      }
    }
    return "? "
      + expression.comparisons.map { "\(text($0.left)) \($0.relation) \(text($0.right))" }.joined(separator: " and ")
      + " \(expression.within ?? -1)"
  }

  private static func text(of words: [Word]) -> String { "\(words.map { text(of: $0) })" }

  private static func text(of word: Word) -> String {
    let segments = word.segments.map { segment in
      switch segment {
      case .text(let text): "text \(text)"
      case .quoted(let bytes): "quoted \(bytes)"
      case .reference(let reference): text(of: reference)
      }
    }
    return "\(segments)"
  }

  private static func text(of reference: Reference) -> String { "{\(reference.name).\(reference.field ?? "")}" }
}
