import SessionLanguage

/// Full-width characters and typographic quotes, which a Korean input method or a word processor types instead of ASCII.
enum WidePunctuation {
  private static let others: [Character: Character] = [
    "。": ".", "、": ",", "‘": "'", "’": "'", "‹": "'", "›": "'",
  ].merging(Quotes.all.map { ($0, "\"") }) { first, _ in first }

  /// `text` in ASCII; nil where nothing of it is such punctuation.
  static func ascii(_ text: String) -> String? {
    let plain = String(text.map(ascii))
    return plain == text ? nil : plain
  }

  private static func ascii(_ character: Character) -> Character {
    if let other = others[character] { return other }
    let scalars = character.unicodeScalars
    // The wide forms of ! to ~ have the same order.
    guard let scalar = scalars.first, scalars.count == 1, (0xff01...0xff5e).contains(scalar.value),
      let narrow = Unicode.Scalar(scalar.value - 0xfee0)
    else { return character }
    return Character(narrow)
  }

  /// The data that `text` was to be, in quotes of ASCII; nil where it has no such quotes around it. A comma or a semicolon
  /// after them is not part of it.
  static func quoted(_ text: String) -> String? {
    guard let first = text.utf8.first, first >= 0xc2, let plain = ascii(text), let mark = plain.first,
      mark == "\"" || mark == "'"
    else { return nil }
    let ending = plain.reversed().prefix { $0 == "," || $0 == ";" }.count
    guard plain.count > ending + 1, plain.dropLast(ending).last == mark else { return nil }
    return text.dropFirst().dropLast(ending + 1).inQuotes
  }

  /// The line that `line` was to be, if its words are parted by other blanks than ASCII's or its first word is of full-width
  /// letters, and where these are; nil for any other line.
  static func command(_ line: [UInt8]) -> (meant: String, span: Span)? {
    guard line.contains(where: { $0 >= 0x80 }) else { return nil }
    var meant = "", isQuoted = false, isFirst = true, wide: Span?
    var end = line.startIndex
    for character in String(decoding: line, as: UTF8.self) {
      let start = end
      end += character.utf8.count
      if character == "\"" { isQuoted.toggle() }
      if !isQuoted, invisible.contains(character) {
        wide = wide ?? start..<end
        continue
      }
      let plain = isQuoted ? character : blanks.contains(character) ? " " : isFirst ? ascii(character) : character
      if plain != character { wide = wide ?? start..<end }
      if plain == " ", !meant.isEmpty { isFirst = false }
      meant.append(plain)
    }
    return wide.map { (meant: meant, span: $0) }
  }

  /// IDEOGRAPHIC SPACE, NO-BREAK SPACE and others, as pages and word processors have them.
  private static let blanks: Set<Character> = [
    "\u{3000}", "\u{a0}", "\u{2002}", "\u{2003}", "\u{2009}", "\u{202f}",
  ]
  /// ZERO WIDTH SPACE, WORD JOINER and the byte order mark, which are copied with text.
  private static let invisible: Set<Character> = ["\u{200b}", "\u{2060}", "\u{feff}"]

  /// What the first character of `text` is called in the error.
  static func title(_ text: Substring) -> (english: String, korean: String) {
    guard let first = text.first, first != "\u{3000}", blanks.contains(first) || invisible.contains(first),
      let scalar = first.unicodeScalars.first
    else { return ("these characters are full-width", "전각 문자가 있습니다") }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let number = "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    return ("\(number) is not an ASCII blank", "ASCII 빈칸이 아닌 문자가 있습니다: \(number)")
  }

  /// The error for data with such quotes around them, which were to be `quoted`.
  static func error(_ quoted: String, at span: Span) -> Diagnostic {
    Diagnostic("these are not ASCII quotes", at: span, help: "type: \(quoted)").inKorean(
      "ASCII 따옴표가 아닙니다", help: "이렇게 적으세요: \(quoted)")
  }
}
