import Glibc

/// Long data that are a few bytes again and again, such as those of `fill:8K` and `rep:300:"ab"`.
struct RepeatedBytes {
  let unit: [UInt8]
  let times: Int

  /// The fewest bytes that are worth it, and the most of one unit.
  private static let (least, longest) = (80, 64)

  /// nil for data that are no such.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= Self.least else { return nil }
    for length in 1...Self.longest where bytes.count % length == 0 {
      // Each byte is the one a unit before it.
      let isRepeated = bytes.withUnsafeBytes { raw in
        raw.baseAddress.map { memcmp($0, $0 + length, bytes.count - length) == 0 } ?? false
      }
      guard isRepeated else { continue }
      (unit, times) = (Array(bytes[..<length]), bytes.count / length)
      return
    }
    return nil
  }
}
