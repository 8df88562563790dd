@testable import SessionLanguage
import Testing

struct DistinctLinesTests {
  private func numbers(_ lines: [String]) -> [Int] {
    var distinct = DistinctLines()
    return lines.map { distinct.number(Array($0.utf8)[...]) }
  }

  @Test func linesOfTheSameTextHaveTheSameNumber() {
    #expect(numbers([]) == [])
    #expect(numbers(["a", "b", "a", "b", "c", "a", "b", "d", ""]) == [0, 1, 0, 1, 2, 0, 1, 3, 4])
    #expect(numbers(["a", "a", "a", "b", "a", "a", "b", "b"]) == [0, 0, 0, 1, 0, 0, 1, 1])
    #expect(numbers(["send a \"1234567\"", "send a \"1234568\"", "send a \"1234567\"", "send a \"123456\""]) == [0, 1, 0, 2])
  }

  @Test func theyAreThoseThatASearchFinds() {
    var generator = SystemRandomNumberGenerator()
    for _ in 1...200 {
      let lines = (0..<Int.random(in: 0...60, using: &generator)).map { _ in "line \(Int.random(in: 0...7, using: &generator))" }
      var seen: [String] = []
      let expected = lines.map { line in
        if !seen.contains(line) { seen.append(line) }
        return seen.firstIndex(of: line)!
      }
      #expect(numbers(lines) == expected, "\(lines)")
    }
  }
}
