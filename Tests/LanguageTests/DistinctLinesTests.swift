@testable import SessionLanguage
import Support
import Testing

struct DistinctLinesTests {
  private func lines(_ text: String) -> (numbers: [Int], texts: [String]) {
    let bytes = Array(text.utf8)
    var distinct = DistinctLines(bytes)
    var lines: [SessionFile.Line] = []
    while let line = distinct.next() { lines.append(line) }
    return (lines.map(\.statement), lines.map { String(decoding: bytes[$0.range], as: UTF8.self) })
  }

  @Test(arguments: [
    ("", []), ("a\nb\na\nb\nc\na\nb\nd\n\n", [0, 1, 0, 1, 2, 0, 1, 3, 4]),
    ("a\na\na\nb\na\na\nb\nb", [0, 0, 0, 1, 0, 0, 1, 1]),
    ("1234567\n1234568\n1234567\n123456\n1234567\n12345678\n", [0, 1, 0, 2, 0, 3]),
    ("a\r\na\na\r\na\r\n\r\n\n", [0, 0, 0, 0, 1, 1]),
    ("\n\n\n", [0, 0, 0]), ("a\rb\na", [0, 1]), ("a\na\ra", [0, 1]), ("a\nb\na\nb\r", [0, 1, 0, 1]),
    ("a\nab\na\nabc", [0, 1, 0, 2]),
  ])
  func linesOfTheSameTextHaveTheSameNumber(text: String, numbers: [Int]) { #expect(lines(text).numbers == numbers) }

  @Test func theyAreThoseThatASearchFinds() {
    var random = SeededGenerator(seed: 1)
    let lengths = ["", "a", "line 1", "line 2", "line 12", "a line of more bytes"]
    for _ in 1...300 {
      let texts = (0..<Int.random(in: 0...60, using: &random)).map { _ in lengths.randomElement(using: &random)! }
      let ends = texts.map { _ in ["\n", "\n", "\r\n"].randomElement(using: &random)! }
      let found = lines(zip(texts, ends).map { $0 + $1 }.joined())
      var seen: [String] = []
      let numbers = texts.map { text in
        if !seen.contains(text) { seen.append(text) }
        return seen.firstIndex(of: text)!
      }
      #expect(found.texts == texts && found.numbers == numbers, "\(texts)")
    }
  }
}
