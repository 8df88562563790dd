import Text

/// A range of one line, in bytes from its start.
package typealias Span = Range<Int>

/// An error for people: what was asked, what happened, why, what to do next. A value: its callers know the file and
/// line, and `Reports` draws it.
package struct Diagnostic: Error, Sendable, Equatable {
  /// One line in lower case, such as `unknown command: bnd`.
  package var title: String
  /// What the carets point at; nil for the whole line.
  package var span: Span?
  /// The text after the carets.
  package var label: String
  /// The line that the span is a part of, where that is not the line as typed.
  package var line: [UInt8]?
  /// Whether that line was put in the place of the typed one, and does not only say what it means.
  private(set) var isOfEditedLine = false
  /// The lines below, each with its word: `why`, `help`, `ran`, `got`.
  package var notes: [Note]
  /// Whether nothing is wrong with the file: it asks for something that this machine, or the one who plays it, does not
  /// have. `check` skips such a file.
  package private(set) var isUnmet = false
  /// The same in Korean, where it has been written.
  private var korean: Korean?

  /// Of what is nil, the English stands.
  private struct Korean: Sendable, Equatable {
    let title: String
    let label: String?
    let help: String?
  }

  package struct Note: Sendable, Equatable {
    package let word: String
    package let text: String

    /// The word before what helps.
    static let help = "help"
    /// The word before the reason.
    package static let why = "why"

    package init(_ word: String, _ text: String) {
      self.word = word
      self.text = text
    }
  }

  package init(_ title: String, at span: Span? = nil, label: String = "", help: String? = nil) {
    self.title = title
    self.span = span
    self.label = label
    self.notes = help.map { [Note(Note.help, $0)] } ?? []
  }

  /// What to do next, if it says so.
  package var help: String? { notes.first { $0.word == Note.help }?.text }

  /// The same for a place in `line`, which is what the typed line means, unless it is for one already.
  package func on(_ line: [UInt8]) -> Diagnostic {
    if self.line != nil { return self }
    var copy = self
    copy.line = line
    return copy
  }

  /// The same for a place in `line`, which runs in the place of the typed line.
  package func onEdited(_ line: [UInt8]) -> Diagnostic {
    var copy = on(line)
    copy.isOfEditedLine = true
    return copy
  }

  /// The same as a requirement that is not met.
  package var unmet: Diagnostic {
    var copy = self
    copy.isUnmet = true
    return copy
  }

  /// The same, which a reader of Korean is told in these words. Where one is nil, the English stands.
  package func inKorean(_ title: String, label: String? = nil, help: String? = nil) -> Diagnostic {
    var copy = self
    copy.korean = Korean(title: title, label: label, help: help)
    return copy
  }

  /// The same in `language`, as far as it has been written.
  package func translated(to language: Language) -> Diagnostic {
    guard language == .korean, let korean else { return self }
    var copy = self
    copy.title = korean.title
    copy.label = korean.label ?? label
    if let help = korean.help, let place = notes.firstIndex(where: { $0.word == Note.help }) {
      copy.notes[place] = Note(Note.help, help)
    }
    return copy
  }

  /// The same with one more note.
  package func with(_ word: String, _ text: String) -> Diagnostic {
    var copy = self
    copy.notes.append(Note(word, text))
    return copy
  }
}

extension Diagnostic {
  /// The candidate that is spelt most like `word`, if need be without regard to capitals; nil if none is near.
  package static func nearest(to word: String, among candidates: [String]) -> String? {
    func nearest(_ letters: (String) -> String) -> String? {
      let near = candidates.map { ($0, distance(letters(word), letters($0))) }.filter {
        $0.1 <= max(1, (word.count - family(word, $0.0)) / 3)
      }
      return near.min { $0.1 < $1.1 }?.0
    }
    return nearest { $0 } ?? nearest { $0.lowercased() }
  }

  /// The length of a prefix that both names have, such as `MSG_`: it does not make them alike.
  private static func family(_ word: String, _ candidate: String) -> Int {
    guard let end = candidate.firstIndex(of: "_") else { return 0 }
    let family = candidate[...end]
    return word.uppercased().hasPrefix(family) ? family.count : 0
  }

  /// The edit distance (Damerau-Levenshtein): how many letters must be changed, added, removed or swapped to turn
  /// `left` into `right`.
  static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left.utf8.prefix(64)), right = Array(right.utf8.prefix(64))
    var rows = [Array(0...right.count)]
    for i in left.indices {
      var row = [i + 1]
      for j in right.indices {
        var best = min(rows[i][j] + (left[i] == right[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { best = min(best, rows[i - 1][j - 1] + 1) }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[left.count][right.count]
  }
}
