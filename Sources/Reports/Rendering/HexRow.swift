import SessionLanguage
import Text

/// The 16 bytes around one that matters, in hex and as text.
enum HexRow {
  /// Both sides of a comparison, with the byte at `mark` marked.
  static func notes(_ expected: [UInt8], _ got: [UInt8], mark: Int) -> [Diagnostic.Note] {
    [Diagnostic.Note("want", text(expected, mark: mark)), Diagnostic.Note("got", text(got, mark: mark))]
  }

  static func firstDifference(_ expected: [UInt8], _ got: [UInt8]) -> Int {
    zip(expected, got).enumerated().first { $1.0 != $1.1 }?.offset ?? min(expected.count, got.count)
  }

  /// The row that contains the byte at `mark`, which is marked; the first row if nothing is to be marked.
  static func text(_ bytes: [UInt8], mark: Int?) -> String {
    let start = (mark ?? 0) / 16 * 16
    let row = start..<max(start, min(start + 16, bytes.count))
    let hex = (start..<start + 16).map { index in
      let digits = row.contains(index) ? bytes[index].hexDigits : "  "
      return index == mark ? "[\(row.contains(index) ? digits : "--")]" : " \(digits) "
    }
    return String(start, radix: 16).padded(to: 4) + " " + hex.joined() + " " + Literal.text(bytes[row])
  }
}
