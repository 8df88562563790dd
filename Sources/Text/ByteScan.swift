import Glibc

/// Scans bytes eight at a time, one in each lane of a 64-bit word (SWAR): long files and long cards are read this way.
package enum ByteScan {
  /// A 1 in each lane.
  package static let ones: UInt64 = 0x0101_0101_0101_0101
  /// The highest bit of each lane.
  package static let high = ones &* 0x80

  @inlinable package static func word(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt64 {
    bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
  }

  @inlinable package static func areEqual(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
    guard one.count == other.count else { return false }
    guard let first = one.baseAddress, let second = other.baseAddress else { return true }
    return memcmp(first, second, one.count) == 0
  }

  /// A hash of `bytes`. Its highest bits are the best.
  @inlinable package static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    // The golden ratio: a multiplication by it spreads any difference to the highest bits.
    let ratio: UInt64 = 0x9e37_79b9_7f4a_7c15
    var hash = UInt64(bytes.count)
    var index = 0
    while index + 8 <= bytes.count {
      hash = (hash ^ word(bytes, index)) &* ratio
      hash ^= hash >> 32
      index += 8
    }
    for byte in bytes[index...] { hash = (hash << 8 | hash >> 56) ^ UInt64(byte) }
    return hash &* ratio
  }

  /// The index of the first `byte` in `bytes` at or after `start`; nil if there is none.
  @inlinable package static func firstIndex(of byte: UInt8, in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard let first = bytes.baseAddress, let found = memchr(first + start, Int32(byte), bytes.count - start) else {
      return nil
    }
    return found - UnsafeMutableRawPointer(mutating: first)
  }

  /// Whether no byte has its highest bit set.
  @inlinable package static func areASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    while index + 8 <= bytes.count {
      if word(bytes, index) & high != 0 { return false }
      index += 8
    }
    return bytes[index...].allSatisfy { $0 < 0x80 }
  }

  /// Whether all bytes are printable ASCII. Only a lane that is itself out of range can borrow from or carry into its
  /// neighbour, so no neighbour is blamed wrongly.
  @inlinable package static func arePrintable(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    while index + 8 <= bytes.count {
      if unprintable(word(bytes, index)) & high != 0 { return false }
      index += 8
    }
    return bytes[index...].allSatisfy { $0 >= 0x20 && $0 < 0x7f }
  }

  /// `word` with the highest bit set in each lane that is not printable ASCII.
  @inlinable package static func unprintable(_ word: UInt64) -> UInt64 {
    word | (word &- ones &* 0x20) | (word &+ ones)
  }
}
