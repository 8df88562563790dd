import Testing
import Text

/// Digits and plurals, which every other room uses.
@Suite struct TextTests {
  @Test(
    arguments: [(0x00, "00"), (0x09, "09"), (0x0a, "0a"), (0x7f, "7f"), (0xf0, "f0"), (0xff, "ff")] as [(UInt8, String)]
  )
  func aByteIsTwoHexDigits(byte: UInt8, digits: String) {
    #expect(byte.hexDigits == digits)
    #expect(String(decoding: [byte.hexCharacters.0, byte.hexCharacters.1], as: UTF8.self) == digits)
    #expect(UInt8(hexDigits: digits.utf8) == byte)
  }

  @Test func aNounHasAPluralForEveryNumberButOne() {
    #expect([0, 1, 2].map { Plural.count($0, "call") } == ["0 calls", "1 call", "2 calls"])
    #expect([0, 1, 2].map(Plural.bytes) == ["0 bytes", "1 byte", "2 bytes"])
  }
}
