import Text

/// Constants of one kind, by their C names. A value without a name is printed as its number.
package struct ConstantTable: Sendable {
  /// What the constants are, such as `message flag`.
  package let meaning: String
  let rows: [(symbol: String, value: Int32)]

  init(_ meaning: String, _ rows: [(symbol: String, value: Int32)]) {
    self.meaning = meaning
    self.rows = rows
  }

  package var symbols: [String] { rows.map(\.symbol) }

  /// The value of `symbol`, in upper or lower case, or of a number, also in hex; nil if there is no such constant.
  package func value(_ symbol: String) -> Int32? {
    let wanted = symbol.uppercased()
    return rows.first { $0.symbol == wanted }?.value ?? Int32(numeral: symbol) ?? Self.hex(symbol)
  }

  /// `0x40`, as flags without a name are shown.
  private static func hex(_ text: String) -> Int32? {
    guard text.hasPrefix("0x") else { return nil }
    return UInt32(numeralOrHex: text).map { Int32(bitPattern: $0) }
  }

  /// The symbol of `value`.
  package func symbol(_ value: Int32) -> String {
    rows.first { $0.value == value }?.symbol ?? "\(value)"
  }

  /// Whether a constant has that value.
  package func names(_ value: Int32) -> Bool { rows.contains { $0.value == value } }

  /// Flags joined with `|`, as strace writes them; `0` for none.
  package func flags(_ value: Int32) -> String {
    var left = value
    var names: [String] = []
    for row in rows where row.value != 0 && left & row.value == row.value {
      names.append(row.symbol)
      left &= ~row.value
    }
    if left != 0 || names.isEmpty { names.append(left == 0 ? "0" : "0x" + String(UInt32(bitPattern: left), radix: 16)) }
    return names.joined(separator: "|")
  }
}

/// There is one table for each meaning.
extension ConstantTable: Equatable {
  package static func == (left: ConstantTable, right: ConstantTable) -> Bool { left.meaning == right.meaning }
}
