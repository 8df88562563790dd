import SessionLanguage
import Text

/// Text of a session for a Python program: whatever it holds, it stays inside its quotes or its comment.
enum PythonLiteral {
  /// `bytes` as an object of type bytes. Text of other alphabets stays readable.
  static func bytes(_ bytes: [UInt8]) -> String {
    if let period = RepeatedBytes(bytes) { return "\(self.bytes(period.unit)) * \(period.times)" }
    if bytes.contains(where: { $0 >= 0x80 }), let text = text(bytes) { return text + ".encode()" }
    return "b\"" + bytes.map(escaped).joined() + "\""
  }

  /// A string; nil where `bytes` are no text that an editor shows.
  static func text(_ bytes: [UInt8]) -> String? {
    var text = "", rest = bytes[...]
    while let byte = rest.first {
      if byte < 0x80 {
        text += escaped(byte)
        rest = rest.dropFirst()
      } else if let (scalar, length) = VisibleScalar.first(of: rest) {
        text.unicodeScalars.append(scalar)
        rest = rest.dropFirst(length)
      } else {
        return nil
      }
    }
    return "\"\(text)\""
  }

  /// A string of characters that a path may have.
  static func path(_ bytes: [UInt8]) -> String { text(bytes) ?? self.bytes(bytes) }

  private static let letters: [UInt8: String] = [10: "\\n", 13: "\\r", 9: "\\t", 34: "\\\"", 92: "\\\\"]

  private static func escaped(_ byte: UInt8) -> String {
    letters[byte] ?? ((0x20..<0x7f).contains(byte) ? String(UnicodeScalar(byte)) : "\\x" + byte.hexDigits)
  }

  /// `texts` as comments, a line each.
  static func comment(_ texts: [String]) -> [String] {
    texts.flatMap { WordWrap.lines(VisibleScalar.only($0), width: 77, indentation: 0) }.map {
      $0.isEmpty ? "#" : "# " + $0
    }
  }
}
