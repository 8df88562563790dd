import Handles
import Runner
import SessionLanguage

/// Sees the lines that are run after a recording has ended: if it is continued, it lacks what they did.
package final class RecordingGap: Report {
  /// The file of that recording.
  package let path: String
  private let table: HandleTable
  private(set) var lines = TakenOut()

  /// Whoever shows the cards wants them anyway.
  package var wantsChanges: Bool { false }

  package init(path: String, table: HandleTable) { (self.path, self.table) = (path, table) }

  package func take(_ record: Record) {
    guard case .step(let step) = record, !step.exchanges.isEmpty else { return }
    lines.noteChanges(String(decoding: step.line, as: UTF8.self), LineEffects(step, in: table))
  }
}
