import SessionLanguage

/// Characters that an editor shows as they are. Others, such as those that turn the direction of writing, could make a
/// program or a document look like another.
enum VisibleScalar {
  /// The character that `bytes` begin with and the number of its bytes; nil where it cannot be shown.
  static func first(of bytes: ArraySlice<UInt8>) -> (scalar: Unicode.Scalar, length: Int)? {
    guard let byte = bytes.first else { return nil }
    let length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    guard let scalar = String(validating: bytes.prefix(length), as: UTF8.self)?.unicodeScalars.first,
      Literal.isVisible(scalar)
    else { return nil }
    return (scalar, length)
  }

  /// `text` with each other character as its number.
  static func only(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { shown, scalar in
      if Literal.isVisible(scalar) {
        shown.unicodeScalars.append(scalar)
      } else {
        shown += scalar == "\t" ? " " : "<U+\(String(scalar.value, radix: 16, uppercase: true))>"
      }
    }
  }
}
