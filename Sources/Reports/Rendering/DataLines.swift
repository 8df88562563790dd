import Commands
import SessionLanguage
import Sockets
import Text

// Received data on a card: each line of the data on a line of its own, or on several if it is wider than the screen.
extension CallText {
  /// The most bytes and lines of received data that a card shows whole. Of what is longer it shows as much of the
  /// beginning and of the end, so that a screen is enough for it.
  private static let (whole, first, last) = ((bytes: 1280, lines: 20), (bytes: 896, lines: 14), (bytes: 256, lines: 4))

  /// Data in quotes, from `column` on, on a screen of `width` columns. Of very long data the beginning and the end are
  /// shown, and how many bytes are between them.
  /// - Parameter isWhole: Whether to show more than a call does.
  static func write(lines data: [UInt8], isWhole: Bool, below column: Int, width: Int?, to text: inout TextBuffer) {
    guard isWhole, data.count > shownData else {
      let end = data.count > shownData ? cut(data[...], after: shownData) : data.count
      write(data[..<end], below: column, width: width, to: &text)
      if end == data.count { return }
      if !text.hasColumns(3, in: width) { newLine(below: column, to: &text) }
      return text.put("...")
    }
    guard let gap = gap(in: data) else { return write(lines: data[...], below: column, width: width, to: &text) }
    write(lines: data[..<gap.lowerBound], below: column, width: width, to: &text)
    newLine(below: column, to: &text)
    text.put(text: "... \(Plural.bytes(gap.count)) ...")
    newLine(below: column, to: &text)
    write(lines: data[gap.upperBound...], below: column, width: width, to: &text)
  }

  /// What is not shown of `data`; nil where all is.
  private static func gap(in data: [UInt8]) -> Range<Int>? {
    if data.count <= whole.bytes, ends(in: data.dropLast()).count < whole.lines { return nil }
    // Of very much only its beginning and its end are looked at. What the last byte ends is a line already.
    let begun = ends(in: data.prefix(first.bytes)), ended = ends(in: data.suffix(last.bytes).dropLast())
    let start = begun.count >= first.lines ? begun[first.lines - 1] : first.bytes
    let end = ended.count >= last.lines ? ended[ended.count - last.lines] : data.count - last.bytes
    let (from, to) = (cut(data[...], after: start), cut(data[...], after: end))
    return from < to ? from..<to : nil
  }

  /// Where lines end in `data`.
  private static func ends(in data: ArraySlice<UInt8>) -> [Int] {
    data.indices.filter { data[$0] == 0x0a }.map { $0 + 1 }
  }

  /// Each line of `data` on a line of its own.
  private static func write(
    lines data: ArraySlice<UInt8>, below column: Int, width: Int?, to text: inout TextBuffer
  ) {
    var rest = data
    while true {
      let end = rest.firstIndex(of: 0x0a).map { $0 + 1 } ?? rest.endIndex
      write(rest[..<end], below: column, width: width, to: &text)
      rest = rest[end...]
      if rest.isEmpty { return }
      newLine(below: column, to: &text)
    }
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
      if end < data.endIndex { end = cut(data, after: end) }
      var literal = Literal.text(data[..<end])
      let excess = literal.withUTF8 { DisplayWidth.of($0) } - columns
      if excess <= 0 { return data[..<end] }
      end -= (excess + widestByte - 1) / widestByte
    }
  }
}
