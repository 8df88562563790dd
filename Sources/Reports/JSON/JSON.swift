import SessionLanguage

/// A JSON value. Written here because loading a library would double the start-up time.
enum JSON {
  case null
  case bool(Bool)
  case number(Int)
  case decimal(Double)
  case text(String)
  /// Bytes, as text and in hex.
  case data(ArraySlice<UInt8>)
  case list([JSON])
  case object([(String, JSON)])

  static func optional(_ text: String?) -> JSON { text.map { .text($0) } ?? .null }

  /// Takes away what has been written so far, if it is much.
  typealias Drain = (inout TextBuffer) -> Void

  /// Appends the value as in RFC 8259.
  ///
  /// - Parameter drain: called again and again while data are written.
  func write(to text: inout TextBuffer, drain: Drain = { _ in }) {
    switch self {
    case .null: text.put("null")
    case .bool(let value): text.put(text: value ? "true" : "false")
    case .number(let value): text.put(value)
    case .decimal(let value): text.put(text: "\(value)")
    case .text(let value): Self.write(value, to: &text)
    case .data(let bytes): Self.write(bytes, to: &text, drain)
    case .list(let items): Self.write("[", items, "]", to: &text) { $0.write(to: &$1, drain: drain) }
    case .object(let members):
      Self.write("{", members, "}", to: &text) { member, text in
        Self.write(member.0, to: &text)
        text.put(":")
        member.1.write(to: &text, drain: drain)
      }
    }
  }

  private static func write<T>(
    _ open: StaticString, _ items: [T], _ close: StaticString, to text: inout TextBuffer,
    _ body: (T, inout TextBuffer) -> Void
  ) {
    text.put(open)
    for (index, item) in items.enumerated() {
      if index > 0 { text.put(",") }
      body(item, &text)
    }
    text.put(close)
  }

  /// How many bytes of data are written at a time.
  private static let piece = 16 << 10

  private static func write(_ bytes: ArraySlice<UInt8>, to text: inout TextBuffer, _ drain: Drain) {
    text.put("{\"bytes\":")
    text.put(bytes.count)
    text.put(",\"literal\":\"")
    Literal.write(bytes) { piece in
      // A long piece is plain ASCII, which may be cut anywhere.
      for start in stride(from: 0, to: piece.count, by: Self.piece) {
        escape(UnsafeBufferPointer(rebasing: piece[start..<min(start + Self.piece, piece.count)]), to: &text)
        drain(&text)
      }
    }
    text.put("\",\"hex\":\"")
    for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: piece) {
      text.put(hexDigits: bytes[start..<min(start + piece, bytes.endIndex)])
      drain(&text)
    }
    text.put("\"}")
  }

  private static func write(_ value: String, to text: inout TextBuffer) {
    var value = value
    text.put("\"")
    value.withUTF8 { escape($0, to: &text) }
    text.put("\"")
  }

  /// Appends `bytes`, which are UTF-8, as they stand between quotes.
  private static func escape(_ bytes: UnsafeBufferPointer<UInt8>, to text: inout TextBuffer) {
    var index = 0
    while index < bytes.count {
      let plain = Literal.endOfPlain(bytes, from: index)
      text.put(UnsafeBufferPointer(rebasing: bytes[index..<plain]))
      index = plain
      if index < bytes.count { index += writeScalar(bytes, at: index, to: &text) }
    }
  }

  /// Writes the scalar at `index` of `bytes`, which are UTF-8.
  /// - Returns: How many bytes it consumed.
  private static func writeScalar(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int, to text: inout TextBuffer) -> Int
  {
    let rest = bytes[index...].prefix(4)
    guard let scalar = String(decoding: rest, as: UTF8.self).unicodeScalars.first else { return 1 }
    switch scalar {
    case "\"": text.put("\\\"")
    case "\\": text.put("\\\\")
    case "\n": text.put("\\n")
    case "\r": text.put("\\r")
    case "\t": text.put("\\t")
    case _ where !Literal.isVisible(scalar): for unit in String(scalar).utf16 { put(escaped: unit, to: &text) }
    default: text.put(text: String(scalar))
    }
    return UTF8.width(scalar)
  }

  private static func put(escaped unit: UInt16, to text: inout TextBuffer) {
    text.put("\\u")
    text.put(hex: UInt8(unit >> 8))
    text.put(hex: UInt8(unit & 255))
  }
}
