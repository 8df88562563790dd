/// Numbers of things, in words.
package enum Plural {
  /// `1 byte`, `2 bytes`.
  package static func bytes(_ number: Int) -> String { number == 1 ? "1 byte" : "\(number) bytes" }
}
