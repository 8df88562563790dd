/// Wraps lines that are wider than the screen at spaces.
package enum WordWrap {
  /// The width of running text where there is no terminal to ask.
  private static let proseWidth = 100

  /// Wraps `line` where there is no terminal to ask for its width. Running text is wrapped; a table is left alone.
  package static func lines(_ line: String) -> [String] { prose(line, width: proseWidth) }

  /// Wraps `line` if it is running text; a table, or a dump, is left alone.
  package static func prose(_ line: String, width: Int, indentation: Int? = nil) -> [String] {
    let isTable = line.drop { $0 == " " }.contains("  ")
    return isTable ? [line] : lines(line, width: width, indentation: indentation)
  }

  /// Wraps `line` into pieces of at most `width` columns, as far as its spaces allow. The pieces after the first are
  /// indented to the start of its last column, or of its second one, or as far as `indentation` says.
  /// - Parameter width: nil for a screen that has no edge.
  package static func lines(_ line: String, width: Int?, indentation: Int? = nil) -> [String] {
    guard let width else { return [line] }
    let indent = String(repeating: " ", count: indentation ?? Self.indentation(line, width: width))
    var pieces: [String] = []
    // What is left is a part of the line, and is looked at as far as a piece can go: a text may have any length.
    var (rest, room, before) = (line[...], width, "")
    while isWider(rest, than: room), let cut = cut(rest, width: room) {
      pieces.append(before + rest[..<cut])
      rest = rest[cut...].drop { $0 == " " }
      (room, before) = (width - indent.count, indent)
    }
    return pieces + [before + rest]
  }

  private static func isWider(_ text: Substring, than width: Int) -> Bool {
    // A character has up to two columns, and most have one: of a text that is much longer the beginning is enough.
    if text.utf8.count / 8 <= max(8, width) { return columns(String(text)) > width }
    var column = 0
    for character in text {
      column += columns(String(character))
      if column > width { return true }
    }
    return false
  }

  /// The least columns in which wrapped text of a last column is still easy to read.
  private static let leastColumns = 30

  /// Where the last column begins, or the second if the last is too far to the right. A column begins after two or more
  /// spaces.
  private static func indentation(_ line: String, width: Int) -> Int {
    let leading = line.prefix { $0 == " " }.count
    let starts = columnStarts(line, after: leading)
    if let last = starts.last, last <= width - leastColumns { return last }
    if let second = starts.first, second <= width / 3 { return second }
    return min(leading + 2, width / 3)
  }

  /// Where text begins after two or more spaces, apart from the leading ones.
  private static func columnStarts(_ line: String, after leading: Int) -> [Int] {
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

  /// The last space at which `text` can be broken; nil if there is none.
  private static func cut(_ text: Substring, width: Int) -> String.Index? {
    var found: String.Index?
    var column = 0
    var isBlank = true
    for index in text.indices {
      if column > width { break }
      if text[index] == " ", !isBlank, column > 0 { found = index }
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
