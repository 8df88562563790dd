import Commands
import Foundation
import Handles
import SessionLanguage
import Support
import Testing

/// What docs/permissions.md says that a file may do: it is what becomes of each example.
@Suite(.waits) struct PermissionsTableTests {
  /// What `line` needs in a session that may do nothing: a word of `--allow`, or nil.
  private func need(_ line: String, isIsolated: Bool) throws -> String? {
    let play = Play(permissions: [])
    for line in PermissionRow.opening { try play.run(line) }
    if isIsolated { play.table.noteIsolation() }
    do throws(Diagnostic) {
      try play.table.understand(line)
      return nil
    } catch {
      return error.neededPermission
    }
  }

  /// What all lines of `row` need.
  private func need(_ row: PermissionRow, isIsolated: Bool = false) throws -> String? {
    let needs = Set(try row.lines.map { try need($0, isIsolated: isIsolated) })
    try #require(needs.count == 1, "\(row.what): \(needs)")
    return needs.first!
  }

  private func table() throws -> String {
    var text = ""
    for (title, rows) in PermissionRow.groups {
      text += "\n### \(title)\n\n| what a line wants | such as | a file | `@isolated` |\n|---|---|---|---|\n"
      for row in rows {
        let cells = try [false, true].map { try need(row, isIsolated: $0).map { "needs `--allow \($0)`" } ?? "may" }
        let lines = row.lines.map { "`\($0.replacing("|", with: "\\|"))`" }
        text += "| \(row.what) | \(lines.joined(separator: ", ")) | \(cells.joined(separator: " | ")) |\n"
      }
    }
    return text
  }

  @Test func theDocumentSaysWhatBecomesOfEachLine() throws {
    let path = "docs/permissions.md", mark = "<!-- From here on it is written by PermissionsTableTests. -->\n"
    let text = try Documents.text(path)
    let start = try #require(text.range(of: mark)).upperBound
    try Golden.expect(text[..<start] + table(), at: Documents.url(path))
  }

  /// What no row names needs nothing: the examples of the other commands play in a session that may do nothing.
  @Test(arguments: Command.all.map(\.name)) func anExampleOfACommandIsOnlyRefusedWhereARowSaysSo(_ name: String) throws
  {
    let lines = PermissionRow.groups.flatMap(\.rows).flatMap(\.lines)
    let named = Set(lines.map { String($0.prefix { $0 != " " }) })
    let play = Play(permissions: [])
    for line in try #require(Command.matching(name).first).examples {
      do { try play.run(line) } catch let error as Diagnostic {
        guard let need = error.neededPermission else { break }
        #expect(named.contains(name), "\(line) needs \(need), and no row names \(name)")
        break
      }
    }
  }

  // MARK: The built program

  /// Two interfaces and no way out.
  private static let network = [
    "/usr/bin/unshare", "-rn", "/bin/sh", "-c", #"ip link set lo up && ip tuntap add mode tap out0 && exec "$@""#, "sh",
  ]
  private static let hasNetwork =
    (try? Program.run(Array(network.dropFirst()) + ["true"], of: network[0]).code) == 0

  /// Who plays: root of that namespace, or somebody who is nobody there.
  enum Player: CaseIterable {
    case root, ordinary
    var words: [String] {
      self == .root
        ? []
        : ["/usr/bin/unshare", "--user", "--map-user=1000", "--map-group=1000", "/bin/sh", "-c", #"exec "$@""#, "sh"]
    }
  }

  /// The lines of the rows that the program refuses, each with the permission it asks for.
  private func refused(_ rows: [PermissionRow], as player: Player, allowing allowed: [String]) throws -> [String:
    String]
  {
    var input: [String] = [], places: [Int: String] = [:]
    for line in rows.flatMap(\.lines) {
      input += PermissionRow.opening + [line]
      places[input.count] = line
      input += ["record off", "peer off n", "close n", "close p", "close q"] + PermissionRow.closing
    }
    return try Scratch.folder { folder in
      try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
      let options = ["--json", "--keep-going"] + allowed.flatMap { ["--allow", $0] }
      let words = Self.network + player.words + [Program.sockplay] + options
      let ended = try Program.run(
        Array(words.dropFirst()), of: words[0], input: Array((["@timeout 200ms"] + input).joined(separator: "\n").utf8),
        folder: folder, limit: 300)
      var refused: [String: String] = [:]
      for text in ended.output.split(separator: "\n") {
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        guard object?["type"] as? String == "error", let number = object?["line"] as? Int,
          let line = places[number - 1],
          let need = text.firstMatch(of: /sockplay --allow ([a-z]+)/)
        else { continue }
        refused[line] = String(need.1)
      }
      #expect(ended.output.split(separator: "\n").count > input.count / 2, "\(ended.errors)")
      return refused
    }
  }

  @Test(.enabled(if: hasNetwork, "this user may not make a network of its own"), arguments: Player.allCases)
  func theProgramDoesWhatTheTableSays(player: Player) throws {
    let rows = PermissionRow.groups.flatMap(\.rows)
    var expected: [String: String] = [:]
    for row in rows { for line in row.lines { expected[line] = try need(row) } }
    #expect(try refused(rows, as: player, allowing: []) == expected)
    let contained = rows.filter(\.staysInNamespace)
    for word in Permissions.words.map(\.word) {
      let left = expected.filter { line, need in need != word && contained.contains { $0.lines.contains(line) } }
      #expect(try refused(contained, as: player, allowing: [word]) == left, "with --allow \(word)")
    }
  }
}

extension Diagnostic {
  /// The word of `--allow` that would let the line do what this refuses; nil for another error.
  fileprivate var neededPermission: String? {
    guard title == "a session file may not do this unless you allow it" else { return nil }
    return notes.last?.text.firstMatch(of: /--allow ([a-z]+)/).map { String($0.1) }
  }
}

extension HandleTable {
  /// Finds out what `line` would do, and does nothing.
  fileprivate func understand(_ line: String) throws(Diagnostic) {
    guard let line = try Parser.parse(Array(line.utf8)).command else { return }
    let command = try Command.find(line.name, at: line.words[0].span)
    _ = try command.run(Arguments(CachedLine(line, countByHand: command.countByHand(line), in: self)), self)
  }
}
