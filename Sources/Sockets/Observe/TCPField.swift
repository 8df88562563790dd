import CSockets

/// One field of the kernel's `struct tcp_info`, see `tcp(7)` and <linux/tcp.h>.
package struct TCPField: Sendable {
  /// Its C name, such as `tcpi_rto`.
  package let name: String
  /// Such as `us`, `bytes` or `segments`; empty for a plain number.
  package let unit: String
  package let meaning: String
  private let offset: Int
  private let size: Int
  /// The bits of a bit field in its byte.
  private let bits: Range<Int>
  /// Words for values with a meaning of their own.
  private let words: [Int: String]
  /// The place of the counter that is 0 while the value means nothing, and what is said then.
  private let counter: (offset: Int, word: String)?

  init<T: FixedWidthInteger>(
    _ name: String, _ path: KeyPath<sockplay_tcp_info, T>, _ unit: String, _ meaning: String, bits: Range<Int>? = nil,
    words: [Int: String] = [:], counting counter: (KeyPath<sockplay_tcp_info, UInt32>, word: String)? = nil
  ) {
    self.name = "tcpi_" + name
    self.unit = unit
    self.meaning = meaning
    self.words = words
    self.bits = bits ?? 0..<T.bitWidth
    offset = MemoryLayout<sockplay_tcp_info>.offset(of: path)!
    size = MemoryLayout<T>.size
    self.counter = counter.map { (offset: MemoryLayout<sockplay_tcp_info>.offset(of: $0.0)!, word: $0.word) }
  }

  /// The field's value in `bytes`; nil if this kernel's struct ends before it. A value too large for Int is clamped.
  package func read(_ bytes: [UInt8]) -> Int? {
    guard let raw = Self.number(offset..<offset + size, in: bytes) else { return nil }
    let mask: UInt64 = bits.count == 64 ? .max : (1 << UInt64(bits.count)) - 1
    return Int(clamping: raw >> UInt64(bits.lowerBound) & mask)
  }

  private static func number(_ place: Range<Int>, in bytes: [UInt8]) -> UInt64? {
    guard place.upperBound <= bytes.count else { return nil }
    return bytes[place].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
  }

  /// The meaning of `value`, which was read from `bytes`, if it has one.
  package func word(_ value: Int, in bytes: [UInt8]) -> String? {
    guard let counter, Self.number(counter.offset..<counter.offset + 4, in: bytes) == 0 else { return word(value) }
    return counter.word
  }

  /// The meaning of `value`, if it has one: the name of a state, the flags that are set, no limit.
  package func word(_ value: Int) -> String? {
    switch name {
    case "tcpi_state": SocketState(rawValue: UInt8(clamping: value))?.name
    case "tcpi_options": value == 0 ? nil : Self.options.flags(Int32(clamping: value))
    default: words[value]
    }
  }

  package static func named(_ name: String) -> TCPField? { all.first { $0.name == name } }

  private static let options = ConstantTable(
    "TCP option",
    [
      ("TIMESTAMPS", 1), ("SACK", 2), ("WSCALE", 4), ("ECN", 8), ("ECN_SEEN", 16), ("SYN_DATA", 32), ("USEC_TS", 64),
      ("TFO_CHILD", 128),
    ])
}
