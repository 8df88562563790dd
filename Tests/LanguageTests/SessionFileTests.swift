import SessionLanguage
import Support
import Testing

@Suite struct SessionFileTests {
  private func problems(_ text: String) -> [String] {
    SessionFile.read(Array(text.utf8)).problems.map { "\($0.number): \($0.diagnostic.title)" }
  }

  @Test func lineEndsOfEverySystemAreRead() {
    for (text, count) in [
      ("sockplay 1\r\nclose a\r\n", 2), ("sockplay 1\nclose a", 2), ("sockplay 1\n\n\nclose a\n", 4),
    ] {
      let (file, problems) = SessionFile.read(Array(text.utf8))
      #expect(problems.isEmpty)
      #expect(file.count == count)
      #expect(file.text(count - 1) == Array("close a".utf8))
    }
    #expect(problems("sockplay 1\nclose\ra\n") == ["2: there is a control byte in this line"])
  }

  @Test func theTextIsKept() {
    let bytes = Array("sockplay 1\r\n  # x \t\n\nclose   a = 0\n".utf8)
    #expect(SessionFile.read(bytes).file.bytes == bytes)
  }

  private func laidOut(_ text: String) -> String {
    String(decoding: SessionFile.read(Array(text.utf8)).file.laidOut().text, as: UTF8.self)
  }

  @Test func linesAreIndentedByTheBlocksAroundThem() {
    let text = "sockplay 1\n repeat 2\n# prose\nrepeat 2 (inner)\n\nclose a\n  end\nclose b\nend\nclose c"
    #expect(
      laidOut(text)
        == "sockplay 1\nrepeat 2\n  # prose\n  repeat 2 (inner)\n\n    close a\n  end\n  close b\nend\nclose c\n")
    #expect(SessionFile.read(Array(text.utf8)).file.laidOut().changed == 6)
  }

  /// A recording fills a page with blanks where the next line would reach beyond it.
  @Test func theBlanksThatFillAPageStay() {
    let begun = "sockplay 1\nclose a\n", filled = begun + String(repeating: " ", count: 4095 - begun.utf8.count) + "\n"
    #expect(laidOut(filled + "close b\n") == filled + "close b\n")
    #expect(laidOut(begun + "   \nclose b\n") == begun + "\nclose b\n")
  }

  @Test func eachLineKeepsItsKindOfEnd() {
    #expect(
      laidOut("sockplay 1 \r\n\r\nclose a\nclose b\t\r\nclose c") == "sockplay 1\r\n\r\nclose a\nclose b\r\nclose c\r\n"
    )
    #expect(SessionFile.read(Array("sockplay 1\r\nclose a\n".utf8)).file.laidOut().changed == 0)
    #expect(SessionFile.read(Array("sockplay 1\nclose a".utf8)).file.laidOut().changed == 1)
  }

  @Test func theFirstLineMustBeTheHeader() {
    #expect(problems("") == ["1: this file is empty"])
    #expect(problems("\n\n") == ["1: this file is empty"])
    #expect(problems("close a\n") == ["1: this is not a session file"])
    #expect(problems("\n# x\nsockplay 1\n") == ["2: this is not a session file"])
    #expect(problems("\n\nsockplay 1\n").isEmpty)
    #expect(problems("sockplay 2\nclose a\nclose b\n") == ["1: this session is for another version of sockplay"])
  }

  @Test func everyProblemIsListed() {
    #expect(
      problems("sockplay 1\n@x\nclose a = y\n\0\n? a\nclose b\n") == [
        "2: unknown directive: @x", "3: not a result", "4: there is a NUL byte in this line",
        "5: a comparison is missing",
      ])
    #expect(problems("sockplay 1\n@x\nclose a\n@x\n") == ["2: unknown directive: @x", "4: unknown directive: @x"])
  }

  @Test func repetitionsMustBeClosed() {
    #expect(problems("sockplay 1\nrepeat 2\nrepeat 3\nend\nend\n").isEmpty)
    #expect(problems("sockplay 1\nrepeat 2\nrepeat 3\nend\n") == ["2: this repeat has no end"])
    #expect(problems("sockplay 1\nend\nrepeat 2\n") == ["2: this end has no repeat", "3: this repeat has no end"])
  }

  @Test func aLineThatComesAgainIsReadOnce() {
    let (file, problems) = SessionFile.read(
      Array(("sockplay 1\n" + String(repeating: "send a \"x\"\nrecv a 1\n", count: 50_000)).utf8))
    #expect(problems.isEmpty)
    #expect(file.count == 100_001)
    #expect(file.textCount == 3)
    guard case .command(let last) = file.statement(100_000).body else { return fail("no command") }
    #expect(last.name == "recv")
    #expect(file.text(99_999).count == 10)
  }

  /// Only some lines are kept parsed.
  @Test func everyLineOfALongFileIsWhatItSays() {
    let texts = (0..<5000).map { "send a \"\($0)\" = \($0)" }
    let (file, problems) = SessionFile.read(Array((["sockplay 1"] + texts + texts).joined(separator: "\n").utf8))
    #expect(problems.isEmpty && file.count == 10_001)
    for index in [1, 1023, 1024, 1025, 4999, 5000, 5001, 10_000] {
      let text = Array(texts[(index - 1) % 5000].utf8)
      #expect(file.text(index) == text && file.statement(index).line == text)
    }
  }

  @Test func anyBytesAreReadWithoutATrap() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<300 {
      let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      let (file, problems) = SessionFile.read(bytes)
      #expect(file.bytes == bytes)
      #expect(problems.allSatisfy { $0.number >= 1 && $0.number <= max(1, file.count) })
    }
  }
}
