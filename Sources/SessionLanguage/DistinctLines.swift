import Text

/// Finds the lines of a text one by one, and numbers the distinct ones from 0: equal lines have the same number.
struct DistinctLines {
  private let bytes: [UInt8]
  private var texts: [LineText] = []
  private var numbers: [LineText: Int] = [:]
  /// Which line followed each one the last time. In a long recording the same one usually follows again, and neither
  /// its end nor its number has to be searched for.
  private var followers: [Int] = []
  private var last = 0
  /// The offset of the next line.
  private var start = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next line, without its line end; nil after the last one.
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

  /// The end of the next line, if it is the one that followed the last time.
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

/// A line as a dictionary key: hashed as a whole, while an array is hashed byte by byte.
private struct LineText: Hashable {
  let bytes: ArraySlice<UInt8>

  func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }

  static func == (left: LineText, right: LineText) -> Bool {
    left.bytes.withUnsafeBytes { left in right.bytes.withUnsafeBytes { ByteScan.areEqual(left, $0) } }
  }
}
