/// Numbers as people write them.
extension FixedWidthInteger {
  /// The number that `text` spells in decimal, with an optional minus sign; nil if it is not a number, or too large.
  /// (`init(_:)` would accept a plus sign, too.)
  package init?(numeral text: some StringProtocol) {
    if text.utf8.first == UInt8(ascii: "+") { return nil }
    self.init(text)
  }

  /// As `init(numeral:)`, or in hex after `0x`, where `init(_:radix:)` would accept a sign.
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
