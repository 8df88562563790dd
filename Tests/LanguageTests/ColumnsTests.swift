import Testing
import Text

@Suite struct ColumnsTests {
  @Test func eachColumnIsAsWideAsItsWidestCell() {
    #expect(Columns.align([["a", "bb", "c"], ["aaa", "", "c"]]) == ["a    bb  c", "aaa      c"])
  }

  @Test func aCharacterOfTwoColumnsCountsTwice() {
    #expect(Columns.align([["한", "x"], ["abc", "y"]]) == ["한   x", "abc  y"])
  }

  @Test func noBlankStandsAtTheEndOfALine() { #expect(Columns.align([["a", ""], ["b", "cc"]]) == ["a", "b  cc"]) }

  @Test func noRowsAreNoLines() { #expect(Columns.align([]).isEmpty) }
}
