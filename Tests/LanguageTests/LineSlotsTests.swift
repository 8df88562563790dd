import SessionLanguage
import Support
import Testing

@Suite struct LineSlotsTests {
  /// The slots of the lines, each numbered in the order in which they came.
  private func numbers(_ lines: [String]) -> [Int] {
    var slots = LineSlots()
    var numbers: [Int: Int] = [:]
    var next = 0
    return lines.map { line in
      guard let slot = slots.slot(of: Array(line.utf8)[...]) else { return -1 }
      if slot.isNew {
        numbers[slot.index] = next
        next += 1
      }
      return numbers[slot.index] ?? -2
    }
  }

  @Test(arguments: [
    (["a", "b", "a", "b", "c", "a", "b", "d", ""], [0, 1, 0, 1, 2, 0, 1, 3, 4]),
    (["1234567", "1234568", "1234567", "123456", "1234567", "12345678"], [0, 1, 0, 2, 0, 3]),
    (["12345678", "12345679", "123456789", "123456788", "12345678"], [0, 1, 2, 3, 0]),
    (["a\r", "a", "a\r", "", "\r", ""], [0, 1, 0, 2, 3, 2]),
  ])
  func linesOfTheSameTextHaveTheSameSlot(lines: [String], expected: [Int]) { #expect(numbers(lines) == expected) }

  @Test func aPartOfALongerTextIsALineOfItsOwn() {
    var slots = LineSlots()
    let text = Array("send a 1\nsend a 1".utf8)
    let first = slots.slot(of: text[..<8]), second = slots.slot(of: text[9...])
    #expect(first?.isNew == true && second?.isNew == false && first?.index == second?.index)
  }

  @Test func someHundredLinesInTurnAreAllRemembered() {
    let lines = (0..<300).map { "send cli \"line \($0)\" = \($0)" }
    #expect(numbers(lines + lines + lines) == Array([0..<300, 0..<300, 0..<300].joined()))
  }

  /// A slot is never given to two lines at once, however many come.
  @Test func linesThatAreForgottenAreNewAgain() {
    var random = SeededGenerator(seed: 3)
    var slots = LineSlots()
    var held: [Int: Int] = [:]
    var again = 0
    for _ in 0..<20_000 {
      let line = Int.random(in: 0..<3 * LineSlots.count, using: &random)
      guard let slot = slots.slot(of: Array("close h\(line)".utf8)[...]) else { return fail("no slot") }
      if slot.isNew { held[slot.index] = line } else { again += 1 }
      #expect(held[slot.index] == line && slot.index < LineSlots.count)
    }
    #expect(again > 1000 && held.count == LineSlots.count)
  }

  @Test func aVeryLongLineIsNotRemembered() {
    #expect(numbers([String(repeating: "x", count: 4096), String(repeating: "x", count: 4097)]) == [0, -1])
  }
}
