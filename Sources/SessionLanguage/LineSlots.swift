import Text

/// Finds lines again that came not long ago: lines of the same text get the same slot. Knows a fixed number of lines,
/// so that input without end takes no more memory than a page of it.
package struct LineSlots {
  package static let count = sets * ways
  /// A line belongs to one set, and may have any slot of it: lines that come in turns do not drive one another out.
  private static let ways = 8
  private static let sets = 128
  /// The longest line that is remembered.
  private static let longest = 4096

  private var texts: [[UInt8]?] = Array(repeating: nil, count: count)
  private var turn = 0

  package init() {}

  /// Where a line is remembered.
  package struct Slot {
    package let index: Int
    /// Whether the line that has it is another one than when the slot was last given.
    package let isNew: Bool
  }

  /// The slot of `line`; nil for one that is too long to be remembered.
  package mutating func slot(of line: ArraySlice<UInt8>) -> Slot? {
    line.withUnsafeBytes { slot(of: $0) }
  }

  private mutating func slot(of line: UnsafeRawBufferPointer) -> Slot? {
    guard line.count <= Self.longest else { return nil }
    let first = Int(ByteScan.hash(line) >> 57) * Self.ways
    for index in first..<first + Self.ways {
      guard let text = texts[index] else { return remember(line, in: index) }
      if text.withUnsafeBytes({ ByteScan.areEqual($0, line) }) { return Slot(index: index, isNew: false) }
    }
    turn = (turn + 1) % Self.ways
    return remember(line, in: first + turn)
  }

  private mutating func remember(_ line: UnsafeRawBufferPointer, in index: Int) -> Slot {
    texts[index] = Array(line)
    return Slot(index: index, isNew: true)
  }
}
