/// The Korean keyboard with two sets of letters (KS X 5002), as most have it: what the same keys give in Latin letters.
package enum KoreanKeyboard {
  private static let initials = "r R s e E f a q Q t T d w W c z x v g"
  private static let vowels = "k o i O j p u P h hk ho hl y n nj np nl b m ml l"
  private static let finals = "r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g"
  /// The letters that stand alone, from U+3131 on.
  private static let letters =
    "r R rt s sw sg e E f fr fa fq ft fx fv fg a q Q qt t T d w W c z x v g " + vowels

  /// The keys that give `text`, such as `help` for ㅗ디ㅔ; nil where it has no Korean letter.
  package static func keys(of text: String) -> String? {
    guard text.unicodeScalars.contains(where: { keys(of: $0) != nil }) else { return nil }
    return text.unicodeScalars.map { keys(of: $0) ?? String($0) }.joined()
  }

  private static func keys(of scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x3131...0x3163: return keys(letters)[Int(scalar.value) - 0x3131]
    case 0xac00...0xd7a3:
      // Unicode composes 19 initials, 21 vowels and 28 finals, the first of which is none.
      let index = Int(scalar.value) - 0xac00
      let final = index % 28 == 0 ? "" : keys(finals)[index % 28 - 1]
      return keys(initials)[index / 588] + keys(vowels)[index / 28 % 21] + final
    default: return nil
    }
  }

  private static func keys(_ row: String) -> [String] { row.split(separator: " ").map(String.init) }
}
