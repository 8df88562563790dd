/// Looks at bytes eight at a time, as long files want to be read.
enum Eights {
  static func areEqual(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
    guard one.count == other.count else { return false }
    var index = 0
    while index + 8 <= one.count {
      if word(one, index) != word(other, index) { return false }
      index += 8
    }
    while index < one.count {
      if one[index] != other[index] { return false }
      index += 1
    }
    return true
  }

  /// The first place of BYTE in BYTES from START on.
  static func firstIndex(of byte: UInt8, in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var index = start
    while index + 8 <= bytes.count {
      // A lane is 0 where the byte stands; only then does taking 1 from it borrow into its highest bit.
      let lanes = word(bytes, index) ^ ones &* UInt64(byte)
      if (lanes &- ones) & ~lanes & (ones &* 0x80) != 0 { break }
      index += 8
    }
    while index < bytes.count {
      if bytes[index] == byte { return index }
      index += 1
    }
    return nil
  }

  private static func word(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt64 {
    bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
  }
}
