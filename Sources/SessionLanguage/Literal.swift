/// Bytes as a quoted text: `"ping\r\n"`. Whatever a terminal would obey rather than show is escaped, so a
/// literal is safe to print, and reading it back gives the same bytes.
public enum Literal {
  /// Appends BYTES, quoted, to OUT.
  public static func write(_ bytes: some Collection<UInt8>, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    let written: Void? = bytes.withContiguousStorageIfAvailable { writeBody($0, to: &out) }
    if written == nil { Array(bytes).withUnsafeBufferPointer { writeBody($0, to: &out) } }
    out.append(UInt8(ascii: "\""))
  }

  /// BYTES, quoted.
  public static func text(_ bytes: some Collection<UInt8>) -> String {
    var out: [UInt8] = []
    write(bytes, to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  private static func writeBody(_ bytes: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte >= 0x80 {
        index += writeScalar(bytes, at: index, to: &out)
        continue
      }
      if byte >= 0x20, byte != 0x7f, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte != UInt8(ascii: "{") {
        out.append(byte)
      } else {
        writeEscape(byte, to: &out)
      }
      index += 1
    }
  }

  /// Appends the UTF-8 sequence at INDEX as it is when it is whole and visible, its first byte escaped
  /// otherwise. Returns how many bytes it took.
  private static func writeScalar(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int, to out: inout [UInt8]) -> Int {
    let length = bytes[index] >= 0xf0 ? 4 : bytes[index] >= 0xe0 ? 3 : 2
    let slice = bytes[index..<min(index + length, bytes.count)]
    if let scalar = String(validating: slice, as: UTF8.self)?.unicodeScalars.first, isVisible(scalar) {
      out.append(contentsOf: slice)
      return slice.count
    }
    writeHex(bytes[index], to: &out)
    return 1
  }

  /// Whether a terminal shows SCALAR rather than obeying it or hiding it.
  static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }

  private static func writeEscape(_ byte: UInt8, to out: inout [UInt8]) {
    guard let letter = letters.first(where: { $0.byte == byte })?.letter else { return writeHex(byte, to: &out) }
    out.append(UInt8(ascii: "\\"))
    out.append(letter)
  }

  private static func writeHex(_ byte: UInt8, to out: inout [UInt8]) {
    let digits = StaticString("0123456789abcdef").utf8Start
    out.append(UInt8(ascii: "\\"))
    out.append(UInt8(ascii: "x"))
    out.append(digits[Int(byte >> 4)])
    out.append(digits[Int(byte & 15)])
  }

  /// The escapes of one letter. `\{` keeps a brace from being a substitution.
  static let letters: [(letter: UInt8, byte: UInt8)] = [
    (UInt8(ascii: "n"), 10), (UInt8(ascii: "r"), 13), (UInt8(ascii: "t"), 9), (UInt8(ascii: "0"), 0),
    (UInt8(ascii: "a"), 7), (UInt8(ascii: "b"), 8), (UInt8(ascii: "f"), 12), (UInt8(ascii: "v"), 11),
    (UInt8(ascii: "e"), 27), (UInt8(ascii: "\\"), 92), (UInt8(ascii: "\""), 34), (UInt8(ascii: "'"), 39),
    (UInt8(ascii: "{"), 123), (UInt8(ascii: "}"), 125),
  ]
}
