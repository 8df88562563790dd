import Testing
import Text

@Suite struct DisplayWidthTests {
  @Test func hangulTakesTwoColumns() { #expect(DisplayWidth.of("안녕") == 4) }

  @Test func columnsOfATableAlignWithWideCharacters() {
    #expect(
      Columns.align([["NAME", "NEXT"], ["소켓", "1"], ["abcde", "2"]]) == ["NAME   NEXT", "소켓   1", "abcde  2"])
  }
}
