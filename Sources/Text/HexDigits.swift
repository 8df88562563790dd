extension UInt8 {
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

  private static func value(ofHexDigit digit: UInt8) -> Int? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(digit) - 48
    case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(digit) - 87
    case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(digit) - 55
    default: nil
    }
  }
}
