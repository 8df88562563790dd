/// Numbers the distinct lines of a text from 0 on: lines of the same text have the same number.
struct DistinctLines {
  private var texts: [LineText] = []
  private var numbers: [LineText: Int] = [:]
  /// Which line stood behind each one when it came last. In a long recording it mostly does so again, and need not be searched for.
  private var followers: [Int] = []
  private var last = 0

  /// The number of the line of these BYTES, which is the next one.
  mutating func number(_ bytes: ArraySlice<UInt8>) -> Int {
    let text = LineText(bytes: bytes)
    let guess = followers.isEmpty ? 0 : followers[last]
    let number = guess < texts.count && texts[guess] == text ? guess : numbers[text] ?? add(text)
    followers[last] = number
    last = number
    return number
  }

  private mutating func add(_ text: LineText) -> Int {
    let number = texts.count
    texts.append(text)
    followers.append(0)
    numbers[text] = number
    return number
  }
}

/// A line as a key: hashed as a whole, which an array of bytes is not.
private struct LineText: Hashable {
  let bytes: ArraySlice<UInt8>

  func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }

  static func == (left: LineText, right: LineText) -> Bool {
    left.bytes.withUnsafeBytes { left in right.bytes.withUnsafeBytes { Eights.areEqual(left, $0) } }
  }
}
