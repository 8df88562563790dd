import Handles

/// An argument of a call, in a form that does not depend on who wrote it down.
enum Value: Hashable, CustomStringConvertible {
  /// A number, a constant, an address: anything that is no data.
  case word(String)
  /// Data; of a long one perhaps only the beginning.
  case bytes([UInt8], isCut: Bool)
  /// Not known beforehand.
  case any

  var description: String {
    switch self {
    case .word(let word): word
    case .bytes(let bytes, let isCut):
      "\"" + String(decoding: bytes.prefix(80), as: UTF8.self) + "\"" + (isCut ? "..." : "")
    case .any: "*"
    }
  }

  /// Whether both can be the same argument: of data that were cut, as much as both show.
  func agrees(with other: Value) -> Bool {
    switch (self, other) {
    case (.any, _), (_, .any): return true
    case (.bytes(let one, let isOneCut), .bytes(let two, let isTwoCut)):
      let shown = min(one.count, two.count)
      if one.count < two.count, !isOneCut { return false }
      if two.count < one.count, !isTwoCut { return false }
      return one.prefix(shown) == two.prefix(shown)
    default: return self == other
    }
  }
}

/// Reads `name(argument, argument) …` as C programs, strace and step cards write it.
enum CText {
  /// How letters behind a backslash are meant.
  enum Dialect { case strace, card }

  /// `text` with the bytes of all that is not ASCII in escapes, which mean the same between quotes: a mark that
  /// combines with the quote before it would be one Character with it. What stands for a call that waits remains.
  static func plain(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { plain, scalar in
      if scalar.isASCII || scalar == "…" { return plain.unicodeScalars.append(scalar) }
      for byte in UTF8.encode(scalar)! { plain += "\\x" + String(byte, radix: 16) }
    }
  }

  /// The parts of a call's text: what stands before the parenthesis, the arguments, and the rest of the line.
  static func split(_ text: String) -> (name: String, arguments: [String], rest: String)? {
    guard let open = text.firstIndex(of: "("), open > text.startIndex else { return nil }
    let name = String(text[..<open])
    guard name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else { return nil }
    guard let (arguments, end) = split(list: text[text.index(after: open)...]) else { return nil }
    return (name, arguments, String(text[text.index(after: end)...]))
  }

  /// Splits LIST at the commas of its own level. Returns where the parenthesis that ends it stands.
  static func split(list: Substring) -> (parts: [String], end: String.Index)? {
    // Byte by byte, as logs are long: what parts words is ASCII.
    let bytes = list.utf8
    var parts: [String] = []
    var index = bytes.startIndex
    var start = index
    var depth = 0
    while index < bytes.endIndex {
      switch bytes[index] {
      case UInt8(ascii: "\""): index = endOfQuote(bytes, from: index)
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        if depth == 0 {
          let last = String(list[start..<index]).trimmed
          return (last.isEmpty && parts.isEmpty ? [] : parts + [last], index)
        }
        depth -= 1
      case UInt8(ascii: ",") where depth == 0:
        parts.append(String(list[start..<index]).trimmed)
        start = bytes.index(after: index)
      default: break
      }
      if index < bytes.endIndex { bytes.formIndex(after: &index) }
    }
    return nil
  }

  /// Where the quote that begins at START ends.
  private static func endOfQuote(_ bytes: Substring.UTF8View, from start: String.Index) -> String.Index {
    var index = bytes.index(after: start)
    while index < bytes.endIndex, bytes[index] != UInt8(ascii: "\"") {
      let isEscape = bytes[index] == UInt8(ascii: "\\")
      bytes.formIndex(after: &index)
      if isEscape, index < bytes.endIndex { bytes.formIndex(after: &index) }
    }
    return index
  }

  /// The bytes of a literal such as `"ping\r\n"...`; nil when `text` is none.
  static func bytes(_ text: String, _ dialect: Dialect) -> Value? {
    guard text.first == "\"" else { return nil }
    let isCut = text.hasSuffix("\"...")
    let body = Array(text.dropFirst().dropLast(isCut ? 4 : 1).utf8)
    var bytes: [UInt8] = []
    var index = 0
    while index < body.count {
      if body[index] == UInt8(ascii: "\\"), index + 1 < body.count {
        index += escape(body[(index + 1)...], dialect, &bytes) + 1
      } else {
        bytes.append(body[index])
        index += 1
      }
    }
    return .bytes(bytes, isCut: isCut)
  }

  private static let letters: [UInt8: UInt8] = [
    UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8,
    UInt8(ascii: "f"): 12, UInt8(ascii: "v"): 11, UInt8(ascii: "e"): 27,
  ]

  /// Appends what the letters behind a backslash mean. Returns how many they are.
  private static func escape(_ text: ArraySlice<UInt8>, _ dialect: Dialect, _ bytes: inout [UInt8]) -> Int {
    let first = text.first!
    let octal = text.prefix(dialect == .strace ? 3 : 1).prefix { (48...55).contains($0) }
    if !octal.isEmpty {
      bytes.append(octal.reduce(0) { $0 &* 8 &+ ($1 - 48) })
      return octal.count
    }
    if first == UInt8(ascii: "x") {
      bytes.append(UInt8(String(decoding: text.dropFirst().prefix(2), as: UTF8.self), radix: 16)!)
      return 3
    }
    bytes.append(letters[first] ?? first)
    return 1
  }
}

extension String {
  var trimmed: String {
    var text = utf8[...]
    while text.first == UInt8(ascii: " ") { text.removeFirst() }
    while text.last == UInt8(ascii: " ") { text.removeLast() }
    return String(Substring(text))
  }

  /// What stands between BEFORE and AFTER; nil when one of them is missing.
  func between(_ before: String, _ after: String) -> String? {
    guard let start = firstRange(of: before)?.upperBound else { return nil }
    guard let end = self[start...].firstRange(of: after)?.lowerBound else { return nil }
    return String(self[start..<end])
  }
}
