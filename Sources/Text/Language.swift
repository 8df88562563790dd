/// A language of what people read: headings, prose, and sockplay's own sentences. Commands and what the kernel says are
/// the same in all.
package enum Language: String, Sendable, CaseIterable {
  case english = "en"
  case korean = "ko"

  /// What stands right after the `#` of a line in this language.
  package var mark: String { self == .english ? "" : rawValue }

  /// Of two texts that say the same, the one in this language.
  package func text(_ english: String, korean: String) -> String { self == .korean ? korean : english }

  /// The language of a `locale` such as `ko_KR.UTF-8`, see locale(7); English if there is no prose in its own.
  package init(locale: String) {
    self = Self.allCases.first { locale.prefix(while: \.isLetter) == $0.rawValue } ?? .english
  }
}
