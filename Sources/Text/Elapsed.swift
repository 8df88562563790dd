/// Lengths of time for people: `200 ms`, `2.1 s`, `57 s`, `3 min`.
package enum Elapsed {
  /// A time that is left: rounded up where it is long.
  package static func text(_ milliseconds: Int) -> String {
    switch milliseconds {
    case ..<10_000: past(milliseconds)
    case ..<120_000: "\((milliseconds + 999) / 1000) s"
    default: "\((milliseconds + 59_999) / 60_000) min"
    }
  }

  /// A time that was given: `5 s`, `1.5 s`, `200 ms`; `5초`.
  package static func given(_ milliseconds: Int, _ language: Language) -> String {
    let isWhole = milliseconds % 1000 == 0 && milliseconds < 120_000
    let text = isWhole ? "\(milliseconds / 1000) s" : text(milliseconds)
    guard language == .korean else { return text }
    return text.hasSuffix(" ms")
      ? text.replacing(" ms", with: "ms") : text.replacing(" s", with: "초").replacing(" min", with: "분")
  }

  /// A time that has passed: never more than it was.
  package static func past(_ milliseconds: Int) -> String {
    switch milliseconds {
    case ..<1000: "\(max(0, milliseconds)) ms"
    case ..<10_000: "\(milliseconds / 1000).\(milliseconds / 100 % 10) s"
    case ..<120_000: "\(milliseconds / 1000) s"
    default: "\(milliseconds / 60_000) min"
    }
  }
}
