extension Lexer {
  /// The value that `word` gives to a variable: `8080;`, `'127.0.0.1'`; nil for all other words.
  private func value(of word: Word) -> String? {
    if let plain = word.plain, plain.utf8.count > 1 {
      if plain.hasSuffix(";") { return String(plain.dropLast()) }
      if plain.hasPrefix("'"), plain.hasSuffix("'"), plain.utf8.count > 2 {
        return String(plain.dropFirst().dropLast())
      }
    }
    guard word.segments.count == 1, case .quoted = word.segments[0] else { return nil }
    return text(word.span)
  }

  /// The error for `addr.sin_family = AF_INET;` and `port = 8080;`; nil for all other lines.
  /// - Parameter word: The word after `=`, which has just been read.
  func assignment(of word: Word) -> Diagnostic? {
    let left = text(0..<word.span.lowerBound).split { $0 == " " || $0 == "=" }
    guard left.count == 1, let name = left.first.map(String.init) else { return nil }
    if name.contains(".") || name.contains("->") || name.contains("[") {
      return Diagnostic(
        "a line cannot use structures of C", at: word.span,
        help: "an address is typed where it is used: bind srv 127.0.0.1:8080"
      ).inKorean("줄에는 C의 구조체가 없습니다", help: "주소는 쓰는 자리에 적습니다: bind srv 127.0.0.1:8080")
    }
    guard Name.isValid(name), let value = value(of: word) else { return nil }
    let typed = "let \(name) \(value)"
    return Diagnostic("unknown command: \(name)", at: word.span, help: "for a variable, type: \(typed)").inKorean(
      "없는 명령: \(name)", help: "변수라면 이렇게 입력하세요: \(typed)")
  }
}
