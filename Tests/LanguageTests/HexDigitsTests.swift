import Testing
import Text

@Suite struct HexDigitsTests {
  @Test func everyByteIsReadInEitherCase() {
    for byte in UInt8.min...UInt8.max {
      let digits = (byte < 16 ? "0" : "") + String(byte, radix: 16)
      #expect(UInt8(hexDigits: digits.utf8) == byte && UInt8(hexDigits: digits.uppercased().utf8) == byte)
    }
  }

  @Test(arguments: ["", "0", "000", "+1", "-1", " 1", "1 ", "0x", "g0", "0g", "é"])
  func whatIsNoTwoDigitsIsNone(text: String) { #expect(UInt8(hexDigits: text.utf8) == nil) }
}
