import CSockets
import Glibc

/// Text on its way to a screen or a file, as bytes.
struct Text {
  private(set) var bytes: [UInt8] = []
  private var lineStart = 0

  init() { bytes.reserveCapacity(1024) }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    lineStart = 0
  }

  mutating func put(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func put(_ raw: ArraySlice<UInt8>) { bytes.append(contentsOf: raw) }

  mutating func put(byte: UInt8) { bytes.append(byte) }

  mutating func put(_ number: Int) {
    guard number >= 10 || number < 0 else { return bytes.append(UInt8(truncatingIfNeeded: 48 + number)) }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var first = 20
      var left = number.magnitude
      repeat {
        first -= 1
        digits[first] = UInt8(truncatingIfNeeded: 48 + left % 10)
        left /= 10
      } while left > 0
      if number < 0 { bytes.append(UInt8(ascii: "-")) }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[first..<20]))
    }
  }

  mutating func put(hex byte: UInt8) {
    let digits = StaticString("0123456789abcdef").utf8Start
    bytes.append(digits[Int(byte >> 4)])
    bytes.append(digits[Int(byte & 15)])
  }

  /// Lets BODY append to the bytes.
  mutating func with(_ body: (inout [UInt8]) -> Void) { body(&bytes) }

  mutating func endLine() {
    bytes.append(0x0a)
    lineStart = bytes.count
  }

  /// Fills the line with blanks up to COLUMN, with at least two.
  mutating func pad(to column: Int) {
    let width = Width.of(bytes[lineStart...])
    for _ in 0..<max(2, column - width) { bytes.append(0x20) }
  }
}

/// How many columns of a terminal a text takes.
enum Width {
  static func of(_ bytes: ArraySlice<UInt8>) -> Int {
    let isASCII = bytes.withUnsafeBufferPointer { buffer in
      var all: UInt8 = 0
      for byte in buffer { all |= byte }
      return all < 0x80
    }
    return isASCII ? bytes.count : String(decoding: bytes, as: UTF8.self).unicodeScalars.reduce(0) { $0 + of($1) }
  }

  static func of(_ text: String) -> Int { of(Array(text.utf8)[...]) }

  /// The C function is `wcwidth`; what it cannot tell counts as one column.
  static func of(_ scalar: Unicode.Scalar) -> Int {
    if scalar.isASCII { return 1 }
    _ = locale
    let width = sockplay_columns(scalar.value)
    return width < 0 ? 1 : Int(width)
  }

  /// wcwidth answers for the process's character set, which must be Unicode.
  private static let locale: Bool = setlocale(LC_CTYPE, nil).map { String(cString: $0).hasSuffix("UTF-8") } == true || setlocale(LC_CTYPE, "C.UTF-8") != nil
}
