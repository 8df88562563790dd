import Text

/// An extension for VS Code: colors, and the errors of check under the lines that have them.
package enum VSCodeFiles {
  /// - Parameter version: Of the program.
  package static func all(version: String) -> [SharedFile] {
    [
      SharedFile("\(folder)/package.json", text(manifest(version))),
      SharedFile("\(folder)/language-configuration.json", text(configuration)),
      SharedFile("\(folder)/sockplay.tmLanguage.json", text(grammar)),
      SharedFile("\(folder)/extension.js", script),
    ]
  }

  private static let folder = "sockplay/vscode"

  private static func text(_ json: JSON) -> String {
    var buffer = TextBuffer()
    json.write(to: &buffer)
    return buffer.string + "\n"
  }

  private static func strings(_ members: (String, String)...) -> JSON { .object(members.map { ($0, .text($1)) }) }

  private static func manifest(_ version: String) -> JSON {
    .object([
      ("name", .text("sockplay")), ("displayName", .text("sockplay")), ("publisher", .text("sockplay")),
      ("description", .text("Session files of sockplay: colors and errors")), ("version", .text("\(version).0")),
      ("engines", strings(("vscode", "^1.70.0"))), ("main", .text("./extension.js")),
      ("activationEvents", .list([.text("onLanguage:sockplay")])),
      (
        "contributes",
        .object([
          (
            "languages",
            .list([
              .object([
                ("id", .text("sockplay")), ("aliases", .list([.text("sockplay session")])),
                ("extensions", .list([.text(".session")])), ("firstLine", .text("^sockplay \\d")),
                ("configuration", .text("./language-configuration.json")),
              ])
            ])
          ),
          (
            "grammars",
            .list([
              strings(
                ("language", "sockplay"), ("scopeName", "source.sockplay"), ("path", "./sockplay.tmLanguage.json"))
            ])
          ),
        ])
      ),
    ])
  }

  private static let configuration = JSON.object([
    ("comments", strings(("lineComment", "#"))),
    ("brackets", .list([pair("{", "}"), pair("[", "]")])),
    ("autoClosingPairs", .list([pair("{", "}"), pair("[", "]"), pair("\"", "\"")])),
  ])

  private static func pair(_ open: String, _ close: String) -> JSON { .list([.text(open), .text(close)]) }

  // MARK: - The grammar, see TextMate's manual

  private static let grammar = JSON.object([
    ("name", .text("sockplay session")), ("scopeName", .text("source.sockplay")),
    ("patterns", .list(lines + starts.map(start) + [role, string] + words.map(rule))),
  ])

  private typealias Rule = (scope: String, match: String)

  private static func rule(_ rule: Rule) -> JSON { strings(("name", scope(rule.scope)), ("match", rule.match)) }

  private static func scope(_ name: String) -> String { "\(name).sockplay" }

  /// What takes whole lines.
  private static let lines: [JSON] = [
    rule(("keyword.control.header", #"\Asockplay \d+\s*$"#)), rule(("markup.heading", #"^\s*##.*$"#)),
    rule(("comment.line.number-sign", #"^\s*#.*$"#)),
    rule(("keyword.control.directive", "^\\s*(\(LineGrammar.directives.joined(separator: "|")))(?=\\s|$)")),
  ]

  /// What stands first on a line, or after its role.
  private static let starts: [Rule] = [
    ("keyword.control.repeat", "(\(LineGrammar.blocks.joined(separator: "|")))(?=\\s|$)"),
    ("entity.name.function", "(\(LineGrammar.commands.joined(separator: "|")))(?=\\s|$)"),
    ("keyword.control.check", #"(\?)"#),
  ]

  private static func start(_ rule: Rule) -> JSON {
    .object([
      ("match", .text("^\\s*(?:(\(LineGrammar.role)>)\\s*)?\(rule.match)")),
      (
        "captures",
        .object([
          ("1", strings(("name", scope("entity.name.tag")))), ("2", strings(("name", scope(rule.scope)))),
        ])
      ),
    ])
  }

  private static let role = rule(("entity.name.tag", "^\\s*\(LineGrammar.role)>"))

  private static let words: [Rule] = [
    ("string.regexp.segments", #"\{\s*[<>.][^}]*\}"#), ("variable.other.substitution", substitution),
    ("support.type.state", "\\b(\(LineGrammar.states.joined(separator: "|")))\\b"),
    ("constant.other", "\\b\(LineGrammar.constant)\\b"),
    ("keyword.other.outcome", #"\b(EOF|blocks|timeout|within|from)\b"#),
    ("constant.language.errno", "\\b\(LineGrammar.errno)\\b"), ("constant.numeric", "\\b\(LineGrammar.number)\\b"),
    ("keyword.operator", #"(?<=\s)(=|->)(?=\s)|&(?=\s*(=|$))"#),
  ]

  private static let substitution = #"\{[A-Za-z][^{} ]*\}"#

  private static let string = JSON.object([
    ("name", .text("string.quoted.double.sockplay")), ("begin", .text("\"")), ("end", .text("\"|$")),
    (
      "patterns",
      .list([
        rule(("constant.character.escape", LineGrammar.escape)), rule(("variable.other.substitution", substitution)),
      ])
    ),
  ])
}
