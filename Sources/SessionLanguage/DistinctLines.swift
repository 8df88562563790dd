import Text

/// Finds the lines of a text one after the other, and numbers the distinct ones from 0 on: lines of the same text have
/// the same number.
struct DistinctLines {
  private let bytes: [UInt8]
  private var texts: [LineText] = []
  private var numbers: [LineText: Int] = [:]
  /// Which line stood behind each one when it came last. In a long recording it mostly does so again, and neither its
  /// end nor its number need be searched for.
  private var followers: [Int] = []
  private var last = 0
  /// Where the next line begins.
  private var start = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next line, without its end; nil behind the last one.
  mutating func next() -> SessionFile.Line? {
    guard start < bytes.count else { return nil }
    let begin = start
    if let end = expectedEnd {
      (last, start) = (followers[last], end + 1)
      return SessionFile.Line(range: begin..<end, statement: last)
    }
    let end = bytes.withUnsafeBytes { ByteScan.firstIndex(of: 0x0a, in: $0, from: begin) } ?? bytes.count
    let text = LineText(bytes: bytes[begin..<(end > begin && bytes[end - 1] == 0x0d ? end - 1 : end)])
    let number = numbers[text] ?? add(text)
    followers[last] = number
    (last, start) = (number, end + 1)
    return SessionFile.Line(range: begin..<text.bytes.endIndex, statement: number)
  }

  /// Where the next line ends, when it is the one that stood there before.
  private var expectedEnd: Int? {
    guard !followers.isEmpty else { return nil }
    let text = texts[followers[last]]
    let end = start + text.bytes.count
    return end < bytes.count && bytes[end] == 0x0a && text == LineText(bytes: bytes[start..<end]) ? end : nil
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
    left.bytes.withUnsafeBytes { left in right.bytes.withUnsafeBytes { ByteScan.areEqual(left, $0) } }
  }
}
