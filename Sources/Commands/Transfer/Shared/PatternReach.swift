/// How far a match of a regular expression may reach back, so that data that come bit by bit need not be searched from
/// their beginning each time.
struct PatternReach {
  private var rest: Substring.UnicodeScalarView

  /// The most scalars that a match of `pattern` has; nil where there is no such number, or whether it matches depends on
  /// what is around it.
  static func scalars(_ pattern: String) -> Int? {
    var reach = PatternReach(rest: pattern[...].unicodeScalars)
    guard let longest = reach.choice(), reach.rest.isEmpty, longest <= most else { return nil }
    return longest
  }

  private static let most = 16384

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard rest.first == scalar else { return false }
    rest.removeFirst()
    return true
  }

  /// Sequences with `|` between them, up to the end or a closing parenthesis.
  private mutating func choice() -> Int? {
    var longest = 0
    repeat {
      guard let next = sequence() else { return nil }
      longest = max(longest, next)
    } while take("|")
    return longest
  }

  private mutating func sequence() -> Int? {
    var sum = 0
    while let next = rest.first, next != "|", next != ")" {
      guard let atom = atom(), let times = times(), atom * times <= Self.most else { return nil }
      sum += atom * times
    }
    return sum
  }

  private mutating func atom() -> Int? {
    let first = rest.removeFirst()
    switch first {
    case "^", "$", "*", "+", "?", "{": return nil
    case "(":
      if take("?"), !take(":") { return nil }
      guard let inner = choice(), take(")") else { return nil }
      return inner
    case "[": return skipClass() ? 1 : nil
    case "\\":
      guard let escaped = rest.popFirst() else { return nil }
      // Letters and digits are more than their character: a word boundary, a back-reference, a grapheme cluster.
      return "dDwWsSrnt".unicodeScalars.contains(escaped) || !escaped.properties.isAlphabetic && !isDigit(escaped)
        ? 1 : nil
    default: return 1
    }
  }

  private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  /// Skips the rest of a character class, which may contain others.
  private mutating func skipClass() -> Bool {
    var depth = 1
    _ = take("^")
    // Whether this is part of the class, or its end, is left to the library.
    if rest.first == "]" { return false }
    while depth > 0 {
      guard let next = rest.popFirst() else { return false }
      switch next {
      case "\\": _ = rest.popFirst()
      case "[": depth += 1
      case "]": depth -= 1
      default: break
      }
    }
    return true
  }

  /// How often what stands before may come.
  private mutating func times() -> Int? {
    if take("*") || take("+") { return nil }
    var times = 1
    if take("{") {
      guard let end = rest.firstIndex(of: "}") else { return nil }
      guard let last = rest[..<end].split(separator: ",", omittingEmptySubsequences: false).last,
        let most = Int(String(String.UnicodeScalarView(last)))
      else { return nil }
      times = most
      rest = rest[rest.index(after: end)...]
    } else if !take("?") {
      return 1
    }
    // As few or as many as possible: at most as many.
    _ = take("?") || take("+")
    return times
  }
}

/// Bytes that come bit by bit, searched for a regular expression only from where a match may begin that has not been
/// found before.
struct SearchWindow {
  /// The most bytes of a match; nil for any number.
  private let reach: Int?

  init(_ pattern: String) { reach = PatternReach.scalars(pattern).map { $0 * 4 } }

  /// Where to begin in `bytes`, whose first `searched` had no match.
  func start(in bytes: [UInt8], searched: Int) -> Int {
    guard let reach else { return 0 }
    var start = max(0, searched - reach)
    // Not inside a character.
    while start > 0, bytes[start] & 0xc0 == 0x80 { start -= 1 }
    return start
  }
}
