/// The internet checksum: the one's complement of the one's complement sum of 16-bit words, see RFC 1071.
package enum Checksum {
  /// The one's complement sum of `bytes`, added to `start`.
  package static func sum(_ bytes: some Collection<UInt8>, adding start: UInt16 = 0) -> UInt16 {
    let sum =
      bytes.withContiguousStorageIfAvailable { words(UnsafeRawBufferPointer($0)) }
      ?? Array(bytes).withUnsafeBytes { words($0) }
    return fold(sum + UInt64(start))
  }

  /// Four bytes at a time: the carry from the low half goes where it would go from the end of a sum.
  private static func words(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var (sum, index) = (UInt64(0), 0)
    while index + 4 <= bytes.count {
      sum += UInt64(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self)))
      index += 4
    }
    for (place, byte) in bytes[index...].enumerated() { sum += place % 2 == 0 ? UInt64(byte) << 8 : UInt64(byte) }
    return sum
  }

  private static func fold(_ sum: UInt64) -> UInt16 {
    var sum = sum
    while sum > 0xffff { sum = (sum & 0xffff) + sum >> 16 }
    return UInt16(sum)
  }
}

/// Whether a checksum is that of its bytes.
package enum ChecksumVerdict: Sendable, Equatable {
  case right
  case wrong(expected: UInt16)
  /// The field holds the sum of the pseudo-header only: the kernel left the rest to the interface, which loopback never
  /// does because nothing can be lost there.
  case notComputed
  /// The sender computed none: 0 in UDP over IPv4.
  case absent
  /// It cannot be computed here, and why.
  case unknown(Cause)

  package enum Cause: Sendable, Equatable {
    /// Not all of its bytes were captured.
    case cut
    /// The others are in other fragments.
    case fragment
  }

  /// - Parameters:
  ///   - field: What the packet says.
  ///   - bytes: All that it is computed of, with the field.
  ///   - pseudo: The sum of the pseudo-header; nil where the protocol has none.
  init(of field: UInt16, over bytes: some Collection<UInt8>, pseudo: UInt16? = nil) {
    let sum = Checksum.sum(bytes, adding: pseudo ?? 0)
    if sum == 0xffff {
      self = .right
    } else if let pseudo, field == pseudo {
      self = .notComputed
    } else {
      // Subtracting the field in one's complement is adding its complement.
      let rest = UInt32(sum) + UInt32(~field)
      self = .wrong(expected: ~UInt16((rest & 0xffff) + rest >> 16))
    }
  }
}
