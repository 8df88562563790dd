import Text

/// One packet between two ends that stand side by side.
package struct LadderRow: Sendable, Equatable {
  package let number: Int
  /// From the first packet on, in nanoseconds.
  package let time: Int64
  /// What the two columns are headed with.
  package let left, right: String
  package let isRightward: Bool
  /// Between these a line may be broken.
  package let parts: [String]
  /// What was written about it, such as the call that caused it.
  package let comments: [String]
  /// Whether it did not arrive.
  package let isDropped: Bool

  package init(
    number: Int, time: Int64, left: String, right: String, isRightward: Bool, parts: [String], comments: [String] = [],
    isDropped: Bool = false
  ) {
    self.isDropped = isDropped
    (self.number, self.time, self.left, self.right) = (number, time, left, right)
    (self.isRightward, self.parts, self.comments) = (isRightward, parts, comments)
  }
}

/// Packets between their ends, one below the other, with arrows between: time goes down.
package struct Ladder {
  private let width: Int
  private let numberWidth, timeWidth: Int
  private let entries: [LadderEntry]

  /// - Parameter width: How many columns a line may have.
  package init(_ rows: [LadderRow], width: Int = 80) { self.init(rows.map { .packet($0) }, width: width) }

  package init(_ entries: [LadderEntry], width: Int = 80) {
    self.entries = entries
    self.width = max(width, 60)
    numberWidth = entries.compactMap { $0.row.map { "\($0.number)".count } }.max() ?? 1
    timeWidth = entries.map { Self.seconds($0.time).count }.max() ?? 8
  }

  package var lines: [String] {
    var lines: [String] = []
    var heading = "", comments: [String] = []
    for (index, entry) in entries.enumerated() {
      switch entry {
      case .packet(let row):
        let ends = self.heading(row)
        if ends != heading { lines.append(ends) }
        if row.comments != comments { lines += row.comments.map { "# \($0)" } }
        lines += self.lines(of: row)
        (heading, comments) = (ends, row.comments)
      case .note(let note):
        let near = row(near: index, of: note)
        if let near, self.heading(near) != heading { lines.append(self.heading(near)) }
        heading = near.map(self.heading) ?? heading
        lines += self.lines(of: note, beside: near)
      }
    }
    return lines
  }

  /// The packet whose two ends stand around a note: the next one of its end, or else the last.
  private func row(near index: Int, of note: LadderNote) -> LadderRow? {
    func isNear(_ row: LadderRow) -> Bool { [row.left, row.right].contains(note.end) }
    return entries[index...].lazy.compactMap(\.row).first(where: isNear)
      ?? entries[..<index].lazy.reversed().compactMap(\.row).first(where: isNear)
  }

  private func lines(of note: LadderNote, beside row: LadderRow?) -> [String] {
    let isRight = row?.right == note.end && row?.left != note.end
    let text = row == nil ? "\(note.end): \(note.text)" : note.text
    return broken(text.split(separator: " ").map(String.init)).map { line in
      let fill = spaces(inner - DisplayWidth.of(line))
      return spaces(margin) + "│ " + (isRight ? fill + line : line + fill) + " │"
    }
  }

  /// The columns before the left end.
  private var margin: Int { numberWidth + 1 + timeWidth + 1 }
  /// The columns between the two ends, without the spaces beside them.
  private var inner: Int { width - margin - 4 }

  private func heading(_ row: LadderRow) -> String {
    let gap = width - margin - DisplayWidth.of(row.left) - DisplayWidth.of(row.right)
    return spaces(margin) + row.left + spaces(max(2, gap)) + row.right
  }

  private func lines(of row: LadderRow) -> [String] {
    let broken = broken(row.parts)
    let first = broken.first ?? ""
    let dashes = String(repeating: "─", count: max(1, inner - DisplayWidth.of(first) - (first.isEmpty ? 1 : 2)))
    let gap = first.isEmpty ? "" : " "
    let tip = row.isDropped ? "✗" : row.isRightward ? "▶" : "◀"
    let arrow = row.isRightward ? first + gap + dashes + tip : tip + dashes + gap + first
    let number = "\(row.number)", time = Self.seconds(row.time)
    let head = spaces(numberWidth - number.count) + number + " " + spaces(timeWidth - time.count) + time + " "
    let rest = broken.dropFirst().map { line in
      let fill = spaces(inner - DisplayWidth.of(line))
      return spaces(margin) + "│ " + (row.isRightward ? line + fill : fill + line) + " │"
    }
    return ["\(head)│ \(arrow) │"] + rest
  }

  /// The parts in as many lines as they take; one that is too long for a line is cut.
  private func broken(_ parts: [String]) -> [String] {
    var lines: [String] = []
    for part in parts {
      // An arrow of three columns stands beside the first line.
      let room = inner - 4
      let part = DisplayWidth.of(part) > room ? DisplayWidth.prefix(of: part, columns: room - 1) + "…" : part
      if let last = lines.last, DisplayWidth.of(last) + 1 + DisplayWidth.of(part) <= room {
        lines[lines.count - 1] = last + " " + part
      } else {
        lines.append(part)
      }
    }
    return lines
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

  /// `0.000042`; no less than a microsecond is told.
  static func seconds(_ nanoseconds: Int64) -> String {
    let microseconds = nanoseconds.magnitude / 1000
    let fraction = "\(microseconds % 1_000_000)"
    let zeros = String(repeating: "0", count: 6 - fraction.count)
    return "\(nanoseconds < 0 ? "-" : "")\(microseconds / 1_000_000).\(zeros)\(fraction)"
  }
}
