/// Something that happened at one of the ends, between packets: a call, a state.
package struct LadderNote: Sendable, Equatable {
  /// From the first packet on, in nanoseconds.
  package let time: Int64
  /// The name of the end at which it happened, as a column is headed.
  package let end: String
  package let text: String

  package init(time: Int64, end: String, text: String) { (self.time, self.end, self.text) = (time, end, text) }
}

/// What a ladder has, from its top to its bottom.
package enum LadderEntry: Sendable, Equatable {
  case packet(LadderRow)
  case note(LadderNote)

  var row: LadderRow? { if case .packet(let row) = self { row } else { nil } }

  package var time: Int64 {
    switch self {
    case .packet(let row): row.time
    case .note(let note): note.time
    }
  }
}
