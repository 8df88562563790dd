import Sockets
import Testing
import Text

@Suite struct NumeralTests {
  @Test(arguments: [
    ("0", 0), ("-7", -7), ("007", 7), ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min),
  ])
  func decimalNumbersAreRead(text: String, number: Int) {
    #expect(Int(numeral: text) == number && Int(numeralOrHex: text) == number)
  }

  @Test(arguments: [("0x0", 0), ("0xfF", 255), ("0x7fffffffffffffff", Int.max)]) func hexIsReadBehindItsMark(
    text: String, number: Int
  ) {
    #expect(Int(numeralOrHex: text) == number && Int(numeral: text) == nil)
  }

  @Test(arguments: [
    "", "-", "+", "+5", "--5", "-+5", "5-", "1_000", "1 ", " 1", "٣", "５", "0x", "0x-5", "0x+5", "-0x5", "0xg", "0X5",
    "0b1", "1e3",
    "9223372036854775808", "0x8000000000000000", "5\u{301}", "+\u{301}5",
  ]) func allElseIsNone(text: String) {
    #expect(Int(numeral: text) == nil && Int(numeralOrHex: text) == nil)
  }
}
