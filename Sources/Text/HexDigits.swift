extension UInt8 {
  /// The byte that DIGITS write, which must be two; nil when they are not. `init(_:radix:)` would take a sign for one
  /// of them.
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
