import SessionLanguage
import Text

/// Sanitizes text for a terminal: control and invisible characters are escaped, everything else stays as it is.
/// Bidirectional controls are escaped, too: a line with U+202E could look different from what runs, see Unicode
/// Technical Report 36.
package enum TerminalEscape {
  /// For errors, whose carets need fixed columns: a tab becomes a space.
  package static func text(_ text: String) -> String { self.text(Array(text.utf8)[...]) }

  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    let tabless = bytes.map { $0 == 0x09 ? 0x20 : $0 }
    let literal = String(Literal.text(tabless).dropFirst().dropLast())
    // A literal also escapes quotes, backslashes and braces, which are harmless here.
    return literal.replacing("\\\"", with: "\"").replacing("\\{", with: "{").replacing("\\\\", with: "\\")
  }

  /// For lines and prose that people wrote: tabs stay, and so do the joiners inside an emoji.
  package static func prose(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    return scalars.indices.map { isSeen(at: $0, in: scalars) ? String(scalars[$0]) : escaped(scalars[$0]) }.joined()
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    String(Literal.text(String(scalar).utf8).dropFirst().dropLast())
  }

  private static func isSeen(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    let scalar = scalars[index]
    if scalar == "\t" || Literal.isVisible(scalar) { return true }
    guard index > 0 else { return false }
    let before = scalars[index - 1], isVariation = scalar == "\u{fe0e}" || scalar == "\u{fe0f}"
    if isVariation { return before.properties.isEmoji }
    return scalar == "\u{200d}" && isJoined(before) && index + 1 < scalars.count && isJoined(scalars[index + 1])
  }

  /// Whether `scalar` may be a part of an emoji sequence joined with U+200D.
  private static func isJoined(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\u{fe0f}" || !scalar.isASCII && scalar.properties.isEmoji
  }
}

extension TextBuffer {
  /// A line or prose that people wrote, or that contains a name that others chose.
  mutating func put(prose bytes: UnsafeBufferPointer<UInt8>) {
    guard ByteScan.arePrintable(UnsafeRawBufferPointer(bytes)) else {
      return put(text: TerminalEscape.prose(String(decoding: bytes, as: UTF8.self)))
    }
    put(bytes)
  }

  mutating func put(prose line: ArraySlice<UInt8>) { line.withUnsafeBufferPointer { put(prose: $0) } }

  mutating func put(prose text: String) {
    var text = text
    text.withUTF8 { put(prose: $0) }
  }
}
