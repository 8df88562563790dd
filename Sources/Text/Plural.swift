/// Numbers of things, in words.
package enum Plural {
  /// Such as `1 byte`, `2 bytes`.
  package static func bytes(_ number: Int) -> String { of(number, "byte") }

  /// Such as `1 connection`, `2 connections`.
  package static func of(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  /// `once`, `2 times`.
  package static func times(_ number: Int) -> String { number == 1 ? "once" : "\(number) times" }
}
