import Text

/// The last that a program has written, for people.
package enum ProgramOutput {
  /// How many lines, and how many columns of each.
  private static let lines = 10, columns = 200

  /// Its last lines, or that there are none. What a terminal would obey is escaped.
  package static func text(_ bytes: [UInt8], _ language: Language) -> String {
    let all = bytes.split(separator: 0x0a, omittingEmptySubsequences: false).drop { $0.isEmpty }
    let last = all.reversed().drop { $0.isEmpty }.reversed().suffix(lines)
    guard !last.isEmpty else { return language.text("it wrote nothing\n", korean: "출력한 것이 없습니다\n") }
    return language.text("the last that it wrote:\n", korean: "마지막 출력:\n") + last.map { "  | \(line($0))\n" }.joined()
  }

  private static func line(_ bytes: ArraySlice<UInt8>) -> String {
    let text = TerminalEscape.text(bytes)
    return DisplayWidth.of(text) > columns ? DisplayWidth.prefix(of: text, columns: columns) + "…" : text
  }
}
