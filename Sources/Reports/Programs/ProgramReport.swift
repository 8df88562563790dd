import Handles
import Runner
import SessionLanguage
import Text

/// Makes a program of what a session does.
package final class ProgramReport: Report {
  private var builder: ProgramBuilder
  private let language: ProgramLanguage
  private let reader: Language
  /// Whether a line is among those that the program plays.
  private let isOwn: (Step) -> Bool
  /// Prose that is kept unless the same follows in the reader's language.
  private var held: [Statement.Body] = []

  package var wantsChanges: Bool { true }

  /// - Parameters:
  ///   - source: The session file's name.
  ///   - reader: The language of the comments, where the session has prose in it.
  ///   - role: Whose lines the program plays; nil for all.
  ///   - isOwn: Whether a line is one of these.
  package init(
    _ language: ProgramLanguage, source: String, table: HandleTable, reader: Language, role: String? = nil,
    isOwn: @escaping (Step) -> Bool = { _ in true }
  ) {
    (self.language, self.reader, self.isOwn) = (language, reader, isOwn)
    let name = source.split(separator: "/").last.map(String.init) ?? source
    builder = ProgramBuilder(source: name, table: table, refusal: language.refusal)
    builder.program.role = role
  }

  package func take(_ record: Record) {
    switch record {
    case .note(let note): take(note: note)
    case .step(let step):
      addHeld()
      if isOwn(step) { builder.add(step) } else { builder.watch(step) }
    default: break
    }
  }

  /// English prose is followed by the same in other languages, as on the screen.
  private func take(note: Statement.Body) {
    guard let own = note.language else { return }
    if own == .english, reader != .english { return held.append(note) }
    guard own == .english || own == reader else { return }
    while let last = held.last, last.isHeading == note.isHeading { held.removeLast() }
    addHeld()
    builder.add(note: note)
  }

  private func addHeld() {
    for note in held { builder.add(note: note) }
    held = []
  }

  /// The lines that no program can do, in their order; empty where there is a program.
  package var problems: [ProgramProblem] { builder.problems }

  /// The program's text.
  package var text: String {
    addHeld()
    return language.text(builder.program.finished)
  }
}
