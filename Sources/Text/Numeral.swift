/// Numbers as people write them.
extension FixedWidthInteger {
  /// The number that TEXT writes in decimal, behind a minus sign at most; nil when it is none, or too large. `init(_:)`
  /// would take a plus sign, too.
  package init?(numeral text: some StringProtocol) {
    if text.utf8.first == UInt8(ascii: "+") { return nil }
    self.init(text)
  }

  /// The same, or in hex behind `0x`, where `init(_:radix:)` would take a sign.
  package init?(numeralOrHex text: some StringProtocol) {
    guard text.hasPrefix("0x") else {
      self.init(numeral: text)
      return
    }
    let digits = text.dropFirst(2)
    if let first = digits.utf8.first, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(first) { return nil }
    self.init(digits, radix: 16)
  }
}
