import Text

/// One word of a line: plain, or composed of text, quoted bytes and substitutions.
package struct Word: Sendable, Equatable {
  package var span: Span
  package var segments: [Segment]

  package enum Segment: Sendable, Equatable {
    /// Unquoted text.
    case text(String)
    /// The text between quotes, escapes resolved.
    case quoted([UInt8])
    /// `{name}` or `{name.field}`.
    case reference(Reference)
  }

  package init(span: Span, segments: [Segment]) {
    self.span = span
    self.segments = segments
  }

  /// The word, if it is only unquoted text.
  package var plain: String? {
    if segments.count == 1, case .text(let text) = segments[0] { return text }
    return nil
  }

  /// The regular expression between the slashes, if the word is one.
  package var pattern: String? {
    guard let text = plain, text.utf8.count > 2, text.hasPrefix("/"), text.hasSuffix("/") else { return nil }
    return String(text.dropFirst().dropLast())
  }

  /// The substitutions in it.
  package var references: [Reference] {
    segments.compactMap { if case .reference(let reference) = $0 { reference } else { nil } }
  }

  /// Its text, where nothing is substituted in it.
  var fixedText: String? {
    guard references.isEmpty else { return nil }
    let bytes = segments.flatMap { segment -> [UInt8] in
      switch segment {
      case .text(let text): Array(text.utf8)
      case .quoted(let bytes): bytes
      case .reference: []
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// The substitution that is all of it, between quotes or not; nil where it is anything else.
  package var loneReference: Reference? {
    segments.count - references.count == segments.filter { $0 == .quoted([]) }.count && references.count == 1
      ? references[0] : nil
  }
}

/// A value by its name: `{host}`, `{srv}`, `{srv.port}`.
package struct Reference: Sendable, Equatable {
  package var span: Span
  package var name: String
  package var field: String?

  /// What is between its braces.
  package var written: String { field.map { "\(name).\($0)" } ?? name }

  package init(span: Span, name: String, field: String?) {
    self.span = span
    self.name = name
    self.field = field
  }
}

/// The rules for names of handles, variables and roles: a letter, then letters, digits, `_` or `-`.
package enum Name {
  /// What a valid name is made of.
  package static let rule = "a letter or _, then letters, digits, _ or -"
  package static let koreanRule = "영문자나 _로 시작하고, 그 뒤에는 영문자, 숫자, _, -"

  package static func isValid(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy(isPart)
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) || byte == UInt8(ascii: "_")
  }

  static func isPart(_ byte: UInt8) -> Bool {
    isLetter(byte) || byte.isDigit || byte == UInt8(ascii: "-")
  }
}

extension Word {
  /// Whether unquoted text follows a closing quote at once.
  package var hasTextAfterQuotes: Bool {
    zip(segments, segments.dropFirst()).contains { first, second in
      if case (.quoted, .text) = (first, second) { true } else { false }
    }
  }
}

/// A duration as people write it: `200ms`, `2s`, `1.5s`, `1m`, or a bare number of seconds.
package enum TimeText {
  /// In milliseconds; nil if `text` is not a duration, or is longer than a day.
  package static func milliseconds(_ text: String) -> Int? {
    let units: [(String, Double)] = [("ms", 1), ("s", 1000), ("m", 60_000), ("", 1000)]
    guard let (unit, factor) = units.first(where: { text.hasSuffix($0.0) }) else { return nil }
    let digits = text.dropLast(unit.count)
    guard !digits.isEmpty, digits.utf8.allSatisfy({ $0.isDigit || $0 == 46 }), let number = Double(digits)
    else { return nil }
    let value = (number * factor).rounded()
    return value <= 86_400_000 ? Int(value) : nil
  }
}
