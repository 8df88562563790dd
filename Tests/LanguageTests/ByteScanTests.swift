import Testing
import Text

@testable import SessionLanguage

struct ByteScanTests {
  @Test func textsAreEqualWhenAllBytesAre() {
    for length in 0...33 {
      let text = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37) }
      #expect(areEqual(text, text))
      #expect(!areEqual(text, text + [0]))
      for index in text.indices {
        var other = text
        other[index] ^= 0x80
        #expect(!areEqual(text, other))
      }
    }
  }

  @Test func aByteIsFoundWhereItFirstStands() {
    for length in 0...33 {
      for fill: UInt8 in [0x0b, 0x8a, 0x09, 0, 0xff] {
        let without = [UInt8](repeating: fill, count: length)
        #expect(place(in: without, from: 0) == nil)
        for index in without.indices {
          var text = without
          for later in index..<min(length, index + 3) { text[later] = 0x0a }
          for start in 0...index { #expect(place(in: text, from: start) == index) }
        }
      }
    }
  }

  @Test func printableIsWhatEachByteIs() {
    for byte in UInt8.min...UInt8.max {
      for (length, place) in [(1, 0), (8, 0), (8, 7), (9, 8), (17, 3), (20, 19)] {
        var bytes = Array(repeating: UInt8(ascii: "~"), count: length)
        bytes[place] = byte
        let isPrintable = bytes.withUnsafeBytes { ByteScan.arePrintable($0) }
        #expect(isPrintable == (0x20...0x7e).contains(byte))
        let isASCII = bytes.withUnsafeBytes { ByteScan.areASCII($0) }
        #expect(isASCII == (byte < 0x80))
      }
    }
  }

  private func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    one.withUnsafeBytes { one in other.withUnsafeBytes { ByteScan.areEqual(one, $0) } }
  }

  private func place(in text: [UInt8], from start: Int) -> Int? {
    text.withUnsafeBytes { ByteScan.firstIndex(of: 0x0a, in: $0, from: start) }
  }

  /// Neither the length nor any byte is without effect, and where the bytes lie has none.
  @Test func aHashIsOfAllBytes() {
    func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.withUnsafeBytes { ByteScan.hash($0) >> 57 } }
    for count in 0...40 {
      let bytes = (0..<count).map { UInt8($0 * 7 & 0xff) }
      #expect(hash(([9] + bytes)[1...]) == hash(bytes[...]))
      for index in bytes.indices {
        let changes = (1...8).map { change in
          var other = bytes
          other[index] &+= UInt8(change)
          return hash(other[...])
        }
        #expect(changes.contains { $0 != hash(bytes[...]) })
      }
    }
  }
}
