import SessionLanguage
import Text

/// Text of a session for a Swift program: whatever it holds, it stays inside its quotes or its comment.
enum SwiftLiteral {
  /// `bytes` as the kernel is given them: a string, or an array where they are no text that an editor shows.
  static func data(_ bytes: [UInt8]) -> String { text(bytes) ?? array(bytes) }

  /// The same as bytes that can be compared.
  static func bytes(_ bytes: [UInt8]) -> String {
    if let period = RepeatedBytes(bytes) { return "repeated(\(self.bytes(period.unit)), \(period.times))" }
    return text(bytes).map { $0 + ".utf8" } ?? array(bytes)
  }

  static func string(_ text: String) -> String { self.text(Array(text.utf8)) ?? "\"\"" }

  private static func array(_ bytes: [UInt8]) -> String {
    "[" + bytes.map { "0x" + $0.hexDigits }.joined(separator: ", ") + "] as [UInt8]"
  }

  /// nil where `bytes` are no text that an editor shows.
  private static func text(_ bytes: [UInt8]) -> String? {
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

  private static let letters: [UInt8: String] = [
    0: "\\0", 10: "\\n", 13: "\\r", 9: "\\t", 34: "\\\"", 92: "\\\\",
  ]

  private static func escaped(_ byte: UInt8) -> String {
    letters[byte] ?? ((0x20..<0x7f).contains(byte) ? String(UnicodeScalar(byte)) : "\\u{\(byte.hexDigits)}")
  }

  /// `texts` as comments, a line each.
  static func comment(_ texts: [String], indentation: String = "") -> [String] {
    texts.flatMap { WordWrap.lines(VisibleScalar.only($0), width: 77 - indentation.count, indentation: 0) }.map {
      indentation + ($0.isEmpty ? "//" : "// " + $0)
    }
  }
}
