/// Lines that are wider than the screen, broken at blanks.
package enum WordWrap {
  /// The columns that running text takes where no terminal says how wide it is.
  private static let proseWidth = 100

  /// LINE where no terminal says how wide it is: running text is broken, and tables are left alone.
  package static func lines(_ line: String) -> [String] {
    let isTable = line.drop { $0 == " " }.contains("  ")
    return isTable ? [line] : lines(line, width: proseWidth)
  }

  /// LINE in pieces of at most WIDTH columns, as far as blanks allow; what follows the first stands below its last
  /// column, or below its second one.
  package static func lines(_ line: String, width: Int) -> [String] {
    let indent = String(repeating: " ", count: indentation(line, width: width))
    var pieces: [String] = []
    var rest = line
    while columns(rest) > width, let cut = cut(rest, width: width, after: pieces.isEmpty ? 0 : indent.count) {
      pieces.append(String(rest[..<cut]))
      rest = indent + rest[cut...].drop { $0 == " " }
    }
    return pieces + [rest]
  }

  /// The columns that text needs to be read below a last column.
  private static let room = 30

  /// Where the last column begins, or the second: behind two blanks or more. Too far to the right, it leaves no room.
  private static func indentation(_ line: String, width: Int) -> Int {
    let leading = line.prefix { $0 == " " }.count
    let starts = columnStarts(line, behind: leading)
    if let last = starts.last, last <= width - room { return last }
    if let second = starts.first, second <= width / 3 { return second }
    return min(leading + 2, width / 3)
  }

  /// Where LINE goes on behind two blanks or more, but for the LEADING ones.
  private static func columnStarts(_ line: String, behind leading: Int) -> [Int] {
    var starts: [Int] = []
    var column = leading
    var blanks = 0
    for character in line.dropFirst(leading) {
      if character != " ", blanks > 1 { starts.append(column) }
      blanks = character == " " ? blanks + 1 : 0
      column += columns(String(character))
    }
    return starts
  }

  /// The last blank at which TEXT can be broken behind its first START characters; nil when there is none.
  private static func cut(_ text: String, width: Int, after start: Int) -> String.Index? {
    var found: String.Index?
    var column = 0
    var isBlank = true
    for index in text.indices {
      if column > width { break }
      if text[index] == " ", !isBlank, column > start { found = index }
      isBlank = isBlank && text[index] == " "
      column += columns(String(text[index]))
    }
    return found
  }

  private static func columns(_ text: String) -> Int {
    var text = text
    return text.withUTF8 { DisplayWidth.of($0) }
  }
}
