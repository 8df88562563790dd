extension [UInt8] {
  /// The bytes that `digits` spell, two hex digits each; nil for anything else.
  package init?(hexDigits digits: some Sequence<UInt8>) {
    let digits = Array(digits)
    let bytes = stride(from: 0, to: digits.count, by: 2).map { start in
      UInt8(hexDigits: digits[start..<Swift.min(start + 2, digits.count)])
    }
    guard bytes.allSatisfy({ $0 != nil }) else { return nil }
    self = bytes.compactMap(\.self)
  }
}

extension UInt8 {
  /// Whether it is a decimal digit of ASCII.
  @inlinable package var isDigit: Bool { self >= 0x30 && self <= 0x39 }

  /// The byte that exactly two hex digits spell; nil for anything else. (`init(_:radix:)` would accept a sign as one of
  /// them.)
  package init?(hexDigits digits: some Sequence<UInt8>) {
    var value = 0
    var count = 0
    for digit in digits {
      guard count < 2, let nibble = Self.value(ofHexDigit: digit) else { return nil }
      (value, count) = (value << 4 | nibble, count + 1)
    }
    guard count == 2 else { return nil }
    self = UInt8(value)
  }

  /// The byte as two lower-case hex digits, as ASCII.
  @inlinable package var hexCharacters: (UInt8, UInt8) {
    func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x57 + nibble }
    return (digit(self >> 4), digit(self & 15))
  }

  /// The byte as two lower-case hex digits.
  package var hexDigits: String { (self < 16 ? "0" : "") + String(self, radix: 16) }

  private static func value(ofHexDigit digit: UInt8) -> Int? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(digit) - 48
    case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(digit) - 87
    case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(digit) - 55
    default: nil
    }
  }
}
