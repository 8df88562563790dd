/// A card of a terminal as HTML: its colours become classes, and each line an element, which may be wrapped.
enum CardMarkup {
  static func html(_ card: String) -> String {
    var open = false
    return card.split(separator: "\n").map { line in
      var html = "<span class=\"\(isRow(line) ? "l row" : "l")\">"
      for (index, part) in line.split(separator: "\u{1b}[", omittingEmptySubsequences: false).enumerated() {
        html += index == 0 ? Markup.escape(String(part)) : coloured(part, &open)
      }
      if open { html += "</span>" }
      open = false
      return html + "\n</span>"
    }.joined()
  }

  /// Whether it is of a table, whose columns are only seen in lines that are whole.
  private static func isRow(_ line: Substring) -> Bool {
    var (blanks, gaps) = (0, -1)
    for byte in line.utf8 {
      if byte != 0x20, blanks > 1 { gaps += 1 }
      blanks = byte == 0x20 ? blanks + 1 : 0
    }
    return gaps >= leastGaps
  }

  /// A line of a change has fewer.
  private static let leastGaps = 5

  /// What follows the beginning of a colour sequence: its number, `m`, and text.
  private static func coloured(_ part: Substring, _ open: inout Bool) -> String {
    guard let end = part.firstIndex(of: "m") else { return Markup.escape(String(part)) }
    let close = open ? "</span>" : ""
    let name = classes[String(part[..<end])]
    open = name != nil
    let begin = name.map { "<span class=\"\($0)\">" } ?? ""
    return close + begin + Markup.escape(String(part[part.index(after: end)...]))
  }

  /// By the numbers of `Style`.
  private static let classes = ["2": "quiet", "31": "bad", "32": "good", "1": "strong", "9": "struck"]
}
