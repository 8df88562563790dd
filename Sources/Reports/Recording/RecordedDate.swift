import Text

/// The moment that a server writes into its answer, in a `Date` header of HTTP (RFC 9110, 6.6.1): it is another whenever
/// the recording is played.
enum RecordedDate {
  /// Where a date begins and ends in `bytes`; the end of `bytes` may cut it off, so its end may lie beyond that. nil where
  /// there is none that ends after `start`.
  static func first(in bytes: ArraySlice<UInt8>, endingAfter start: Int) -> Range<Int>? {
    var position = bytes.startIndex
    while let colon = bytes[position...].firstIndex(of: UInt8(ascii: ":")) {
      position = colon + 1
      guard isName(bytes[..<colon]) else { continue }
      let begin = bytes[position...].firstIndex { $0 != UInt8(ascii: " ") } ?? bytes.endIndex
      let date = begin..<begin + form.count
      if date.upperBound > start, zip(bytes[begin...], form).allSatisfy({ matches($0, $1) }) { return date }
    }
    return nil
  }

  /// How many bytes before a date are needed to see that it is one.
  static let context = name.count + 2 + form.count

  /// The length of the header's name, colon and blank.
  static let longestHeader = name.count + 2

  private static let name = Array("date".utf8)
  /// `A` is any letter, `0` any digit.
  private static let form = Array("AAA, 00 AAA 0000 00:00:00 AAA".utf8)

  /// Whether `bytes` end with the name of the header, at the beginning of a line.
  private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
    let last = bytes.suffix(name.count), before = bytes.dropLast(name.count).last
    return last.count == name.count && zip(last, name).allSatisfy { $0 | 0x20 == $1 }
      && (before == nil || before == UInt8(ascii: "\n"))
  }

  private static func matches(_ byte: UInt8, _ wanted: UInt8) -> Bool {
    switch wanted {
    case UInt8(ascii: "A"): (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    case UInt8(ascii: "0"): byte.isDigit
    default: byte == wanted
    }
  }
}
