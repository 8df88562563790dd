import CSockets
import Foundation

/// What a terminal of xterm's kind shows: as much of one as readline needs.
package struct Screen: Sendable {
  package let columns: Int
  package let rows: Int
  /// The cells; the right half of a wide character is empty.
  private var cells: [[String]]
  private(set) package var row = 0
  private(set) package var column = 0
  /// The last column was written; the next character goes to the next row.
  private var isAtEdge = false
  private var pending: [UInt8] = []

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  /// The rows, without the blanks at their ends.
  package var lines: [String] { cells.map { String($0.joined().reversed().drop { $0 == " " }.reversed()) } }

  /// All that is shown, without the empty rows at the end.
  package var text: String { Array(lines.reversed().drop(while: \.isEmpty).reversed()).joined(separator: "\n") }

  /// The row that the cursor is in.
  package var current: String { lines[row] }

  /// The rows from the last one that begins with START to the end, joined: a line that wraps.
  package func lastLine(from start: String) -> String {
    let lines = lines
    let first = lines[...row].lastIndex { $0.hasPrefix(start) } ?? row
    return lines[first...].joined()
  }

  /// wcwidth(3) answers for the process's character set.
  private static let knowsUnicode = setlocale(LC_CTYPE, "C.UTF-8") != nil

  // MARK: Writing

  package mutating func write(_ bytes: ArraySlice<UInt8>) {
    pending += bytes
    var input = pending[...]
    while let taken = take(input) { input = input.dropFirst(taken) }
    pending = Array(input)
  }

  /// Takes one character or sequence. Returns its length, nil when it is not whole yet.
  private mutating func take(_ input: ArraySlice<UInt8>) -> Int? {
    guard let first = input.first else { return nil }
    if first == 0x1b { return escape(input) }
    if first < 0x20 {
      control(first)
      return 1
    }
    let length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
    guard input.count >= length else { return nil }
    put(String(decoding: input.prefix(length), as: UTF8.self))
    return length
  }

  private mutating func control(_ byte: UInt8) {
    isAtEdge = false
    switch byte {
    case 0x08: column = max(0, column - 1)
    case 0x09: column = min(columns - 1, (column / 8 + 1) * 8)
    case 0x0a: down()
    case 0x0d: column = 0
    default: break
    }
  }

  private mutating func down() {
    if row < rows - 1 { row += 1 } else { cells = Array(cells.dropFirst()) + [Array(repeating: " ", count: columns)] }
  }

  private mutating func put(_ character: String) {
    _ = Self.knowsUnicode
    let width = max(0, Int(sockplay_columns(character.unicodeScalars.first!.value)))
    if isAtEdge || column + width > columns {
      column = 0
      down()
    }
    isAtEdge = false
    guard width > 0 else { return }
    cells[row][column] = character
    if width == 2 { cells[row][column + 1] = "" }
    column += width
    if column == columns {
      column -= 1
      isAtEdge = true
    }
  }

  // MARK: Escape sequences

  private mutating func escape(_ input: ArraySlice<UInt8>) -> Int? {
    guard input.count > 1 else { return nil }
    guard input[input.startIndex + 1] == UInt8(ascii: "[") else { return 2 }
    let body = input.dropFirst(2)
    guard let end = body.firstIndex(where: { $0 >= 0x40 }) else { return nil }
    let numbers = String(decoding: body[..<end], as: UTF8.self).split(separator: ";", omittingEmptySubsequences: false)
      .map { Int($0) ?? 0 }
    isAtEdge = false
    obey(body[end], numbers)
    return end - input.startIndex + 1
  }

  private mutating func obey(_ letter: UInt8, _ numbers: [Int]) {
    let count = max(1, numbers.first ?? 1)
    switch UnicodeScalar(letter) {
    case "A": row = max(0, row - count)
    case "B": row = min(rows - 1, row + count)
    case "C": column = min(columns - 1, column + count)
    case "D": column = max(0, column - count)
    case "G": column = min(columns, count) - 1
    case "H":
      row = min(rows, count) - 1
      column = min(columns, max(1, numbers.count > 1 ? numbers[1] : 1)) - 1
    case "J": eraseBelow(all: numbers.first == 2)
    case "K": blank(row, from: numbers.first == 2 ? 0 : column)
    case "P":
      cells[row] = Array(
        (cells[row][..<column] + cells[row][min(columns, column + count)...] + Array(repeating: " ", count: count))
          .prefix(columns))
    case "@":
      cells[row] = Array(
        (cells[row][..<column] + Array(repeating: " ", count: count) + cells[row][column...]).prefix(columns))
    default: break
    }
  }

  private mutating func eraseBelow(all: Bool) {
    blank(row, from: all ? 0 : column)
    for other in 0..<rows where other > row || all && other < row { blank(other, from: 0) }
  }

  private mutating func blank(_ row: Int, from column: Int) {
    for index in column..<columns { cells[row][index] = " " }
  }
}
