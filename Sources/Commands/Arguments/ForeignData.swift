import SessionLanguage

/// Data as other languages write them, which would be sent letter by letter here: `b"hello"`, `hello\n`, `0x0d0a`,
/// `file:/etc/hostname`.
enum ForeignData {
  /// nil for all other words. Between quotes, every text is meant as it stands.
  static func explain(_ word: Word) -> Diagnostic? {
    if word.segments.count == 2 { return literal(word) }
    guard let text = word.plain else { return nil }
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

  /// What Python writes before its quotes.
  private static let prefixes: Set<String> = ["b", "B", "rb", "br", "f", "u"]

  private static func literal(_ word: Word) -> Diagnostic? {
    guard case .text(let prefix) = word.segments[0], case .quoted(let bytes) = word.segments[1],
      prefixes.contains(prefix)
    else { return nil }
    return Diagnostic(
      "\(prefix)\"…\" is Python", at: word.span, label: "the \(prefix) would be sent, too",
      help: "write \(Literal.text(bytes)); text is bytes here")
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
