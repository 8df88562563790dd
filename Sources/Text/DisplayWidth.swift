import CSockets
import Glibc

/// How many columns of a terminal a text takes.
package enum DisplayWidth {
  package static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    // Most of a line is ASCII, which needs no decoding.
    let plain = bytes.firstIndex { $0 >= 0x80 } ?? bytes.count
    var width = plain
    var rest = bytes[plain...].makeIterator()
    var decoder = UTF8()
    while true {
      switch decoder.decode(&rest) {
      case .scalarValue(let scalar): width += of(scalar)
      case .emptyInput: return width
      case .error: width += 1
      }
    }
  }

  package static func of(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + of($1) } }

  /// As much of the beginning of `text` as fits into that many columns.
  package static func prefix(of text: String, columns: Int) -> String {
    String(text.unicodeScalars.prefix(count(text.unicodeScalars, columns)))
  }

  /// As much of its end.
  static func suffix(of text: String, columns: Int) -> String {
    String(text.unicodeScalars.suffix(count(text.unicodeScalars.reversed(), columns)))
  }

  /// How many of `scalars` fit into that many columns.
  private static func count(_ scalars: some Sequence<Unicode.Scalar>, _ columns: Int) -> Int {
    var (count, rest) = (0, columns)
    for scalar in scalars {
      rest -= of(scalar)
      if rest < 0 { break }
      count += 1
    }
    return count
  }

  /// The C function is `wcwidth`; a scalar that it does not know counts as one column.
  package static func of(_ scalar: Unicode.Scalar) -> Int {
    if scalar.isASCII { return 1 }
    _ = locale
    let width = sockplay_columns(scalar.value)
    return width < 0 ? 1 : Int(width)
  }

  /// Has the C library, and readline with it, read and write UTF-8, also where the locale of the environment is not
  /// installed, or says nothing of it.
  package static func beginLocale() {
    setlocale(LC_CTYPE, "")
    _ = locale
  }

  /// wcwidth uses the character set of the process's locale, which must be Unicode.
  private static let locale: Bool =
    setlocale(LC_CTYPE, nil).map { String(cString: $0).hasSuffix("UTF-8") } == true
    || setlocale(LC_CTYPE, "C.UTF-8") != nil
}
