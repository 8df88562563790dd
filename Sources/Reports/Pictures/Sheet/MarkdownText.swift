/// Text as it is written into Markdown, so that nothing of it becomes markup.
enum MarkdownText {
  /// A paragraph, a heading, or the text of a cell.
  static func escape(_ text: String) -> String {
    var escaped = ""
    for scalar in VisibleScalar.only(text).unicodeScalars {
      if "\\`*_[]<>#|~&$!".unicodeScalars.contains(scalar) { escaped += "\\" }
      escaped.unicodeScalars.append(scalar)
    }
    return escapeStart(escaped)
  }

  /// What would begin a list, a rule or a heading that is underlined.
  private static func escapeStart(_ text: String) -> String {
    guard let first = text.first else { return text }
    if "-+=:".contains(first) { return "\\" + text }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, let next = text.dropFirst(digits.count).first, ".)".contains(next) else { return text }
    return digits + "\\" + text.dropFirst(digits.count)
  }

  /// Code in a line of text.
  static func code(_ text: String) -> String {
    let text = VisibleScalar.only(text), fence = String(repeating: "`", count: longestRun(text) + 1)
    let blank = text.hasPrefix("`") || text.hasSuffix("`") || text.isEmpty ? " " : ""
    return fence + blank + text + blank + fence
  }

  /// Code in a cell of a table, where a bar would begin the next one.
  static func cell(_ text: String) -> String { code(text).replacing("|", with: "\\|") }

  /// Lines of code.
  static func block(_ lines: [String]) -> String {
    let fence = String(repeating: "`", count: max(3, (lines.map(longestRun).max() ?? 0) + 1))
    return "\(fence)text\n\(lines.map(VisibleScalar.only).joined(separator: "\n"))\n\(fence)\n"
  }

  /// How many backticks follow each other in it.
  private static func longestRun(_ text: String) -> Int {
    var (run, longest) = (0, 0)
    for character in text.utf8 {
      run = character == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
