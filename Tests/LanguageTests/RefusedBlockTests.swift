@testable import SessionLanguage
import Testing

/// The lines that belong to a block whose opening line was refused.
@Suite struct RefusedBlockTests {
  /// How many of `lines` belong to the block that the first of them opens; nil where it opens none.
  private func count(_ lines: [String]) -> Int? {
    guard var block = RefusedBlock(openedBy: Array(lines[0].utf8)) else { return nil }
    var count = 0
    for line in lines.dropFirst() where block.takes(Array(line.utf8)) { count += 1 }
    return count
  }

  @Test(arguments: [
    (["while x.unread > 0", "recv x", "end", "a"], 2), (["repat 3", "a", "repeat 2", "b", "end", "end", "c"], 5),
    (["if y", "while z", "a", "end", "end", "b"], 4), (["while (1) {", "if (x) {", "a", "}", "}", "b"], 4),
    (["while (1)", "{", "a", "}", "b"], 3), (["for x in y:", "  a", "", "  b", "c", "  d"], 3),
    (["while read x; do", "a", "done", "b"], 2), (["server> repeat", "a", "end", "b"], 2),
    (["a> while x.unread > 0", "a> repeat 2", "a> send x", "a> end", "a> end", "b"], 4),
    (["while (f(x) > 0)", "  g(x);", "a"], 1), (["else {", "a", "}", "b"], 2),
    (["else", "  f();", "a"], 1), (["if y", "a", "else", "b", "end", "c"], 4),
  ])
  func itEnds(_ lines: [String], _ expected: Int) { #expect(count(lines) == expected) }

  @Test(arguments: [
    "if (n < 0) perror(\"recv\");", "while (x) { a; }", "send a x", "end", "", "for i in range(3): send a q", "for fun",
    "if send a x", "repeats", "for",
  ])
  func whatIsWholeOpensNone(_ line: String) { #expect(count([line]) == nil) }

  /// In a file, its `end` has no error of its own.
  @Test func anEndHasOneError() {
    var reader = SessionReader(needsHeader: false)
    for line in ["repat 3", "a", "end", "while b.unread > 0", "a", "end", "b"] { reader.add(Array(line.utf8)[...]) }
    #expect(reader.finish().problems.map(\.number) == [1, 4])
  }
}
