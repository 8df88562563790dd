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
  private var hosts: [String] = []

  /// - Parameter width: How many columns a line may have.
  package init(_ rows: [LadderRow], width: Int = 80) { self.init(rows.map { .packet($0) }, width: width) }

  /// - Parameter hosts: Those that stand side by side, where there is room for it; any two ends do otherwise.
  package init(_ entries: [LadderEntry], hosts: [String] = [], width: Int = 80) {
    self.entries = entries
    self.width = max(width, 60)
    numberWidth = entries.compactMap { $0.row.map { "\($0.number)".count } }.max() ?? 1
    timeWidth = entries.map { Self.seconds($0.time).count }.max() ?? 8
    self.hosts = Self.ordered(hosts, entries.compactMap(\.row))
  }

  package var lines: [String] {
    let shared = lanes(hosts)
    return shared.least >= Self.leastRoom ? lines(on: shared) : linesOfPairs
  }

  /// The fewest columns between two hosts in which the words of a segment are easy to read.
  private static let leastRoom = 28

  /// The hosts that packets have, if there are more than two of them. One that talks to both others stands between them.
  private static func ordered(_ hosts: [String], _ rows: [LadderRow]) -> [String] {
    let pairs = Set(rows.map { Set([$0.left, $0.right]) })
    let present = hosts.filter { host in pairs.contains { $0.contains(host) } }
    guard present.count > 2, pairs.allSatisfy({ $0.count == 2 && $0.isSubset(of: present) }) else { return [] }
    let between = present.filter { host in pairs.allSatisfy { $0.contains(host) } }
    guard present.count == 3, let middle = between.first else { return present }
    let ends = present.filter { $0 != middle }
    return [ends[0], middle, ends[1]]
  }

  /// All of them on the same lanes.
  private func lines(on lanes: LadderLanes) -> [String] {
    var comments: [String] = []
    return [lanes.heading]
      + entries.flatMap { entry -> [String] in
        switch entry {
        case .packet(let row):
          defer { comments = row.comments }
          return commentLines(row, after: comments) + lines(of: row, on: lanes)
        case .note(let note): return lines(of: note, on: lanes)
        }
      }
  }

  /// Each pair of ends with a heading of its own.
  private var linesOfPairs: [String] {
    var lines: [String] = []
    var heading = "", comments: [String] = []
    for (index, entry) in entries.enumerated() {
      let row = entry.row ?? row(near: index)
      let lanes = lanes(row.map { [$0.left, $0.right] } ?? ["", ""])
      if row != nil, lanes.heading != heading { lines.append(lanes.heading) }
      heading = row == nil ? heading : lanes.heading
      switch entry {
      case .packet(let row):
        lines += commentLines(row, after: comments) + self.lines(of: row, on: lanes)
        comments = row.comments
      case .note(let note): lines += self.lines(of: note, on: lanes)
      }
    }
    return lines
  }

  private func lanes(_ names: [String]) -> LadderLanes {
    LadderLanes(names, margin: numberWidth + 1 + timeWidth + 1, width: width)
  }

  private func commentLines(_ row: LadderRow, after comments: [String]) -> [String] {
    row.comments == comments ? [] : row.comments.map { "# \($0)" }
  }

  /// The packet whose two ends stand around the note at `index`: the next one of its end, or else the last.
  private func row(near index: Int) -> LadderRow? {
    guard case .note(let note) = entries[index] else { return nil }
    func isNear(_ row: LadderRow) -> Bool { [row.left, row.right].contains(note.end) }
    return entries[index...].lazy.compactMap(\.row).first(where: isNear)
      ?? entries[..<index].lazy.reversed().compactMap(\.row).first(where: isNear)
  }

  private func lines(of note: LadderNote, on lanes: LadderLanes) -> [String] {
    let place = lanes.place(of: note.end)
    let text = place == nil ? "\(note.end): \(note.text)" : note.text
    let (span, isRight) = place ?? (0..<1, false)
    return broken(text.split(separator: " ").map(String.init), in: lanes.room(span)).map { line in
      lanes.line(line, in: span, isRight: isRight)
    }
  }

  private func lines(of row: LadderRow, on lanes: LadderLanes) -> [String] {
    let (span, isMirrored) = lanes.span(row.left, row.right)
    let isRightward = row.isRightward != isMirrored
    let broken = broken(row.parts, in: lanes.room(span))
    let first = broken.first ?? ""
    let dashes = lanes.room(span) - DisplayWidth.of(first) - (first.isEmpty ? 1 : 2)
    let line = String(repeating: "─", count: max(1, dashes)), gap = first.isEmpty ? "" : " "
    let tip = row.isDropped ? "✗" : isRightward ? "▶" : "◀"
    let arrow = isRightward ? first + gap + line + tip : tip + line + gap + first
    let number = "\(row.number)", time = Self.seconds(row.time)
    let head = spaces(numberWidth - number.count) + number + " " + spaces(timeWidth - time.count) + time + " "
    return [lanes.line(after: head, arrow, in: span)]
      + broken.dropFirst().map { lanes.line($0, in: span, isRight: !isRightward) }
  }

  /// The parts in as many lines as they take. One that is too long for a line is broken between its words, and a word that
  /// is too long is cut.
  private func broken(_ parts: [String], in room: Int) -> [String] {
    // An arrow of three columns stands beside the first line.
    let room = room - 4
    var lines: [String] = []
    for part in parts.flatMap({ WordWrap.lines($0, width: room, indentation: 0) }) {
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
    let fraction = "\(microseconds % 1_000_000)".padded(to: 6)
    return "\(nanoseconds < 0 ? "-" : "")\(microseconds / 1_000_000).\(fraction)"
  }
}
