/// A manual page in the language of man(7), see groff_man(7), built from its top to its end.
package struct Roff {
  package private(set) var text: String

  /// - Parameters:
  ///   - name: The page, such as `sockplay`.
  ///   - section: The section of the manual that it belongs to.
  ///   - version: Of the program.
  package init(_ name: String, section: Int, version: String) {
    text = "'\\\" -*- coding: utf-8 -*-\n"
    text += #".TH "\#(name)" "\#(section)" "" "sockplay \#(version)""# + "\n"
    // Words of a command line must not be hyphenated, nor pulled apart.
    text += ".nh\n.ad l\n"
  }

  /// The line that whatis(1) and apropos(1) look up.
  package mutating func name(_ name: String, _ summary: String) {
    section("Name")
    text += "\(Self.escaped(name)) \\- \(Self.escaped(summary))\n"
  }

  package mutating func section(_ title: String) { macro("SH", title.uppercased()) }

  package mutating func subsection(_ title: String) { macro("SS", title) }

  /// Text that is filled, after an empty line.
  package mutating func paragraph(_ prose: String) {
    text += ".PP\n"
    line(prose)
  }

  /// A line of its own as one types it, in bold.
  package mutating func synopsis(_ words: String) {
    macro("B", words)
    text += ".br\n"
  }

  /// A term in bold, and what it means below.
  package mutating func term(_ term: String, _ meaning: String) {
    text += ".TP\n"
    macro("B", term)
    line(meaning)
  }

  /// Another paragraph of the term before.
  package mutating func more(_ prose: String) {
    text += ".IP\n"
    line(prose)
  }

  /// Lines as they stand.
  /// - Parameter indented: Whether they belong to the term before.
  package mutating func block(_ lines: [String], indented: Bool = false) {
    guard !lines.isEmpty else { return }
    text += indented ? ".IP\n.nf\n" : ".PP\n.nf\n"
    lines.forEach { line($0) }
    text += ".fi\n"
  }

  private mutating func line(_ prose: String) { text += Self.escaped(prose) + "\n" }

  private mutating func macro(_ name: String, _ argument: String) {
    text += ".\(name) \"\(Self.escaped(argument).replacing("\"", with: "\\(dq"))\"\n"
  }

  /// `prose` so that nothing in it is a request or an escape, and that what is copied from the page is ASCII as typed.
  static func escaped(_ prose: String) -> String {
    var line = ""
    for character in prose {
      switch character {
      case "\\": line += "\\e"
      case "-": line += "\\-"
      case "'": line += "\\(aq"
      case "`": line += "\\(ga"
      case "^": line += "\\(ha"
      case "~": line += "\\(ti"
      default: line.append(character)
      }
    }
    return line.hasPrefix(".") ? "\\&" + line : line
  }
}
