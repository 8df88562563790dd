import Text

/// Reads JSON, see RFC 8259: the reports that this program has written.
struct JSONReader {
  private var rest: ArraySlice<UInt8>

  /// How deep values may lie in each other.
  private static let deepest = 32

  /// The value in `bytes`; nil if they hold none, or more than one.
  static func value(in bytes: [UInt8]) -> JSON? {
    var reader = JSONReader(rest: bytes[...])
    guard let value = reader.value(depth: 0) else { return nil }
    reader.skipBlanks()
    return reader.rest.isEmpty ? value : nil
  }

  private mutating func skipBlanks() { rest = rest.drop { [0x20, 0x09, 0x0a, 0x0d].contains($0) } }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func value(depth: Int) -> JSON? {
    skipBlanks()
    guard depth < Self.deepest, let first = rest.first else { return nil }
    switch first {
    case UInt8(ascii: "{"): return object(depth)
    case UInt8(ascii: "["): return list(depth)
    case UInt8(ascii: "\""): return text().map { .text($0) }
    case UInt8(ascii: "t"): return word("true", .bool(true))
    case UInt8(ascii: "f"): return word("false", .bool(false))
    case UInt8(ascii: "n"): return word("null", .null)
    default: return number()
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSON) -> JSON? {
    let bytes = Array("\(word)".utf8)
    guard rest.starts(with: bytes) else { return nil }
    rest = rest.dropFirst(bytes.count)
    return value
  }

  private mutating func number() -> JSON? {
    let digits = rest.prefix { $0.isDigit || [43, 45, 46, 69, 101].contains($0) }
    rest = rest.dropFirst(digits.count)
    let text = String(decoding: digits, as: UTF8.self)
    return Int(text).map { .number($0) } ?? Double(text).map { .decimal($0) }
  }

  private mutating func list(_ depth: Int) -> JSON? {
    guard take("[") else { return nil }
    var items: [JSON] = []
    if take("]") { return .list(items) }
    repeat {
      guard let item = value(depth: depth + 1) else { return nil }
      items.append(item)
    } while take(",")
    return take("]") ? .list(items) : nil
  }

  private mutating func object(_ depth: Int) -> JSON? {
    guard take("{") else { return nil }
    var members: [(String, JSON)] = []
    if take("}") { return .object(members) }
    repeat {
      skipBlanks()
      guard let name = text(), take(":"), let member = value(depth: depth + 1) else { return nil }
      members.append((name, member))
    } while take(",")
    return take("}") ? .object(members) : nil
  }

  private mutating func text() -> String? {
    guard take("\"") else { return nil }
    var units: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\"") { return String(decoding: units, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\") else {
        units.append(byte)
        continue
      }
      guard let escaped = escape() else { return nil }
      units += escaped
    }
    return nil
  }

  /// What stands after a backslash, as UTF-8.
  private mutating func escape() -> [UInt8]? {
    guard let letter = rest.popFirst() else { return nil }
    switch letter {
    case UInt8(ascii: "n"): return [0x0a]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "r"): return [0x0d]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0c]
    case UInt8(ascii: "u"): return scalar().map { Array(String($0).utf8) }
    default: return [letter]
    }
  }

  private mutating func unit() -> UInt32? {
    guard let unit = UInt32(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16) else { return nil }
    rest = rest.dropFirst(4)
    return unit
  }

  private mutating func scalar() -> Unicode.Scalar? {
    guard let first = unit() else { return nil }
    guard (0xd800..<0xdc00).contains(first) else { return Unicode.Scalar(first) }
    guard rest.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else { return nil }
    rest = rest.dropFirst(2)
    guard let second = unit(), (0xdc00..<0xe000).contains(second) else { return nil }
    return Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
  }
}

extension JSON {
  /// A member of an object.
  subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.0 == name }?.1
  }

  var text: String? { if case .text(let text) = self { text } else { nil } }
  var number: Int? { if case .number(let number) = self { number } else { nil } }
  var items: [JSON] { if case .list(let items) = self { items } else { [] } }
}
