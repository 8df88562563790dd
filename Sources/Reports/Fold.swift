import Commands

/// Lines that are wider than the screen, broken at blanks.
enum Fold {
  /// LINE in pieces of at most WIDTH columns, as far as blanks allow; what follows the first stands below its second column.
  static func lines(_ line: String, width: Int) -> [String] {
    let indent = String(repeating: " ", count: indentation(line, width: width))
    var pieces: [String] = []
    var rest = line
    while columns(rest) > width, let cut = cut(rest, width: width, after: pieces.isEmpty ? 0 : indent.count) {
      pieces.append(String(rest[..<cut]))
      rest = indent + rest[cut...].drop { $0 == " " }
    }
    return pieces + [rest]
  }

  /// Where the second column begins: behind a label and two blanks or more. Too far to the right, it leaves no room.
  private static func indentation(_ line: String, width: Int) -> Int {
    let leading = line.prefix { $0 == " " }.count
    let body = line.dropFirst(leading)
    guard let gap = body.firstRange(of: "  ") else { return min(leading + 2, width / 3) }
    let blanks = body[gap.lowerBound...].prefix { $0 == " " }.count
    let column = leading + columns(String(body[..<gap.lowerBound])) + blanks
    return column <= width / 3 ? column : min(leading + 2, width / 3)
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
    return text.withUTF8 { Width.of($0) }
  }
}
