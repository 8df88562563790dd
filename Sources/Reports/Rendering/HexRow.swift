import SessionLanguage
import Text

/// The bytes around one that matters, in hex and as text: 16, or 8 where there is no room for 16.
struct HexRow {
  private let start: Int
  /// How many bytes it has room for: no more than are shown.
  private let size: Int
  private let mark: Int?

  /// - Parameters:
  ///   - mark: The byte that is marked; nil for none.
  ///   - count: How many bytes there are.
  ///   - room: How many columns there are; nil for as many as it takes.
  private init(mark: Int?, of count: Int, room: Int?) {
    let most = room.map { $0 < Self.columns(16) } == true ? 8 : 16
    start = (mark ?? 0) / most * most
    size = max(1, min(most, max(count, (mark ?? 0) + 1) - start))
    self.mark = mark
  }

  /// How many columns a row of so many bytes takes, as ordinary text has them.
  private static func columns(_ bytes: Int) -> Int { 4 + 1 + 4 * bytes + 1 + bytes + 2 }

  /// Both sides of a comparison, with the byte at `mark` marked.
  static func notes(_ expected: [UInt8], _ got: [UInt8], mark: Int, room: Int?) -> [Diagnostic.Note] {
    let row = HexRow(mark: mark, of: max(expected.count, got.count), room: room)
    return [Diagnostic.Note("want", row.text(expected)), Diagnostic.Note("got", row.text(got))]
  }

  /// The first bytes.
  static func first(_ bytes: [UInt8], room: Int?) -> String {
    HexRow(mark: nil, of: bytes.count, room: room).text(bytes)
  }

  static func firstDifference(_ expected: [UInt8], _ got: [UInt8]) -> Int {
    zip(expected, got).enumerated().first { $1.0 != $1.1 }?.offset ?? min(expected.count, got.count)
  }

  private func text(_ bytes: [UInt8]) -> String {
    let row = start..<max(start, min(start + size, bytes.count))
    let hex = (start..<start + size).map { index in
      let digits = row.contains(index) ? bytes[index].hexDigits : "  "
      return index == mark ? "[\(row.contains(index) ? digits : "--")]" : " \(digits) "
    }
    return String(start, radix: 16).padded(to: 4) + " " + hex.joined() + " " + Literal.text(bytes[row])
  }
}
