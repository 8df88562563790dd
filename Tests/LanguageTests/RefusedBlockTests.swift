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
    (["else", "  f();", "a"], 1), (["} else {", "a", "}", "b"], 2),
    (["switch (x) { // s", "case 0:", "a", "}", "b"], 3), (["  except OSError:  # e", "    a", "b"], 1),
    (["} catch (e) {", "a", "}", "b"], 2), (["/* a", " b", "*/", "c"], 2),
    (["while (1) { /* \"{\" */", "f(\"}\");", "}", "b"], 2), (["if y", "a", "else", "b", "end", "c"], 4),
  ])
  func itEnds(_ lines: [String], _ expected: Int) { #expect(count(lines) == expected) }

  @Test(arguments: [
    "if (n < 0) perror(\"recv\");", "while (x) { a; }", "send a x", "end", "", "for i in range(3): send a q", "for fun",
    "if send a x", "repeats", "for", "do", "try:", "try {", "finally:", "/* a */",
  ])
  func whatIsWholeOpensNone(_ line: String) { #expect(count([line]) == nil) }

  private func branch(_ lines: [String], hasRun: Bool) -> Int? {
    guard var block = RefusedBlock(branchOf: Array(lines[0].utf8), hasRun: hasRun) else { return nil }
    var count = 0
    for line in lines.dropFirst() where block.takes(Array(line.utf8)) { count += 1 }
    return count
  }

  @Test(arguments: [
    (["if (f(a) < 0)", "  close(a);", "b"], 1), (["if (f(a) == -1) {", "a", "}", "b"], 2),
    (["if (f(a) != 0)", "{", "a", "}", "b"], 3), (["if ((s = f(a)) < 0) { // e", "a", "} else {", "b", "}", "c"], 4),
    (["if (f(a)) { g(\"{\");", "a", "}", "b"], 2), (["if (f(a) < 0)", "  g(\"x\",", "    h());", "b"], 2),
    (["role> if (f(a) < 0)", "a", "b"], 1),
  ])
  func theBranchOfAFailedCallDoesNotRun(_ lines: [String], _ expected: Int) {
    #expect(branch(lines, hasRun: true) == expected && branch(lines, hasRun: false) == expected)
  }

  @Test(arguments: [
    "if (f(a) < 0) g();", "if (f(a) < 0) { g(); }", "if x", "f(a);", "if (f(a) < 0) return; /* x", "",
  ])
  func anIfThatIsWholeHasNoBranchBelow(_ line: String) { #expect(branch([line], hasRun: false) == nil) }

  /// What is for a call that has succeeded is what was to run, if the call did.
  @Test(arguments: ["if (f(a) == 0) {", "if (f(a) != -1)", "if ((n = f(a)) > 0) {"])
  func theBranchOfASuccessRuns(_ line: String) {
    #expect(branch([line, "a", "}"], hasRun: true) == nil && branch([line, "a", "}"], hasRun: false) != nil)
  }

  /// Its condition goes on in the next line.
  @Test(arguments: [
    (["if ((s = f(a->b,", "    c)) == -1) {", "a", "}", "b"], 3), (["if (f(a,", "  b) < 0)", "  a;", "b"], 2),
    (["if (f(a,", "  b) < 0) g();", "b"], 1),
  ])
  func aConditionMayGoOn(_ lines: [String], _ expected: Int) { #expect(branch(lines, hasRun: false) == expected) }

  /// What is copied from the screen has the card of each line below it.
  @Test func aCardBelowItsLineDoesNotRunAgain() throws {
    let card = "listen(3, 5) = 0                                                  errno 0   4 µs"
    for (line, below, expected) in [
      ("> listen srv 5", [card, "  srv   BOUND → LISTEN        queue 0/5", "> handles"], 2),
      (
        "server> recv a",
        ["recv(4, buf, 4096, 0) …                       waiting, job 1: wait a", "  will block: x", ""], 2
      ),
      ("> handles", ["NAME  FD", card], 0), ("> listen srv 5", ["listen(3, 5)", card], 0),
    ] {
      var block = try #require(RefusedBlock(cardBelow: Array(line.utf8)))
      #expect(below.count { block.takes(Array($0.utf8)) } == expected, "\(line)")
    }
    #expect(RefusedBlock(cardBelow: Array("listen srv 5".utf8)) == nil)
  }

  /// A file is read before any of it runs, and would run the lines of the branch.
  @Test func inAFileABranchIsAProblem() {
    var reader = SessionReader(needsHeader: false)
    for line in ["if (listen(srv, 5) < 0)", "close(srv);", "listen(srv, 5);"] { reader.add(Array(line.utf8)[...]) }
    #expect(reader.finish().problems.map(\.number) == [1])
  }

  /// In a file, its `end` has no error of its own.
  @Test func anEndHasOneError() {
    var reader = SessionReader(needsHeader: false)
    for line in ["repat 3", "a", "end", "while b.unread > 0", "a", "end", "b"] { reader.add(Array(line.utf8)[...]) }
    #expect(reader.finish().problems.map(\.number) == [1, 4])
  }
}
