import Testing
import Text

@testable import Reports

/// Lines on a narrow screen.
@Suite struct WordWrapTests {
  @Test(arguments: [
    ("short", 20, ["short"]), ("  why   one two three", 14, ["  why   one", "    two three"]),
    ("  why   one two three four five", 24, ["  why   one two three", "        four five"]),
    ("EBADF  no descriptor is open", 21, ["EBADF  no descriptor", "       is open"]),
    ("a-word-that-is-longer-than-the-screen", 10, ["a-word-that-is-longer-than-the-screen"]),
    (
      "name  7 (CLOSED)  state of the connection that was", 48,
      ["name  7 (CLOSED)  state of the connection that", "                  was"]
    ),
    ("연결이 끊겼다 다시", 14, ["연결이 끊겼다", "  다시"]), ("", 10, [""]), ("      ", 3, ["      "]),
  ]) func itIsBrokenAtBlanks(line: String, width: Int, pieces: [String]) {
    #expect(WordWrap.lines(line, width: width) == pieces)
  }

  /// A serial console does not say how wide it is.
  @Test func aScreenWithoutAnEdgeHasTheWholeLine() {
    let line = Array(repeating: "word", count: 300).joined(separator: " ")
    #expect(WordWrap.lines(line, width: nil) == [line] && WordWrap.lines(line, width: .max) == [line])
  }

  @Test func proseHasNoIndentation() {
    #expect(WordWrap.lines("one two three", width: 8, indentation: 0) == ["one two", "three"])
  }

  @Test func withoutATerminalRunningTextIsBrokenAndTablesAreNot() {
    let words = Array(repeating: "word", count: 30).joined(separator: " ")
    #expect(WordWrap.lines("  " + words).map(\.count) == [96, 58])
    #expect(WordWrap.lines("NAME  " + words) == ["NAME  " + words])
  }

  @Test func nothingIsLost() {
    let line = "  now   the other end waits in the queue of python3 (pid 4711), which has not accepted it yet"
    for width in 1...120 {
      let words = WordWrap.lines(line, width: width).joined(separator: " ").split(separator: " ")
      #expect(words == line.split(separator: " "))
    }
  }

  /// Each piece costs what it is long, however much follows it.
  @Test func aLongTextTakesLittleTime() {
    let text = (0..<60_000).map { "word \($0)" }.joined(separator: " ")
    let start = ContinuousClock.now
    let lines = WordWrap.lines(text, width: 76, indentation: 0)
    #expect(lines.joined(separator: " ") == text && lines.allSatisfy { $0.count <= 76 })
    #expect(ContinuousClock.now - start < .seconds(60))
  }
}
