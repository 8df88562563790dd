import SessionLanguage
import Support
import Testing

@Suite struct SessionReaderTests {
  @Test func howTheTextIsCutMakesNoDifference() {
    let text = Array("sockplay 1\r\n@x\nrepeat 2\n  close a\nend\n\nclose \0\nend\nclose a".utf8)
    let (whole, expected) = SessionFile.read(text)
    #expect(expected.map(\.number) == [2, 7, 8])
    for size in 1...text.count {
      var reader = SessionReader(needsHeader: true)
      for start in stride(from: 0, to: text.count, by: size) {
        text[start..<min(start + size, text.count)].withUnsafeBytes { reader.append($0) }
      }
      let (file, problems) = reader.finish()
      #expect(file.bytes == text && file.count == whole.count)
      #expect(problems.map(\.number) == [2, 7, 8] && problems.map(\.diagnostic) == expected.map(\.diagnostic))
    }
  }

  /// An editor of Windows may begin a file with U+FEFF. It stays in the file, unless this is laid out anew.
  @Test func aByteOrderMarkBeforeTheHeaderIsNoFault() {
    let text = Array("\u{feff}sockplay 1\r\nclose a\r\n".utf8)
    let (file, problems) = SessionFile.read(text)
    #expect(problems.isEmpty && file.bytes == text && file.text(0) == Array("sockplay 1".utf8))
    let laidOut = file.laidOut()
    #expect(laidOut.text == Array(text.dropFirst(3)) && laidOut.changed == 1)
    let later = SessionFile.read(Array("sockplay 1\n\u{feff}close a\n".utf8)).file
    #expect(later.text(1) == Array("\u{feff}close a".utf8))
  }

  @Test func aPartOfASessionNeedsNoHeader() {
    var reader = SessionReader(needsHeader: false)
    for line in ["repeat 2", "close a"] { reader.add(Array(line.utf8)[...]) }
    #expect(reader.openBlock?.construct.keyword == "repeat" && reader.size == 17)
    reader.add(Array("end".utf8)[...])
    #expect(reader.openBlock == nil)
    let (file, problems) = reader.finish()
    #expect(problems.isEmpty && file.count == 3 && file.blocks.block(openedAt: 0)?.end == 2)
  }

  @Test func anEndWithoutItsBlockIsTold() {
    var reader = SessionReader(needsHeader: false)
    reader.add(Array("end".utf8)[...])
    let (_, problems) = reader.finish()
    #expect(problems.map(\.diagnostic.title) == ["this end has no repeat"])
  }

  /// A line that cannot be read is told wherever it stands, and the lines around it are what they were.
  @Test func aProblemComesAgainWithItsLine() {
    let (file, problems) = SessionFile.read(Array("sockplay 1\nclose a\nclose \"\nclose a\nclose \"\n".utf8))
    #expect(problems.map(\.number) == [3, 5] && problems[0].diagnostic == problems[1].diagnostic)
    #expect(file.textCount == 3 && file.statement(3).command?.name == "close")
  }
}
