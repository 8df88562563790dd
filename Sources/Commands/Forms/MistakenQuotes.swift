import SessionLanguage

/// Data between quotes that are not a line's own, and would be sent as well.
enum MistakenQuotes {
  /// More words are not looked through for such quotes.
  private static let mostWords = 64

  static func check(_ line: TypedLine, _ place: Int) throws(Diagnostic) {
    for last in (place..<min(line.count, place + mostWords)).reversed() where isAll(line, last) {
      let (text, span) = (line.text(line.span(place, last)), line.span(place, last))
      if let quoted = WidePunctuation.quoted(text) { throw WidePunctuation.error(quoted, at: span) }
      if let error = ForeignData.withApostrophes(text, at: span) { throw error }
      if let error = backquotes(text, at: span) ?? substitution(line, place, last) { throw error }
    }
    try checkOpen(line, place)
  }

  /// Whether only flags, lengths and addresses follow the word at `last`. Where other words do, the quotes belong to the
  /// text.
  private static func isAll(_ line: TypedLine, _ last: Int) -> Bool {
    (last + 1..<line.count).allSatisfy { index in
      let text = line.text(line.span(index))
      return text.hasPrefix("MSG_") || text.first.map { $0.isNumber || "{[:@".contains($0) } ?? true
    }
  }

  /// ``send cli `hello` ``
  private static func backquotes(_ text: String, at span: Span) -> Diagnostic? {
    guard text.hasPrefix("`"), text.hasSuffix("`"), text.utf8.count > 2 else { return nil }
    let inside = text.dropFirst().dropLast(), typed = inside.inQuotes
    if inside.contains("`") { return nil }
    return Diagnostic(
      "backquotes are not quotes here", at: span, label: "they would be sent, too", help: "type: \(typed)"
    ).inKorean("여기서 `는 따옴표가 아닙니다", label: "이것도 보내게 됩니다", help: "이렇게 적으세요: \(typed)")
  }

  /// `send cli 'port {srv.port}'`. Without a substitution, such quotes are taken as they are meant.
  private static func substitution(_ line: TypedLine, _ first: Int, _ last: Int) -> Diagnostic? {
    let span = line.span(first, last), text = line.text(span)
    guard text.hasPrefix("'"), text.hasSuffix("'"), text.utf8.count > 1,
      (first...last).contains(where: { !line.word($0).references.isEmpty })
    else { return nil }
    let typed = text.dropFirst().dropLast().inQuotes
    return Diagnostic(
      "a value in braces needs double quotes around it", at: span, label: "the ' would be sent, too",
      help: "type: \(typed)"
    ).inKorean("중괄호의 값은 큰따옴표 안에 적습니다", label: "'도 보내게 됩니다", help: "이렇게 적으세요: \(typed)")
  }

  /// `send cli “hello`, whose quote nothing closes.
  private static func checkOpen(_ line: TypedLine, _ place: Int) throws(Diagnostic) {
    guard place == line.count - 1 else { return }
    let text = line.text(line.span(place))
    guard let mark = text.first, Quotes.opening.contains(mark), text.count > 1,
      !text.dropFirst().contains(where: { $0 == "\"" || Quotes.closing.contains($0) })
    else { return }
    let meant = text.dropFirst().inQuotes
    throw Diagnostic(
      "\(mark) is not an ASCII quote", at: line.span(place), label: "it would be sent, too",
      help: "type: \(meant), or \(text.inQuotes) to send it, too"
    ).inKorean("\(mark): ASCII 따옴표가 아닙니다", label: "이것도 보내게 됩니다", help: "이렇게 적으세요: \(meant)")
  }
}
