import Commands
import SessionLanguage
import Sockets
import Text

// Received data on a card: each line of the data on a line of its own, or on several if it is wider than the screen.
extension CallText {
  /// The most bytes of received data that a card shows.
  private static let shownLines = 4096

  /// Data in quotes, from `column` on, on a screen of `width` columns. Very long data are shortened, with `...` after
  /// them.
  /// - Parameter isWhole: Whether to show more than a call does.
  static func write(lines data: [UInt8], isWhole: Bool, below column: Int, width: Int?, to text: inout TextBuffer) {
    let most = isWhole ? shownLines : shownData
    let end = data.count > most ? cut(data[...], behind: most) : data.count
    let tail = end == data.count ? "" : isWhole ? "... \(Plural.bytes(data.count - end)) more" : "..."
    var start = 0
    repeat {
      if start > 0 { newLine(below: column, to: &text) }
      let next = data.count > shownData && isWhole ? data[start..<end].firstIndex(of: 0x0a).map { $0 + 1 } ?? end : end
      write(data[start..<next], below: column, width: width, to: &text)
      start = next
    } while start < end
    if !text.hasColumns(tail.count, in: width) { newLine(below: column, to: &text) }
    text.put(text: tail)
  }

  private static func newLine(below column: Int, to text: inout TextBuffer) {
    text.endLine()
    text.pad(to: column)
  }

  /// One line of data in as many pieces as needed, each in its own quotes, as in C, where adjacent literals are joined.
  private static func write(_ line: ArraySlice<UInt8>, below column: Int, width: Int?, to text: inout TextBuffer) {
    guard let width else { return text.put(literal: line) }
    var rest = line
    while true {
      let piece = beginning(of: rest, columns: max(leastColumns, width - column))
      text.put(literal: piece)
      rest = rest[piece.endIndex...]
      if rest.isEmpty { return }
      newLine(below: column, to: &text)
    }
  }

  /// The columns that data take at least, however narrow the screen is.
  private static let leastColumns = 12
  /// The most columns that one byte takes: `\xff`.
  private static let widestByte = 4

  /// As much of `data` as fits into `columns` with its quotes: whole characters, and at least one.
  private static func beginning(of data: ArraySlice<UInt8>, columns: Int) -> ArraySlice<UInt8> {
    var end = min(data.endIndex, data.startIndex + columns * widestByte)
    while true {
      if end < data.endIndex { end = cut(data, behind: end) }
      var literal = Literal.text(data[..<end])
      let excess = literal.withUTF8 { DisplayWidth.of($0) } - columns
      if excess <= 0 { return data[..<end] }
      end -= (excess + widestByte - 1) / widestByte
    }
  }
}
