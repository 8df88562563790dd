import Testing

@testable import Reports

/// Both sides of a comparison in hex, as wide as there is room for.
@Suite struct HexRowTests {
  private func rows(_ expected: String, _ got: String, _ room: Int?) -> [String] {
    let (expected, got) = (Array(expected.utf8), Array(got.utf8))
    return HexRow.notes(expected, got, mark: HexRow.firstDifference(expected, got), room: room).map(\.text)
  }

  @Test func aRowIsNoWiderThanWhatItShows() {
    #expect(
      rows("OK bye", "OK hi\n", 60) == [
        #"0000  4f  4b  20 [62] 79  65  "OK bye""#, #"0000  4f  4b  20 [68] 69  0a  "OK hi\n""#,
      ])
    #expect(rows("ab", "", nil) == [#"0000 [61] 62  "ab""#, #"0000 [--]     """#])
  }

  @Test func whereThereIsNoRoomForSixteenBytesItHasEight() {
    let (expected, got) = ("0123456789abcdefgh", "0123456789Abcdefgh")
    #expect(
      rows(expected, got, 70) == [
        #"0008  38  39 [61] 62  63  64  65  66  "89abcdef""#, #"0008  38  39 [41] 62  63  64  65  66  "89Abcdef""#,
      ])
    #expect(rows(expected, got, nil)[0].hasSuffix(#""0123456789abcdef""#))
    #expect(rows(expected, expected + "!", 70)[0] == #"0010  67  68 [--] "gh""#)
  }
}
