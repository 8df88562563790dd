// What to type for text whose quotes are those of another language, or of a word processor.
extension Lexer {
  private static let quote = UInt8(ascii: "\"")
  private static let apostrophe = UInt8(ascii: "'")
  private static let backslash = UInt8(ascii: "\\")

  /// The whole line, with the text between quotes that begins with the word at `start` and has the brace at the current
  /// position: `'{"a": 1}'`, `{"a":1}`. nil where the brace was to be a substitution.
  func quotingText(from start: Int) -> String? {
    let isApostrophe = line[start] == Self.apostrophe
    let first = isApostrophe ? start + 1 : start
    guard let (last, next) = isApostrophe ? endOfApostrophes : endOfBraces(from: start) else { return nil }
    var text: [UInt8] = []
    for index in first..<last {
      switch line[index] {
      // A backslash before a brace was to keep it from being a substitution.
      case Self.backslash where index + 1 < last && line[index + 1] == UInt8(ascii: "{"): continue
      case Self.backslash, Self.quote: text += [Self.backslash, line[index]]
      default: text.append(line[index])
      }
    }
    var typed = Array(line[..<start])
    typed.append(Self.quote)
    typed += text
    typed.append(Self.quote)
    typed += line[next...]
    return String(decoding: typed, as: UTF8.self)
  }

  /// Where the text between apostrophes ends, and what follows them.
  private var endOfApostrophes: (last: Int, next: Int)? {
    let close = (position..<line.count).first {
      line[$0] == Self.apostrophe && ($0 + 1 == line.count || Self.isBlank(line[$0 + 1]))
    }
    return close.map { ($0, $0 + 1) }
  }

  /// Where the text in the braces ends, if it is as in JSON: there a quote follows the brace.
  private func endOfBraces(from start: Int) -> (last: Int, next: Int)? {
    let inside = line[(position + 1)...].first { !Self.isBlank($0) }
    guard inside == Self.quote || line[start] == Self.backslash else { return nil }
    var (depth, isQuoted, index) = (0, false, position)
    while index < line.count {
      switch line[index] {
      case Self.backslash: index += 1
      case Self.quote: isQuoted.toggle()
      case UInt8(ascii: "{") where !isQuoted: depth += 1
      case UInt8(ascii: "}") where !isQuoted: depth -= 1
      default: break
      }
      index += 1
      if depth == 0 { break }
    }
    guard depth == 0, index <= line.count else { return nil }
    while index < line.count, !Self.isBlank(line[index]) { index += 1 }
    return (index, index)
  }

  /// The whole line with ASCII's quotes in the place of others: `"x”`, `“x"`. nil where that leaves a quote open, or where
  /// there are no others.
  var withPlainQuotes: String? {
    let text = String(decoding: line, as: UTF8.self)
    let plain = String(text.map { Quotes.all.contains($0) ? "\"" : $0 })
    guard plain != text else { return nil }
    var lexer = Lexer(Array(plain.utf8))
    lexer.skipBlanks()
    while !lexer.isAtEnd {
      guard (try? lexer.word()) != nil else { return nil }
      lexer.skipBlanks()
    }
    return plain
  }
}
