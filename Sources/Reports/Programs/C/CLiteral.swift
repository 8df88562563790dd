import Text

/// Text of a session for a C program: whatever it holds, it stays inside its quotes or its comment.
enum CLiteral {
  /// `bytes` between quotes; of a long one each line is a literal of its own, as C joins them.
  static func string(_ bytes: [UInt8], indentation: String) -> String {
    var lines: [String] = [], line = "", width = 0
    for piece in pieces(bytes[...]) {
      if width + piece.count > most {
        lines.append(line)
        (line, width) = ("", 0)
      }
      line += piece
      width += piece.count
      if piece == "\\n", width > most / 2 {
        lines.append(line)
        (line, width) = ("", 0)
      }
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines.map { "\"\($0)\"" }.joined(separator: "\n" + indentation)
  }

  /// The most characters of a string on one line.
  private static let most = 64

  /// What each character is between quotes.
  private static func pieces(_ bytes: ArraySlice<UInt8>) -> [String] {
    var pieces: [String] = [], rest = bytes
    while let byte = rest.first {
      if byte >= 0x80, let (scalar, length) = VisibleScalar.first(of: rest) {
        pieces.append(String(scalar))
        rest = rest.dropFirst(length)
      } else {
        pieces.append(escaped(byte, after: pieces.last))
        rest = rest.dropFirst()
      }
    }
    return pieces
  }

  private static let letters: [UInt8: String] = [10: "\\n", 13: "\\r", 9: "\\t", 34: "\\\"", 92: "\\\\"]

  private static func escaped(_ byte: UInt8, after last: String?) -> String {
    if let letter = letters[byte] { return letter }
    // Two question marks begin a trigraph.
    if byte == UInt8(ascii: "?"), last?.hasSuffix("?") == true { return "\\?" }
    if (0x20..<0x7f).contains(byte) { return String(UnicodeScalar(byte)) }
    // Three digits always, so that no digit after it can belong to it.
    return "\\" + String(byte, radix: 8).padded(to: 3)
  }

  /// `text` as one line of a comment that ends with `*/`.
  static func comment(_ text: String) -> String {
    VisibleScalar.only(text).replacing("*/", with: "* /").replacing("/*", with: "/ *").replacing("??", with: "? ?")
  }

  /// `texts` as one comment.
  static func block(_ texts: [String], indentation: String = "") -> [String] {
    let lines = texts.flatMap { WordWrap.lines(comment($0), width: 76 - indentation.count, indentation: 0) }
    if lines.count == 1 { return ["\(indentation)/* \(lines[0]) */"] }
    return ["\(indentation)/*"] + lines.map { "\(indentation) *\($0.isEmpty ? "" : " ")\($0)" } + ["\(indentation) */"]
  }
}
