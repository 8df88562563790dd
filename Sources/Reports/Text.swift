import CSockets
import Glibc
import SessionLanguage

/// Text on its way to a screen or a file, as bytes. It keeps its memory from step to step, because a long replay
/// does little else than write text.
struct Text: ~Copyable {
  private var memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1024)
  private var count = 0
  private var lineStart = 0

  deinit { memory.deallocate() }

  /// What it holds. Valid until it changes.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: memory[..<count]) }

  var string: String { String(decoding: bytes, as: UTF8.self) }

  mutating func removeAll() {
    count = 0
    lineStart = 0
  }

  /// Makes room for COUNT more bytes.
  @inline(__always)
  private mutating func reserve(_ more: Int) {
    if count + more > memory.count { grow(more) }
  }

  private mutating func grow(_ more: Int) {
    let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(memory.count * 2, count + more))
    _ = larger.update(fromContentsOf: bytes)
    memory.deallocate()
    memory = larger
  }

  mutating func put(_ piece: UnsafeBufferPointer<UInt8>) {
    guard let start = piece.baseAddress else { return }
    reserve(piece.count)
    (memory.baseAddress! + count).update(from: start, count: piece.count)
    count += piece.count
  }

  mutating func put(byte: UInt8) {
    reserve(1)
    memory[count] = byte
    count += 1
  }

  mutating func put(_ text: StaticString) { put(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)) }

  mutating func put(text: String) {
    var text = text
    text.withUTF8 { put($0) }
  }

  mutating func put(_ raw: ArraySlice<UInt8>) { raw.withUnsafeBufferPointer { put($0) } }

  /// Bytes as a quoted text.
  mutating func put(literal bytes: ArraySlice<UInt8>) { Literal.write(bytes) { put($0) } }

  mutating func put(_ number: Int) {
    guard number >= 10 || number < 0 else { return put(byte: UInt8(truncatingIfNeeded: 48 + number)) }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var first = 20
      var left = number.magnitude
      repeat {
        first -= 1
        digits[first] = UInt8(truncatingIfNeeded: 48 + left % 10)
        left /= 10
      } while left > 0
      if number < 0 { put(byte: UInt8(ascii: "-")) }
      put(UnsafeBufferPointer(rebasing: UnsafeBufferPointer(digits)[first..<20]))
    }
  }

  mutating func put(hex byte: UInt8) {
    let digits = StaticString("0123456789abcdef").utf8Start
    put(byte: digits[Int(byte >> 4)])
    put(byte: digits[Int(byte & 15)])
  }

  mutating func endLine() {
    put(byte: 0x0a)
    lineStart = count
  }

  /// Takes back the blanks at the end.
  mutating func trimEnd() { while count > lineStart, memory[count - 1] == 0x20 { count -= 1 } }

  /// Fills the line with blanks up to COLUMN, with at least two.
  mutating func pad(to column: Int) {
    let width = Width.of(UnsafeBufferPointer(rebasing: memory[lineStart..<count]))
    let blanks = StaticString("                                                                                ")
    put(UnsafeBufferPointer(start: blanks.utf8Start, count: min(80, max(2, column - width))))
  }

  /// The same; returns where the blanks are.
  mutating func gap(to column: Int) -> Range<Int> {
    let start = count
    pad(to: column)
    return start..<count
  }

  /// Takes blanks out of GAP, all but two at most, as far as the line is wider than WIDTH.
  mutating func narrow(_ gap: Range<Int>, to width: Int) {
    let excess = min(Width.of(UnsafeBufferPointer(rebasing: memory[lineStart..<count])) - width, gap.count - 2)
    guard excess > 0 else { return }
    for index in gap.lowerBound..<count - excess { memory[index] = memory[index + excess] }
    count -= excess
  }
}

/// How many columns of a terminal a text takes.
enum Width {
  static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var all: UInt8 = 0
    for byte in bytes { all |= byte }
    return all < 0x80 ? bytes.count : of(String(decoding: bytes, as: UTF8.self))
  }

  static func of(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + of($1) } }

  /// The C function is `wcwidth`; what it cannot tell counts as one column.
  static func of(_ scalar: Unicode.Scalar) -> Int {
    if scalar.isASCII { return 1 }
    _ = locale
    let width = sockplay_columns(scalar.value)
    return width < 0 ? 1 : Int(width)
  }

  /// wcwidth answers for the process's character set, which must be Unicode.
  private static let locale: Bool =
    setlocale(LC_CTYPE, nil).map { String(cString: $0).hasSuffix("UTF-8") } == true || setlocale(LC_CTYPE, "C.UTF-8") != nil
}
