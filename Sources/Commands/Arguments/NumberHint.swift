import SessionLanguage
import Text

/// What to type instead of a number that is written as in C, or with a unit of another spelling.
struct NumberHint {
  /// How the number is written here.
  let number: String
  let english: String
  let korean: String

  /// nil where `text` spells no number.
  init?(_ text: String) {
    if let number = Self.numberOfC(text) {
      self.number = "\(number)"
      english = "numbers are decimal here: type \(number)"
      korean = "수는 십진수로 적습니다: \(number)"
    } else if let size = Self.size(text) {
      number = size
      english = "type \(size)"
      korean = "이렇게 적으세요: \(size)"
    } else {
      return nil
    }
  }

  /// A hexadecimal or octal number.
  private static func numberOfC(_ text: String) -> UInt64? {
    let digits = text.lowercased()
    if digits.hasPrefix("0x") { return UInt64(digits.dropFirst(2), radix: 16) }
    return digits.hasPrefix("0") && digits.count > 1 ? UInt64(digits, radix: 8) : nil
  }

  /// Such as 4K for 4k, 4KB and 4KiB.
  private static func size(_ text: String) -> String? {
    var size = text.uppercased()
    if size.hasSuffix("B") { size.removeLast() }
    if size.hasSuffix("I") { size.removeLast() }
    return size != text && Size.parse(size) != nil ? size : nil
  }
}

extension Diagnostic {
  /// `invalid port: 0x50`, with what to type instead where that can be told.
  static func invalidNumber(
    _ what: String, _ text: String, at span: Span, label: String, koreanLabel: String? = nil
  ) -> Diagnostic {
    let hint = NumberHint(text)
    return .invalid(
      what, text, at: span, label: label, help: hint?.english, koreanLabel: koreanLabel, koreanHelp: hint?.korean)
  }
}
