@testable import Commands
import Testing

@Suite struct WidthTests {
  @Test func hangulTakesTwoColumns() { #expect(Width.of("안녕") == 4) }

  @Test func columnsOfATableAlignWithWideCharacters() {
    #expect(Columns.align([["NAME", "NEXT"], ["소켓", "1"], ["abcde", "2"]]) == ["NAME   NEXT", "소켓   1", "abcde  2"])
  }
}
