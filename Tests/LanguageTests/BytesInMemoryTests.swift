import Testing
import Text

@Suite struct BytesInMemoryTests {
  @Test func theBytesOfANumber() {
    #expect(UInt32(0x0a00_0001).bigEndian.bytesInMemory == [10, 0, 0, 1])
    #expect(UInt16(1).littleEndian.bytesInMemory == [1, 0])
  }

  @Test func aTextEndsBeforeItsNUL() {
    #expect(String(untilNUL: [0x6c, 0x6f, 0, 0x78]) == "lo")
    #expect(String(untilNUL: [CChar]()) == "")
  }
}
