/// Whole numbers with K, M and G for powers of 1024.
package enum Size {
  private static let units: [(letter: String, shift: Int)] = [("G", 30), ("M", 20), ("K", 10)]

  /// The number that `text` is: 128 or 8M; nil for what is none, and beyond 64 bits.
  package static func parse(_ text: String) -> Int? {
    guard let unit = units.first(where: { text.hasSuffix($0.letter) }) else { return Int(numeral: text) }
    guard let number = Int(numeral: text.dropLast()), number >= 0, number <= Int.max >> unit.shift else { return nil }
    return number << unit.shift
  }

  /// The same, or a number in hex after `0x`.
  package static func parseOrHex(_ text: String) -> Int? { parse(text) ?? Int(numeralOrHex: text) }

  /// `number` as short as it can be read back: 256M, 1000.
  package static func text(_ number: Int) -> String {
    let unit = units.first { number % (1 << $0.shift) == 0 && number > 0 }
    return unit.map { "\(number >> $0.shift)\($0.letter)" } ?? "\(number)"
  }
}
