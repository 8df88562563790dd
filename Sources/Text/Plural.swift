/// Numbers of things, as text.
package enum Plural {
  /// `1 byte`, `2 bytes`.
  package static func bytes(_ number: Int) -> String { count(number, "byte") }

  /// `1 line`, `2 lines`: for nouns whose plural only adds an s.
  package static func count(_ number: Int, _ noun: String) -> String { "\(number) " + self.noun(noun, number) }

  /// `line`, or `lines` for any number but 1.
  package static func noun(_ noun: String, _ number: Int) -> String { number == 1 ? noun : noun + "s" }

  /// `was`, or `were` for any number but 1.
  package static func was(_ number: Int) -> String { number == 1 ? "was" : "were" }

  /// `is`, or `are` for any number but 1.
  package static func `is`(_ number: Int) -> String { number == 1 ? "is" : "are" }

  /// `has`, or `have` for any number but 1.
  package static func has(_ number: Int) -> String { number == 1 ? "has" : "have" }

  /// `once`, `2 times`.
  package static func times(_ number: Int) -> String { number == 1 ? "once" : "\(number) times" }
}
