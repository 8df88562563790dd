import SessionLanguage

/// Makes lines that come one by one ready to run. A line that came not long ago is not parsed again.
package struct LinePreparer {
  private var slots = LineSlots()
  private var lines: [PreparedLine?] = Array(repeating: nil, count: LineSlots.count)

  package init() {}

  /// Prepares a line.
  ///
  /// - Throws: what is wrong with it whatever came before: it cannot be parsed, the command is unknown, a word is missing.
  package mutating func prepare(_ text: ArraySlice<UInt8>) throws(Diagnostic) -> PreparedLine {
    let slot = slots.slot(of: text)
    if let slot, !slot.isNew, let line = lines[slot.index] { return line }
    if let slot { lines[slot.index] = nil }
    let line = PreparedLine(try Parser.parse(Array(text)))
    try line.checkShape()
    if let slot { lines[slot.index] = line }
    return line
  }
}
