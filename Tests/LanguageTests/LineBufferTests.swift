import Support
import Testing
import Text

@Suite struct LineBufferTests {
  private func lines(_ pieces: [String]) -> (whole: [String], rest: String?) {
    var buffer = LineBuffer()
    var whole: [String] = []
    for piece in pieces {
      Array(piece.utf8).withUnsafeBytes { buffer.append($0) }
      while let line = buffer.next() { whole.append(String(decoding: line, as: UTF8.self)) }
    }
    let rest = buffer.rest().map { String(decoding: $0, as: UTF8.self) }
    #expect(buffer.rest() == nil && buffer.next() == nil && buffer.count == 0)
    return (whole, rest)
  }

  @Test func aLineMayComeInPieces() {
    for pieces in [
      ["one\ntwo\n\nrest"], ["on", "e\ntwo", "\n", "", "\nre", "st"], "one\ntwo\n\nrest".map(String.init),
    ] {
      let (whole, rest) = lines(pieces)
      #expect(whole == ["one", "two", ""] && rest == "rest")
    }
  }

  @Test func nothingIsLeftAfterALineEnd() {
    #expect(lines(["a line of some length\n"]).rest == nil && lines([]).rest == nil && lines(["\n"]).whole == [""])
  }

  @Test func onlyOneCarriageReturnEndsALine() {
    for (line, expected) in [("a\r", "a"), ("a\r\r", "a\r"), ("\r", ""), ("", ""), ("\ra", "\ra")] {
      #expect(Array(line.utf8)[...].withoutCarriageReturn.elementsEqual(expected.utf8))
    }
  }

  @Test func whatIsNotTakenIsCounted() {
    var buffer = LineBuffer()
    Array("one\ntwo".utf8).withUnsafeBytes { buffer.append($0) }
    #expect(buffer.count == 7)
    #expect(buffer.next().map(Array.init) == Array("one".utf8) && buffer.count == 3)
  }
}
