import SessionLanguage

/// Text as it is written into XML 1.0 and HTML 5.
enum Markup {
  /// `text` between tags, or between double quotes. What such a document may not hold, or a reader would not see, is
  /// written as in a session file: `\x1b`, `\u{202e}`.
  static func escape(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var escaped = ""
      for character in TerminalEscape.prose(String(line)).unicodeScalars {
        switch character {
        case "&": escaped += "&amp;"
        case "<": escaped += "&lt;"
        case ">": escaped += "&gt;"
        case "\"": escaped += "&quot;"
        case "'": escaped += "&#39;"
        default: escaped.unicodeScalars.append(character)
        }
      }
      return escaped
    }.joined(separator: "\n")
  }

  /// ` name="value"`.
  static func attribute(_ name: String, _ value: String) -> String {
    " \(name)=\"\(escape(value).replacing("\n", with: "&#10;").replacing("\t", with: "&#9;"))\""
  }
}
