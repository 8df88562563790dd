/// A line of another program without the remark at its end. Nothing in its quotes is a bracket or a brace.
package struct ForeignCode {
  /// The line without its remark. Each byte between quotes is replaced by a letter.
  private let bytes: [UInt8]

  /// - Parameter line: Whole, or what is left of it.
  init(_ line: some Collection<UInt8>) {
    let line = Array(line)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(line.count)
    var quote: UInt8?
    var isEscaped = false
    for (index, byte) in line.enumerated() {
      if let open = quote {
        quote = byte == open && !isEscaped ? nil : open
        isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        bytes.append(quote == nil ? byte : UInt8(ascii: "x"))
        continue
      }
      if Self.isRemark(line[index...]) { break }
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { quote = byte }
      bytes.append(byte)
    }
    while let last = bytes.last, Lexer.isBlank(last) { bytes.removeLast() }
    self.bytes = bytes
  }

  /// Whether `rest` is a remark of C, or of Python, up to the end of the line.
  private static func isRemark(_ rest: ArraySlice<UInt8>) -> Bool {
    guard let first = rest.first else { return false }
    if first == UInt8(ascii: "#") { return true }
    if rest.starts(with: "//".utf8) { return true }
    guard rest.starts(with: "/*".utf8) else { return false }
    // What follows a remark in the middle of a line is code.
    let end = rest.indices.dropLast().dropFirst(2).first {
      rest[$0] == UInt8(ascii: "*") && rest[$0 + 1] == UInt8(ascii: "/")
    }
    return end.map { rest[($0 + 2)...].allSatisfy(Lexer.isBlank) } ?? true
  }

  /// `text` without the remark at its end.
  package static func withoutRemark(_ text: Substring) -> Substring {
    Substring(text.utf8.prefix(ForeignCode(text.utf8).count))
  }

  var count: Int { bytes.count }

  var last: UInt8? { bytes.last }

  /// Whether nothing but blanks is left.
  var isBlank: Bool { bytes.allSatisfy(Lexer.isBlank) }

  /// The first byte that is no blank.
  var first: UInt8? { bytes.first { !Lexer.isBlank($0) } }

  /// How many more of `open` than of `close` it has.
  func excess(of open: Unicode.Scalar, over close: Unicode.Scalar) -> Int {
    bytes.reduce(0) { $0 + ($1 == UInt8(ascii: open) ? 1 : 0) - ($1 == UInt8(ascii: close) ? 1 : 0) }
  }

  /// How many bytes there are up to the round bracket that closes the first one, with it; nil where it is not closed.
  var throughBrackets: Int? {
    var depth = 0
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "(") { depth += 1 }
      guard byte == UInt8(ascii: ")") else { continue }
      depth -= 1
      if depth <= 0 { return index + 1 }
    }
    return nil
  }

  /// What follows that bracket.
  var afterBrackets: ForeignCode? { throughBrackets.map { ForeignCode(bytes[$0...]) } }

  /// What is between the last round bracket that closes within the first pair, and the end of that pair: in C, what a call
  /// is compared with, such as `< 0`.
  var comparison: String {
    guard let rest = afterBrackets, let end = bytes.dropLast(rest.count).lastIndex(of: UInt8(ascii: ")")) else {
      return ""
    }
    let inner = bytes[..<end]
    let begin = inner.lastIndex(of: UInt8(ascii: ")")).map { $0 + 1 } ?? inner.endIndex
    return String(decoding: inner[begin...].filter { !Lexer.isBlank($0) }, as: UTF8.self)
  }
}
