import Commands
import Foundation
import Testing

@testable import Reports

/// What editors read, in the files that they read.
@Suite struct EditorFilesTests {
  private struct Grammar: Decodable {
    struct Rule: Decodable {
      let name: String?
      let match: String?
      let begin: String?
      let captures: [String: Scope]?
    }
    struct Scope: Decodable { let name: String }
    let patterns: [Rule]
  }

  private static func file(_ name: String, in files: [SharedFile]) throws -> String {
    try #require(files.first { $0.path.hasSuffix(name) }).text
  }

  /// The scope that the first rule gives to `word` where it stands in `line`.
  private static func scope(of word: String, in line: String) throws -> String? {
    let text = try file("tmLanguage.json", in: VSCodeFiles.all(version: "1.2"))
    let grammar = try JSONDecoder().decode(Grammar.self, from: Data(text.utf8))
    let place = (line as NSString).range(of: word)
    for rule in grammar.patterns {
      let expression = try NSRegularExpression(pattern: rule.match ?? rule.begin ?? "")
      for match in expression.matches(in: line, range: NSRange(location: 0, length: line.utf16.count)) {
        if match.range == place, let name = rule.name { return name }
        for (group, scope) in rule.captures ?? [:] {
          if let number = Int(group), match.range(at: number) == place { return scope.name }
        }
      }
    }
    return nil
  }

  @Test(arguments: [
    ("bind", "  server> bind srv 127.0.0.1:0 = 0", "entity.name.function.sockplay"),
    ("server>", "server> bind srv 127.0.0.1:0", "entity.name.tag.sockplay"),
    ("EADDRINUSE", "bind srv 127.0.0.1:0 = -1 EADDRINUSE", "constant.language.errno.sockplay"),
    ("FIN_WAIT2", "close cli = 0 [cli FIN_WAIT2]", "support.type.state.sockplay"),
    ("{srv.port}", "let port {srv.port}", "variable.other.substitution.sockplay"),
    ("@timeout", "@timeout 2s", "keyword.control.directive.sockplay"),
    ("# bind", "# bind", "comment.line.number-sign.sockplay"),
    ("?", "? conn.unread == 0", "keyword.control.check.sockplay"),
    ("repeat", "repeat 3", "keyword.control.repeat.sockplay"),
  ])
  func wordsHaveTheirScopes(_ word: String, _ line: String, _ scope: String) throws {
    #expect(try Self.scope(of: word, in: line) == scope)
  }

  @Test func aCommandIsOneOnlyAtTheBeginning() throws {
    #expect(try Self.scope(of: "bind", in: "send cli bind") == nil)
  }

  @Test func bothKnowEveryCommand() throws {
    let vim = try Self.file("syntax/sockplay.vim", in: VimFiles.all)
    let line = try #require(vim.split(separator: "\n").first { $0.contains("keyword sockplayCommand") })
    #expect(Set(line.split(separator: " ").dropFirst(4).map(String.init)) == Set(Command.all.map(\.name)))
    for command in Command.all {
      #expect(try Self.scope(of: command.name, in: "\(command.name) x") == "entity.name.function.sockplay")
    }
  }

  @Test func theExtensionNamesFilesThatThereAre() throws {
    let files = VSCodeFiles.all(version: "1.2")
    let manifest = try Self.file("package.json", in: files)
    #expect(manifest.contains("\"version\":\"1.2.0\""))
    for named in manifest.matches(of: /"\.\/([^"]+)"/) { #expect(files.contains { $0.path.hasSuffix("/\(named.1)") }) }
  }
}
