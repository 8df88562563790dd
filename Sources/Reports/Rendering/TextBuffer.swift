import Commands
import Glibc
import SessionLanguage
import Sockets
import Text

/// Text for a screen or a file, as bytes. It keeps its memory from step to step, because a long replay mostly writes
/// text.
struct TextBuffer: ~Copyable {
  private var memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1024)
  private var count = 0
  private var lineStart = 0
  /// How many more bytes than columns the line has.
  private var surplus = 0

  deinit { memory.deallocate() }

  /// A part of the text.
  typealias Part = Slice<UnsafeBufferPointer<UInt8>>

  /// Its contents. Valid until it changes.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: memory[..<count]) }

  var string: String { String(decoding: bytes, as: UTF8.self) }

  mutating func removeAll() {
    count = 0
    lineStart = 0
    surplus = 0
  }

  /// Reserves capacity for `count` more bytes.
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
    if !ByteScan.areASCII(UnsafeRawBufferPointer(piece)) { surplus += piece.count - DisplayWidth.of(piece) }
    append(piece)
  }

  /// Appends text that was composed before; columns are counted from its end.
  mutating func put(composed piece: UnsafeBufferPointer<UInt8>) {
    append(piece)
    lineStart = count
    surplus = 0
  }

  private mutating func append(_ piece: UnsafeBufferPointer<UInt8>) {
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

  @inline(__always)
  mutating func put(_ text: StaticString) {
    let piece = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    // The characters of our own words take one column each.
    if !text.isASCII { surplus += piece.count { $0 & 0xc0 == 0x80 } }
    append(piece)
  }

  mutating func put(text: String) {
    var text = text
    text.withUTF8 { put($0) }
  }

  mutating func put(_ raw: ArraySlice<UInt8>) { raw.withUnsafeBufferPointer { put($0) } }

  /// Appends bytes as quoted text.
  mutating func put(literal bytes: ArraySlice<UInt8>) { Literal.write(bytes) { put($0) } }

  mutating func put(_ number: Int) {
    guard number >= 10 || number < 0 else { return put(byte: UInt8(truncatingIfNeeded: 48 + number)) }
    if number < 0 { put(byte: UInt8(ascii: "-")) }
    var left = number.magnitude
    var length = 1
    var power: UInt = 10
    while length < 19, left >= power { (length, power) = (length + 1, power &* 10) }
    reserve(length)
    count += length
    for place in 1...length {
      memory[count - place] = UInt8(truncatingIfNeeded: 48 + left % 10)
      left /= 10
    }
  }

  /// Appends an address as text.
  mutating func put(_ address: SocketAddress) {
    guard case .ipv4(let host, let port) = address else { return put(text: "\(address)") }
    for shift: UInt32 in [24, 16, 8, 0] {
      put(Int(host >> shift & 255))
      put(byte: UInt8(ascii: shift > 0 ? "." : ":"))
    }
    put(Int(port))
  }

  mutating func put(hex byte: UInt8) {
    reserve(2)
    write(hex: byte)
  }

  /// Appends `bytes` in hex, without separators.
  mutating func put(hexDigits bytes: ArraySlice<UInt8>) {
    reserve(2 * bytes.count)
    for byte in bytes { write(hex: byte) }
  }

  /// Appends `bytes` in hex, a space before each.
  mutating func put(hex bytes: ArraySlice<UInt8>) {
    reserve(3 * bytes.count)
    for byte in bytes {
      memory[count] = 0x20
      count += 1
      write(hex: byte)
    }
  }

  /// Writes two digits; the capacity must have been reserved.
  @inline(__always)
  private mutating func write(hex byte: UInt8) {
    (memory[count], memory[count + 1]) = byte.hexCharacters
    count += 2
  }

  mutating func endLine() {
    put(byte: 0x0a)
    lineStart = count
    surplus = 0
  }

  /// Removes the spaces at the end.
  mutating func trimEnd() { while count > lineStart, memory[count - 1] == 0x20 { count -= 1 } }

  /// Fills the line with spaces up to `column`, with at least `least` of them.
  mutating func pad(to column: Int, least: Int = 2) {
    let blanks = min(80, max(least, column - width))
    reserve(blanks)
    (memory.baseAddress! + count).update(repeating: 0x20, count: blanks)
    count += blanks
  }

  /// Whether `columns` more columns fit into the line on a screen of `width`; always if that is nil.
  func hasColumns(_ columns: Int, in width: Int?) -> Bool { width.map { self.width + columns <= $0 } ?? true }

  /// How many columns the line takes so far.
  private var width: Int { count - lineStart - surplus }

  /// As `pad`; returns the range of the spaces.
  mutating func gap(to column: Int) -> Range<Int> {
    let start = count
    pad(to: column)
    return start..<count
  }

  /// Removes spaces from `gap`, down to two, as far as the line is wider than `width`.
  /// - Returns: Whether it fits then; if it does not, nothing was changed.
  mutating func narrow(_ gap: Range<Int>, to width: Int) -> Bool {
    let excess = self.width - width
    guard excess > 0 else { return true }
    guard excess <= gap.count - 2 else { return false }
    move(gap.lowerBound + excess, to: gap.lowerBound)
    return true
  }

  /// Replaces `gap` with a line break. What follows it begins the next line, after `indent` spaces.
  mutating func breakLine(at gap: Range<Int>, indent: Int) {
    move(gap.upperBound, to: gap.lowerBound + 1 + indent)
    memory[gap.lowerBound] = 0x0a
    (memory.baseAddress! + gap.lowerBound + 1).update(repeating: 0x20, count: indent)
    lineStart = gap.lowerBound + 1
    surplus = 0
  }

  /// Moves everything from byte `start` on to `place`.
  private mutating func move(_ start: Int, to place: Int) {
    if place > start { reserve(place - start) }
    let length = count - start
    (memory.baseAddress! + place).update(from: memory.baseAddress! + start, count: length)
    count = place + length
  }
}
