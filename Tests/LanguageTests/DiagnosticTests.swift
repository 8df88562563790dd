@testable import SessionLanguage
import Testing

@Suite struct DiagnosticTests {
  @Test(arguments: [
    ("", "", 0), ("bind", "bind", 0), ("bnd", "bind", 1), ("bnid", "bind", 1), ("bindd", "bind", 1),
    ("bond", "bind", 1), ("", "abc", 3),
    ("kitten", "sitting", 3),
  ])
  func distanceCountsLettersChanged(left: String, right: String, distance: Int) {
    #expect(Diagnostic.distance(left, right) == distance)
    #expect(Diagnostic.distance(right, left) == distance)
  }

  @Test func onlyANearNameIsSuggested() {
    #expect(Diagnostic.nearest(to: "bnd", among: ["bind", "send", "close"]) == "bind")
    #expect(Diagnostic.nearest(to: "xyzzy", among: ["bind", "send"]) == nil)
    #expect(Diagnostic.nearest(to: "", among: []) == nil)
  }

  @Test func anEndlessWordCostsLittle() {
    #expect(Diagnostic.distance(String(repeating: "x", count: 1 << 20), "bind") == 64)
  }

  @Test func notesAreAdded() {
    let diagnostic = Diagnostic("t", at: 1..<2, label: "l", help: "h").with("why", "w")
    #expect(diagnostic.notes == [.init("help", "h"), .init("why", "w")])
  }
}
