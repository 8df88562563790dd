import SessionLanguage
import Support
import Testing
import Text

@testable import Reports

/// Where two sessions differ first.
@Suite struct SessionDifferenceTests {
  private static let lines = [
    "sockplay 1", "## A title", "server> socket srv tcp = fd [srv CLOSED]",
    "server> bind srv 127.0.0.1:0 = 0 [srv BOUND]",
    "server> listen srv 1 = 0 [srv LISTEN]", "client> socket cli tcp = fd",
    "client> connect cli {srv} = 0 [cli ESTABLISHED]",
    "client> send cli \"ping\" = 4", "server> accept srv conn = fd", "server> recv conn 64 = 4 \"ping\"",
    "server> close conn = 0 [cli CLOSE_WAIT]", "client> close cli = 0",
  ]

  private func file(_ change: (inout [String]) -> Void = { _ in }) -> SessionFile {
    var lines = Self.lines
    change(&lines)
    return SessionFile.read(Array((lines.joined(separator: "\n") + "\n").utf8)).file
  }

  private func shown(_ other: SessionFile, _ one: SessionFile? = nil, _ language: Language = .english) -> String? {
    SessionDifference(one ?? file(), other, language: language)?.text(
      names: ("a", "b"), style: Style(isColoured: false))
  }

  @Test func howALineIsWrittenIsNoDifference() {
    let other = file { lines in
      lines[1] = "## Another title"
      lines[7] = "client>   send   cli \"ping\"     = 4      (a remark)"
      lines.insert("# prose", at: 4)
    }
    #expect(shown(other) == nil)
  }

  /// What means the same: names of states, their order, bytes in quotes or as digits, and the order of flags.
  @Test(arguments: [
    ("socketpair a b unix = 0 [a ESTABLISHED, b CLOSED]", "socketpair a b unix = 0 [b closed, a ESTAB]"),
    ("recv a 9 = 2 \"ab\"", "recv a 9 = 2 hex:6162"), ("recv a 9 = 2 \"ab\"...", "recv a 9 = 2 \"\\x61b\"..."),
    ("poll b 0 = 1 b:POLLIN|POLLOUT", "poll b 0 = 1 b:POLLOUT|POLLIN"),
  ]) func spellingsOfTheSameAreNoDifference(one: String, other: String) {
    #expect(shown(file { $0.append(other) }, file { $0.append(one) }) == nil)
  }

  @Test func theFirstDifferenceIsShownWithTheStates() throws {
    let other = file { lines in
      lines[6] = "client> connect cli {srv} = -1 ECONNREFUSED"
      lines[4] = "server> listen srv 1 = 0 [srv BOUND]"
    }
    try Golden.expect(try #require(shown(other)), "diff-states")
    try Golden.expect(try #require(shown(other, nil, .korean)), "diff-states-ko")
  }

  /// A line that only one has does not make all lines after it differ.
  @Test func aLineThatOnlyOneHasIsAlone() throws {
    let other = file { $0.insert("client> shutdown cli wr = 0", at: 8) }
    let text = try #require(shown(other))
    #expect(text.hasPrefix("line 9 is only in b\n"))
    #expect(text.split(separator: "\n").count { $0.hasPrefix("+ ") || $0.hasPrefix("- ") } == 1)
    #expect(try #require(shown(file { $0.remove(at: 7) })).hasPrefix("line 8 is only in a\n"))
    #expect(try #require(shown(file { $0.remove(at: 7) }, nil, .korean)).hasPrefix("8번째 줄은 a에만 있습니다\n"))
  }

  @Test func eachPartOfALineIsNamed() {
    for (line, part) in [
      ("server> recv conn 64 = 5 \"ping\"", "result"), ("server> recv conn 64 = 4 \"pong\"", "data"),
      ("server> recv conn 64 = 3 \"pin\"", "result, data"), ("server> recv conn 64 = 4 \"ping\" from {cli}", "sender"),
      ("server> recv conn 64 = 4 \"ping\" [conn ESTABLISHED]", "states"), ("server> recv conn 64 = 4 /ping/", "data"),
    ] {
      #expect(shown(file { $0[9] = line })?.hasPrefix("first difference in line 10: \(part)\n") == true, "\(line)")
    }
  }

  @Test func manyMoreAreCounted() {
    let other = file { lines in for index in 5...11 { lines[index] += " within 9s" } }
    #expect(shown(other)?.contains("3 more lines below differ\n") == true)
  }
}
