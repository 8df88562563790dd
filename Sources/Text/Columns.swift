/// Aligns rows of words in columns.
package enum Columns {
  package static func align(_ rows: [[String]]) -> [String] {
    let widths = widths(rows)
    return rows.map { row in
      let cells = row.indices.map { row[$0] + String(repeating: " ", count: widths[$0] - DisplayWidth.of(row[$0])) }
      return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }
  }

  /// How wide each column is.
  static func widths(_ rows: [[String]]) -> [Int] {
    (rows.first ?? []).indices.map { column in rows.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
  }
}
