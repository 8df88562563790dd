extension Lexer {
  /// The error for a line such as `int on = 1; setsockopt(…)`, of which `word` has been read; nil where it declares
  /// nothing.
  func declaration(before word: Word) -> Diagnostic? {
    let first = text(0..<line.count).split(separator: " ", maxSplits: 1).first.map(String.init) ?? ""
    if let error = assignment(of: word) { return error }
    guard CTypes.words.contains(first) else { return nil }
    let rest = text(word.span.upperBound..<line.count).drop { $0 == " " || $0 == ";" }
    return Diagnostic(
      "a line is one call, without declarations", at: 0..<word.span.upperBound,
      help: rest.contains("(")
        ? "write the value in place of the variable: \(rest)" : "for a variable, type: let NAME VALUE")
  }

  /// The error for `addr.sin_family = AF_INET;` and `port = 8080;`.
  private func assignment(of word: Word) -> Diagnostic? {
    let left = text(0..<word.span.lowerBound).split { $0 == " " || $0 == "=" }
    guard left.count == 1, let name = left.first.map(String.init) else { return nil }
    if name.contains(".") || name.contains("->") || name.contains("[") {
      return Diagnostic(
        "a line cannot use structures of C", at: word.span,
        help: "an address is typed where it is used: bind srv 127.0.0.1:8080"
      ).inKorean("줄에는 C의 구조체가 없습니다", help: "주소는 쓰는 자리에 적습니다: bind srv 127.0.0.1:8080")
    }
    guard let value = word.plain, value.hasSuffix(";"), value.utf8.count > 1, Name.isValid(name) else { return nil }
    let typed = "let \(name) \(value.dropLast())"
    return Diagnostic("unknown command: \(name)", at: word.span, help: "for a variable, type: \(typed)").inKorean(
      "없는 명령: \(name)", help: "변수라면 이렇게 입력하세요: \(typed)")
  }
}
