import SessionLanguage

/// Data as other languages write them, which would be sent letter by letter here: `b"hello"`, `b'hello'`, `hello\n`,
/// `0x0d0a`, `file:/etc/hostname`.
enum ForeignData {
  /// nil for all other words. Between quotes, every text is meant as it stands.
  static func explain(_ word: Word) -> Diagnostic? {
    if word.segments.count == 2 { return literal(word) }
    guard let text = word.plain else { return nil }
    if let error = withApostrophes(text, at: word.span) { return error }
    if hasEscape(text) {
      return Diagnostic(
        "a backslash means something only between quotes", at: word.span, label: "without them it is sent as it stands",
        help: "write \"\(text)\", or \"\(text.replacing("\\", with: "\\\\"))\" for these letters")
    }
    if text.hasPrefix(fileScheme) {
      return Diagnostic(
        "these would be the letters \(text)", at: word.span, label: "not the bytes of the file",
        help: "write @\(text.dropFirst(fileScheme.count - 1)), or \"\(text)\" for the letters")
    }
    guard let digits = hexDigits(text) else { return nil }
    return Diagnostic(
      "these would be the letters \(text)", at: word.span, label: "not the bytes",
      help: "write hex:\(digits), or \"\(text)\" for the letters")
  }

  /// What begins the path of a file elsewhere.
  private static let fileScheme = "file:/"

  /// What other languages write before their quotes.
  private static let prefixes = [
    "b": "Python", "B": "Python", "rb": "Python", "br": "Python", "f": "Python", "u": "Python", "r": "Python", "L": "C",
    "u8": "C", "$": "of the shell",
  ]

  private static func literal(_ word: Word) -> Diagnostic? {
    guard case .text(let prefix) = word.segments[0], case .quoted(let bytes) = word.segments[1] else { return nil }
    return foreign(prefix, "\"", Literal.text(bytes), at: word.span)
  }

  /// The error for `b'hello'`, which may have blanks in it.
  static func withApostrophes(_ text: String, at span: Span) -> Diagnostic? {
    guard text.hasSuffix("'"), let open = text.firstIndex(of: "'") else { return nil }
    let inside = text[open...].dropFirst()
    let prefix = String(text[..<open]), bytes = inside.dropLast()
    // `b'cause it's'` is English, and so is more than one word after most of these letters.
    guard !inside.isEmpty, !bytes.contains("'"), prefix.lowercased().contains("b") || !bytes.contains(" ") else {
      return nil
    }
    let raw = prefix.contains("r") ? String(bytes).replacing("\\", with: "\\\\") : String(bytes)
    return foreign(prefix, "'", raw.inQuotes, at: span)
  }

  private static func foreign(_ prefix: String, _ mark: String, _ meant: String, at span: Span) -> Diagnostic? {
    prefixes[prefix].map { language in
      Diagnostic(
        "\(prefix)\(mark)…\(mark) is \(language)", at: span, label: "the \(prefix) would be sent, too",
        help: "write \(meant); text is bytes here"
      ).inKorean(
        "\(prefix)\(mark)…\(mark): 다른 언어의 표기입니다", label: "\(prefix)도 보내게 됩니다", help: "이렇게 적으세요: \(meant)")
    }
  }

  /// Whether `text` has an escape of C where one is meant: at its end, or in hexadecimal digits.
  private static func hasEscape(_ text: String) -> Bool {
    guard text.utf8.contains(UInt8(ascii: "\\")) else { return false }
    return ["\\n", "\\r", "\\t", "\\0"].contains { text.hasSuffix($0) } || text.contains(#/\\x[0-9A-Fa-f]{2}/#)
  }

  /// The digits of a number such as `0x0d0a`, if they are whole bytes.
  private static func hexDigits(_ text: String) -> Substring? {
    guard text.hasPrefix("0x") || text.hasPrefix("0X") else { return nil }
    let digits = text.dropFirst(2)
    return !digits.isEmpty && digits.utf8.count % 2 == 0 && digits.allSatisfy(\.isHexDigit) ? digits : nil
  }
}
