import SessionLanguage
import Text

/// Text of a session for a Swift program: whatever it holds, it stays inside its quotes or its comment.
enum SwiftLiteral {
  /// `bytes` as the kernel is given them: a string, or an array where they are no text.
  static func data(_ bytes: [UInt8]) -> String { text(bytes) ?? array(bytes) }

  /// The same as bytes that can be compared.
  static func bytes(_ bytes: [UInt8]) -> String {
    if let period = RepeatedBytes(bytes) { return "repeated(\(self.bytes(period.unit)), \(period.times))" }
    return text(bytes).map { $0 + ".utf8" } ?? array(bytes)
  }

  static func string(_ text: String) -> String { "\"" + text.unicodeScalars.map(escaped).joined() + "\"" }

  private static func array(_ bytes: [UInt8]) -> String {
    "[" + bytes.map { "0x" + $0.hexDigits }.joined(separator: ", ") + "] as [UInt8]"
  }

  /// nil where `bytes` are no text.
  private static func text(_ bytes: [UInt8]) -> String? { String(validating: bytes, as: UTF8.self).map(string) }

  private static let letters: [Unicode.Scalar: String] = [
    "\0": "\\0", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\"": "\\\"", "\\": "\\\\",
  ]

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    letters[scalar] ?? (Literal.isVisible(scalar) ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}")
  }

  /// `texts` as comments, a line each.
  static func comment(_ texts: [String], indentation: String = "") -> [String] {
    texts.flatMap { WordWrap.lines(VisibleScalar.only($0), width: 77 - indentation.count, indentation: 0) }.map {
      indentation + ($0.isEmpty ? "//" : "// " + $0)
    }
  }
}
