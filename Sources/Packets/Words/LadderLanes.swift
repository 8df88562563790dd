import Text

/// The columns of a ladder, one below each name, and what stands between them.
struct LadderLanes {
  let names: [String]
  /// The column of each, counted from 0.
  private let bars: [Int]

  /// The first stands after `margin` columns, the last at the end of `width`.
  init(_ names: [String], margin: Int, width: Int) {
    self.names = names
    let room = width - 1 - margin
    bars = names.indices.map { margin + room * $0 / max(1, names.count - 1) }
  }

  /// The columns between two of them that are neighbours, without the spaces beside them.
  var least: Int { zip(bars, bars.dropFirst()).map { $1 - $0 - 3 }.min() ?? 0 }

  /// The columns between two of them, without the spaces beside them.
  func room(_ span: Range<Int>) -> Int { bars[span.upperBound] - bars[span.lowerBound] - 3 }

  /// Where a packet between `left` and `right` is drawn, and whether they stand the other way round here.
  func span(_ left: String, _ right: String) -> (Range<Int>, isMirrored: Bool) {
    let one = names.firstIndex(of: left) ?? 0, other = names.lastIndex(of: right) ?? 1
    return (min(one, other)..<max(one, other), other < one)
  }

  /// Where something that happens at one end is written, and whether that is on its left.
  func place(of end: String) -> (span: Range<Int>, isRight: Bool)? {
    guard let index = names.firstIndex(of: end), names.count > 1 else { return nil }
    return index == names.count - 1 ? (index - 1..<index, true) : (index..<index + 1, false)
  }

  /// The names: the first and the last at the edges, the others around their columns.
  var heading: String {
    var line = ""
    for (index, (name, bar)) in zip(names, bars).enumerated() {
      let width = DisplayWidth.of(name)
      let start = index == 0 ? bar : index == names.count - 1 ? bar + 1 - width : bar - width / 2
      line += Self.spaces(max(index == 0 ? 0 : 2, start - DisplayWidth.of(line))) + name
    }
    return line
  }

  /// A line with `text` between two columns, and all the others.
  ///
  /// - Parameters:
  ///   - head: What stands before the first column.
  ///   - isRight: Whether `text` stands at the right end.
  func line(after head: String = "", _ text: String, in span: Range<Int>, isRight: Bool = false) -> String {
    let fill = Self.spaces(room(span) - DisplayWidth.of(text))
    var line = head
    for (index, bar) in bars.enumerated() where index <= span.lowerBound || index >= span.upperBound {
      line += Self.spaces(bar - DisplayWidth.of(line)) + "│"
      if index == span.lowerBound { line += " " + (isRight ? fill + text : text + fill) + " " }
    }
    return line
  }

  private static func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}
