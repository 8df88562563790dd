import Support
import Testing

@testable import Reports

/// Lines beside each other.
@Suite struct LineAlignmentTests {
  private func pairs(_ left: String, _ right: String) -> String {
    let (one, other) = (left.map(String.init), right.map(String.init))
    return LineAlignment(one, other, kinds: one, other).pairs.map { pair in
      switch (pair.left, pair.right) {
      case (let index?, _?): one[index]
      case (let index?, nil): "-" + one[index]
      case (nil, let index?): "+" + other[index]
      case (nil, nil): "?"
      }
    }.joined()
  }

  @Test func equalLinesStandBesideEachOther() {
    #expect(pairs("", "") == "" && pairs("abc", "abc") == "abc")
    #expect(pairs("abc", "axbc") == "a+xbc" && pairs("abc", "ac") == "a-bc")
    #expect(pairs("", "ab") == "+a+b" && pairs("ab", "") == "-a-b")
    #expect(pairs("abcd", "axyd") == "a-b-c+x+yd")
  }

  @Test func everyLineIsThereOnceAndInOrder() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<300 {
      let (left, right) = (letters(&random), letters(&random))
      let alignment = LineAlignment(left, right, kinds: left, right)
      #expect(alignment.pairs.compactMap(\.left) == Array(left.indices))
      #expect(alignment.pairs.compactMap(\.right) == Array(right.indices))
      for case let (one?, other?) in alignment.pairs.map({ ($0.left, $0.right) }) { #expect(left[one] == right[other]) }
    }
  }

  private func letters(_ random: inout SeededGenerator) -> [String] {
    (0..<Int.random(in: 0...12, using: &random)).map { _ in ["a", "b", "c"].randomElement(using: &random) ?? "" }
  }
}
