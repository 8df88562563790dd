import Commands
import Handles
import Runner
import SessionLanguage

/// A descriptor's number where a handle may stand: when the recording is played, the handle may have another.
enum RecordedNumber {
  /// `word` with `fd:{a.number}` for each `fd:5` that is or was the descriptor of a; nil where there is none.
  static func byName(_ word: Word, _ kind: Parameter.Kind?, _ step: Step, _ table: HandleTable) -> String? {
    guard let plain = word.plain, plain.contains("fd:"), mayName(plain, kind) else { return nil }
    let named = plain.replacing(/fd:([0-9]+)/) { match in
      Int32(match.1).flatMap { owner(of: $0, step, table) }.map { "fd:{\($0).number}" } ?? String(match.0)
    }
    return named == plain ? nil : named
  }

  private static func mayName(_ text: String, _ kind: Parameter.Kind?) -> Bool {
    switch kind {
    case .handle, .polled, .selected, .file: true
    case .message: text.hasPrefix("SCM_RIGHTS:")
    default: false
    }
  }

  /// The handle that the step worked on, or else the one that has the number, or had it last.
  private static func owner(of number: Int32, _ step: Step, _ table: HandleTable) -> String? {
    let subject = step.subject.flatMap { table.find($0) }
    if let subject, subject.number == number { return subject.name }
    return table.owner(of: number)?.name ?? table.formerOwner(of: number)
  }
}
