extension Lexer {
  /// The error for a line such as `int on = 1; setsockopt(…)`, of which `word` has been read; nil where it declares
  /// nothing.
  func declaration(before word: Word) -> Diagnostic? {
    let first = text(0..<line.count).split(separator: " ", maxSplits: 1).first.map(String.init) ?? ""
    guard CTypes.words.contains(first) else { return nil }
    let rest = text(word.span.upperBound..<line.count).drop { $0 == " " || $0 == ";" }
    return Diagnostic(
      "a line is one call, without declarations", at: 0..<word.span.upperBound,
      help: rest.contains("(")
        ? "write the value in place of the variable: \(rest)" : "for a variable, type: let NAME VALUE")
  }
}
