/// The words for what is either on or off.
enum OnOff {
  static let words = ["on", "off"]

  /// The one that `text` means in another spelling: `true`, `yes`, `ON`; nil for these words themselves.
  static func meant(by text: String) -> String? {
    if words.contains(text) { return nil }
    switch text.lowercased() {
    case "on", "true", "yes", "1", "enable", "enabled": return words[0]
    case "off", "false", "no", "0", "disable", "disabled": return words[1]
    default: return nil
    }
  }
}
