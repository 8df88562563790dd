import Testing
import Text

@Suite struct TableTests {
  private let sockets = Table(
    [
      ["PROTO", "LOCAL", "PROCESS"], ["tcp", "127.0.0.1:80", "nginx/1"],
      ["tcp6", "[2001:db8:1:2:3:4:5:6]:65535", "a-program-with-a-long-name/4711"],
    ], yielding: [.end(2), .middle(1)])

  @Test func itsLinesAreWholeWhereNothingIsNarrow() {
    #expect(sockets.lines == sockets.lines(width: 200))
    #expect(sockets.lines[2] == "tcp6   [2001:db8:1:2:3:4:5:6]:65535  a-program-with-a-long-name/4711")
  }

  @Test func theLeastImportantColumnIsShortenedFirst() {
    #expect(
      sockets.lines(width: 60) == [
        "PROTO  LOCAL                         PROCESS",
        "tcp    127.0.0.1:80                  nginx/1",
        "tcp6   [2001:db8:1:2:3:4:5:6]:65535  a-program-with-a-long-…",
      ])
  }

  /// Of an address, the port stays.
  @Test func aCellMayKeepBothEnds() {
    #expect(sockets.lines(width: 40).last == "tcp6   [2001:db8…:6]:65535  a-program-w…")
  }

  @Test(arguments: 34...120) func noLineIsWiderThanTheScreen(width: Int) {
    #expect(sockets.lines(width: width).allSatisfy { DisplayWidth.of($0) <= width })
  }

  @Test func aColumnThatIsLeftOutIsNamed() {
    let table = Table(
      [["NAME", "MEANING"], [String(repeating: "x", count: 30), "what it means"]], yielding: [.end(1)])
    #expect(
      table.lines(width: 40) == ["NAME", String(repeating: "x", count: 30), "(a wider terminal shows MEANING, too)"])
  }

  @Test func wideCharactersAreNotCutInHalf() {
    let table = Table([["한국어한국어한국어한국어"]], yielding: [.end(0)])
    #expect(table.lines(width: 14) == ["한국어한국어…"])
    #expect(table.lines(width: 15) == ["한국어한국어한…"])
  }
}
