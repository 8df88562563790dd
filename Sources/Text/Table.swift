/// Rows of cells, the first of which may be a heading. Where there is not room for all of it, the columns that matter
/// least are shortened, and left out when even that is not enough.
package struct Table: Sendable, Equatable {
  private let rows: [[String]]
  private let hasHead: Bool
  private let yielding: [Yielding]

  /// A column that may be shortened.
  package struct Yielding: Sendable, Equatable {
    fileprivate let column: Int
    fileprivate let cut: Cut
    /// The width that it keeps.
    fileprivate let least: Int
    /// Whether it may be left out.
    fileprivate let mayGo: Bool

    /// A column whose cells keep their beginnings.
    package static func end(_ column: Int, least: Int = 12, mayGo: Bool = true) -> Yielding {
      Yielding(column: column, cut: .end, least: least, mayGo: mayGo)
    }

    /// A column whose cells keep both ends: of an address its port, of a program its number.
    package static func middle(_ column: Int, least: Int = 12, mayGo: Bool = true) -> Yielding {
      Yielding(column: column, cut: .middle, least: least, mayGo: mayGo)
    }
  }

  fileprivate enum Cut { case end, middle }

  private static let gap = 2

  /// - Parameters:
  ///   - rows: Equally many cells in each.
  ///   - hasHead: Whether the first row has the names of the columns.
  ///   - yielding: The columns that may be shortened, the least important one first.
  package init(_ rows: [[String]], hasHead: Bool = true, yielding: [Yielding] = []) {
    (self.rows, self.hasHead, self.yielding) = (rows, hasHead, yielding)
  }

  /// Its lines, all of which are whole.
  package var lines: [String] { Columns.align(rows) }

  /// Its lines, in at most `width` columns as far as its columns may be shortened. Of a column that is left out, a line
  /// below says so.
  package func lines(width: Int) -> [String] {
    let natural = Columns.widths(rows)
    var kept = Array(natural.indices)
    var dropped: [Int] = []
    for place in yielding where place.mayGo && least(kept, natural) > width {
      kept.removeAll { $0 == place.column }
      dropped.append(place.column)
    }
    let widths = shortened(natural, kept, to: width)
    let cells = rows.map { row in kept.map { cell(row[$0], in: widths[$0], of: $0) } }
    return Columns.align(cells) + note(dropped).flatMap { WordWrap.lines($0, width: width, indentation: 1) }
  }

  /// How wide the columns in `kept` are together when all that may be shortened are as narrow as they may be.
  private func least(_ kept: [Int], _ widths: [Int]) -> Int {
    let narrowest = kept.map { column in
      min(widths[column], yielding.first { $0.column == column }?.least ?? widths[column])
    }
    return narrowest.reduce(0, +) + Self.gap * (kept.count - 1)
  }

  /// The width of each column after as many as necessary are shortened.
  private func shortened(_ natural: [Int], _ kept: [Int], to width: Int) -> [Int] {
    var widths = natural
    var excess = kept.reduce(0) { $0 + natural[$1] } + Self.gap * (kept.count - 1) - width
    for place in yielding where excess > 0 && kept.contains(place.column) {
      let less = min(excess, max(0, widths[place.column] - place.least))
      widths[place.column] -= less
      excess -= less
    }
    return widths
  }

  private func cell(_ text: String, in width: Int, of column: Int) -> String {
    guard DisplayWidth.of(text) > width, let place = yielding.first(where: { $0.column == column }) else { return text }
    switch place.cut {
    case .end: return DisplayWidth.prefix(of: text, columns: width - 1) + "…"
    case .middle:
      let tail = (width - 1) / 2
      return DisplayWidth.prefix(of: text, columns: width - 1 - tail) + "…"
        + DisplayWidth.suffix(of: text, columns: tail)
    }
  }

  /// Says which columns were left out.
  private func note(_ dropped: [Int]) -> [String] {
    guard !dropped.isEmpty, let head = rows.first else { return [] }
    let names = hasHead ? dropped.sorted().map { head[$0] }.joined(separator: ", ") + ", too" : "more"
    return ["(a wider terminal shows \(names))"]
  }
}
