import Text

/// The arguments of a call as strace writes them, made to what a card would show: descriptors without what -y and -yy say
/// of them, no remarks, and quoted bytes in which no `{name}` is a substitution.
struct StraceText {
  private let bytes: [UInt8]
  private var position = 0
  /// The arguments so far.
  private(set) var plain: [UInt8] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// `text`, which is cut off before the parenthesis that would close it.
  static func plain(_ text: String) -> String {
    var reader = StraceText(Array(text.utf8))
    _ = reader.skipArguments()
    return String(decoding: reader.plain, as: UTF8.self)
  }

  /// Consumes the arguments up to the parenthesis that closes them.
  ///
  /// - Returns: The index of that; nil if there is none.
  mutating func skipArguments() -> Int? {
    var depth = 0
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""): copyQuoted()
      case UInt8(ascii: "/") where isNext(UInt8(ascii: "*")): skipRemark()
      case UInt8(ascii: "<") where plain.last?.isDigit == true: skipDescription()
      case UInt8(ascii: ")") where depth == 0: return position
      default:
        if [UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{")].contains(byte) { depth += 1 }
        if [UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}")].contains(byte) { depth -= 1 }
        if depth < 0 { return nil }
        plain.append(byte)
        position += 1
      }
    }
    return nil
  }

  private func isNext(_ byte: UInt8) -> Bool { position + 1 < bytes.count && bytes[position + 1] == byte }

  private mutating func copyQuoted() {
    plain.append(bytes[position])
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "{") { plain.append(UInt8(ascii: "\\")) }
      plain.append(byte)
      position += 1
      if byte == UInt8(ascii: "\"") { return }
      guard byte == UInt8(ascii: "\\"), position < bytes.count else { continue }
      plain.append(bytes[position])
      position += 1
    }
  }

  /// `/* 2 vars */`
  private mutating func skipRemark() {
    position += 2
    while position < bytes.count, !(bytes[position - 1] == UInt8(ascii: "*") && bytes[position] == UInt8(ascii: "/")) {
      position += 1
    }
    position = min(position + 1, bytes.count)
  }

  /// `<TCP:[127.0.0.1:41336->127.0.0.1:18080]>` after a descriptor.
  private mutating func skipDescription() {
    var depth = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "<") { depth += 1 }
      if byte == UInt8(ascii: ">"), bytes[position - 1] != UInt8(ascii: "-") { depth -= 1 }
      position += 1
      if depth == 0 { return }
    }
  }
}
