import Text

/// How likely something is, in millionths.
package struct Chance: Sendable, Equatable {
  let millionths: Int

  /// What `text` says in percent, such as `10%` or `0.5%`, above 0 and at most 100; nil for anything else.
  package init?(percent text: String) {
    guard text.hasSuffix("%"), let millionths = Decimals.parse(text.dropLast(), unit: 10_000),
      (1...1_000_000).contains(millionths)
    else { return nil }
    self.millionths = millionths
  }

  package var text: String {
    let (whole, rest) = millionths.quotientAndRemainder(dividingBy: 10_000)
    guard rest > 0 else { return "\(whole)%" }
    var digits = String(String(10_000 + rest).dropFirst())
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(whole).\(digits)%"
  }
}

/// How fast a direction of the cable is, in bits per second.
package struct BitRate: Sendable, Equatable {
  package let bitsPerSecond: Int

  private static let units: [(letter: String, bits: Int)] = [("G", 1_000_000_000), ("M", 1_000_000), ("k", 1000)]

  /// What `text` says, such as `1M`, `1.5M`, `64k` or `9600`, from 1k to 100G; nil for anything else.
  package init?(_ text: String) {
    let unit = Self.units.first { text.hasSuffix($0.letter) || text.hasSuffix($0.letter.lowercased()) }
    let number = unit == nil ? Substring(text) : text.dropLast()
    guard let bits = Decimals.parse(number, unit: unit?.bits ?? 1), (1000...100_000_000_000).contains(bits) else {
      return nil
    }
    bitsPerSecond = bits
  }

  package var text: String {
    let unit = Self.units.first { bitsPerSecond % $0.bits == 0 }
    return unit.map { "\(bitsPerSecond / $0.bits)\($0.letter)" } ?? "\(bitsPerSecond)"
  }

  /// How long a frame is under way to the wire, in nanoseconds.
  func time(bytes: Int) -> Int64 { Int64(bytes) * 8_000_000_000 / Int64(bitsPerSecond) }

  /// The most bytes that wait: 64 KB, or what is sent in 50 ms.
  var queue: Int { max(64 << 10, bitsPerSecond / 8 / 20) }
}

/// Numbers with a few digits after a point, counted in a smaller unit.
private enum Decimals {
  /// `1.5` in a unit of which 1000 are one is 1500; nil for what is no such number.
  static func parse(_ text: Substring, unit: Int) -> Int? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    // Nothing that short comes to more than 64 bits.
    guard let whole = parts.first, whole.count <= (unit == 1 ? 12 : 9), let number = UInt64(numeral: whole) else {
      return nil
    }
    var sum = Int(number) * unit
    var unit = unit
    for digit in parts.count > 1 ? parts[1] : "" {
      guard let value = digit.wholeNumberValue, digit.isASCII, unit % 10 == 0 else { return nil }
      unit /= 10
      sum += value * unit
    }
    return parts.count > 1 && parts[1].isEmpty ? nil : sum
  }
}
