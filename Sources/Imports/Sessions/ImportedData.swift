import SessionLanguage

/// Received bytes as a line expects them: what is another each time, such as the date of an HTTP answer, as a pattern.
enum ImportedData {
  /// The most bytes that are written in full, as in a recording.
  static let longest = 1024
  /// The most bytes that become a regular expression, whose text may have 4096.
  private static let longestPattern = 1024

  /// - Parameter isCut: Whether `bytes` are only the beginning of what came.
  static func expected(_ bytes: [UInt8], isCut: Bool) -> String? {
    guard !bytes.isEmpty else { return nil }
    let shown = bytes.prefix(longest)
    let isPart = isCut || shown.count < bytes.count
    return pattern(shown, isPart: isPart) ?? Literal.text(shown) + (isPart ? "..." : "")
  }

  /// A regular expression that is met by any date after `Date:` and `Expires:`; nil where there is none.
  private static func pattern(_ bytes: ArraySlice<UInt8>, isPart: Bool) -> String? {
    guard bytes.starts(with: "HTTP/".utf8), bytes.count <= longestPattern,
      bytes.allSatisfy({ $0 == 0x0d || $0 == 0x0a || (0x20..<0x7f).contains($0) })
    else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    let dates = text.matches(of: /(?:Date|Expires): [A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT/)
    guard !dates.isEmpty else { return nil }
    var (pattern, position) = ("/^", text.startIndex)
    for date in dates {
      let colon = text[date.range].firstIndex(of: ":") ?? date.range.lowerBound
      pattern += text[position...colon].utf8.map(escaped).joined() + " [A-Za-z0-9:, ]{29}"
      position = date.range.upperBound
    }
    pattern += text[position...].utf8.map(escaped).joined() + (isPart ? "/" : "$/")
    return pattern.utf8.count <= 4000 ? pattern : nil
  }

  /// A byte as part of a regular expression.
  private static func escaped(_ byte: UInt8) -> String {
    if byte == 0x0d { return "\\r" }
    if byte == 0x0a { return "\\n" }
    let character = Character(Unicode.Scalar(byte))
    return #"\^$.|?*+()[]{}/"#.contains(character) ? "\\\(character)" : "\(character)"
  }
}
