import Text

/// Bytes as quoted text: `"ping\r\n"`. Control characters are escaped, so a literal is safe to print, and reading it back
/// gives the same bytes.
package enum Literal {
  /// What data without quotes begin with that are not sent as they are written.
  package static let forms = ["@", "hex:", "fill:", "rep:"]

  /// Receives a piece of the text.
  package typealias Emit = (UnsafeBufferPointer<UInt8>) -> Void

  /// Passes `bytes`, quoted, to `emit`, piece by piece.
  package static func write(_ bytes: ArraySlice<UInt8>, to emit: Emit) {
    put("\"", to: emit)
    bytes.withUnsafeBufferPointer { writeBody($0, to: emit) }
    put("\"", to: emit)
  }

  /// `bytes`, quoted.
  package static func text(_ bytes: some Collection<UInt8>) -> String {
    var out: [UInt8] = []
    write(Array(bytes)[...]) { out.append(contentsOf: $0) }
    return String(decoding: out, as: UTF8.self)
  }

  /// `text` unchanged if a terminal shows all of it, otherwise quoted.
  package static func visible(_ text: String) -> String {
    text.unicodeScalars.allSatisfy(isVisible) ? text : self.text(text.utf8)
  }

  private static func put(_ text: StaticString, to emit: Emit) {
    emit(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private static func writeBody(_ bytes: UnsafeBufferPointer<UInt8>, to emit: Emit) {
    var index = 0
    while index < bytes.count {
      let plain = endOfPlain(bytes, from: index)
      if plain > index { emit(UnsafeBufferPointer(rebasing: bytes[index..<plain])) }
      index = plain
      guard index < bytes.count else { return }
      if bytes[index] >= 0x80 {
        index += writeScalar(bytes, at: index, to: emit)
      } else {
        writeEscape(bytes[index], before: index + 1 < bytes.count ? bytes[index + 1] : nil, to: emit)
        index += 1
      }
    }
  }

  /// The first index at or after `index` whose byte must be escaped between quotes.
  package static func endOfPlain(_ bytes: UnsafeBufferPointer<UInt8>, from index: Int) -> Int {
    var plain = skipPlainEights(bytes, from: index)
    while plain < bytes.count, isPlain(bytes[plain]) { plain += 1 }
    return plain
  }

  /// The first index at or after `start`, in steps of eight, at which one of eight bytes may have to be escaped. Each
  /// byte is compared in one lane of a word. A neighbour's carry can only make a plain lane look special, never the
  /// other way round.
  private static func skipPlainEights(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let raw = UnsafeRawBufferPointer(bytes)
    var index = start
    while index + 8 <= bytes.count {
      let word = ByteScan.word(raw, index)
      func isThere(_ byte: UInt64) -> UInt64 { (word ^ ByteScan.ones &* byte) &- ByteScan.ones }
      let special = ByteScan.unprintable(word) | isThere(0x22) | isThere(0x5c) | isThere(0x7b)
      guard special & ByteScan.high == 0 else { return index }
      index += 8
    }
    return index
  }

  /// Whether `byte` needs no escape between quotes.
  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x7f && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "{")
  }

  /// Passes on the UTF-8 sequence at `index` unchanged if it is whole and visible; otherwise its first byte, escaped.
  /// - Returns: How many bytes it consumed.
  private static func writeScalar(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int, to emit: Emit) -> Int {
    let length = bytes[index] >= 0xf0 ? 4 : bytes[index] >= 0xe0 ? 3 : 2
    let slice = bytes[index..<min(index + length, bytes.count)]
    if let scalar = String(validating: slice, as: UTF8.self)?.unicodeScalars.first, isVisible(scalar) {
      emit(UnsafeBufferPointer(rebasing: slice))
      return slice.count
    }
    writeHex(bytes[index], to: emit)
    return 1
  }

  /// Whether a terminal shows `scalar`, and does not interpret it or hide it.
  package static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value >= 0x20 && scalar.value < 0x7f }
    return switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: !scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  private static func writeEscape(_ byte: UInt8, before next: UInt8?, to emit: Emit) {
    // A digit after \0 would be read as part of an octal number.
    let isOctal = byte == 0 && next.map { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) } ?? false
    guard !isOctal, let letter = letters.first(where: { $0.byte == byte })?.letter else {
      return writeHex(byte, to: emit)
    }
    withUnsafeBytes(of: (UInt8(ascii: "\\"), letter)) { emit($0.assumingMemoryBound(to: UInt8.self)) }
  }

  private static func writeHex(_ byte: UInt8, to emit: Emit) {
    let (high, low) = byte.hexCharacters
    let escape = (UInt8(ascii: "\\"), UInt8(ascii: "x"), high, low)
    withUnsafeBytes(of: escape) { emit($0.assumingMemoryBound(to: UInt8.self)) }
  }

  /// The escapes of one letter. `\{` is a brace that begins no substitution.
  static let letters: [(letter: UInt8, byte: UInt8)] = [
    (UInt8(ascii: "n"), 10), (UInt8(ascii: "r"), 13), (UInt8(ascii: "t"), 9), (UInt8(ascii: "0"), 0),
    (UInt8(ascii: "a"), 7), (UInt8(ascii: "b"), 8), (UInt8(ascii: "f"), 12), (UInt8(ascii: "v"), 11),
    (UInt8(ascii: "e"), 27), (UInt8(ascii: "\\"), 92), (UInt8(ascii: "\""), 34), (UInt8(ascii: "'"), 39),
    (UInt8(ascii: "{"), 123), (UInt8(ascii: "}"), 125),
  ]
}
