import Handles
import Runner
import SessionLanguage

/// Collects what the lines of a file would have to expect. What cannot be expressed is an error, as in `check`.
package final class UpdateReport: Report {
  private let file: SessionFile
  private let source: String
  private let table: HandleTable
  private let errors: CheckReport
  private var data = RecordedData()
  /// The lines that are to be others, by their index.
  package private(set) var lines: [Int: [UInt8]] = [:]
  /// The verdict on the first line that cannot be corrected; nil while there is none.
  package private(set) var stuck: Verdict?

  /// Whether a line was refused that may need a variable which a corrected line is to keep: it has kept nothing, as it
  /// did not hold, and will in the next play.
  package private(set) var mustPlayAgain = false

  package var wantsChanges: Bool { true }

  /// - Parameters:
  ///   - source: The file's path, as the places of its lines have it.
  ///   - errors: Shows what cannot be expressed.
  package init(_ file: SessionFile, source: String, table: HandleTable, errors: CheckReport) {
    (self.file, self.source, self.table, self.errors) = (file, source, table, errors)
  }

  package func take(_ record: Record) {
    switch record {
    case .step(let step): take(step)
    case .refusal(let refusal, _, _):
      if stuck == nil, !refusal.isUnmet, lacksVariable {
        mustPlayAgain = true
        return
      }
      if !refusal.isUnmet { stuck = stuck ?? .couldNotRun }
      errors.take(record)
    default: errors.take(record)
    }
  }

  package func end() { errors.end() }

  /// Whether a line that is corrected would have set a variable that is not there.
  private var lacksVariable: Bool {
    lines.keys.contains { index in
      let kept = file.statement(index).command?.expectation?.capture
      return kept.map { table.variables[$0.name] == nil } ?? false
    }
  }

  private func take(_ step: Step) {
    let data = data.text(of: step, in: table)
    guard step.failure != nil else { return }
    let index = step.place.number - 1
    guard step.place.source == source, (0..<file.count).contains(index),
      let correction = Correction(of: step, data: data, in: table)
    else { return refuse(step) }
    let line = correction.line(as: file.statement(index))
    if let other = lines[index], other != line { return refuse(step, other) }
    lines[index] = line
  }

  /// Shows why `step` cannot be corrected.
  /// - Parameter other: What the same line came to in another turn.
  private func refuse(_ step: Step, _ other: [UInt8]? = nil) {
    stuck = stuck ?? .checkFailed
    guard other != nil else { return errors.take(.step(step)) }
    let span = step.failure?.span ?? step.command.map { $0.words[0].span.lowerBound..<$0.end }
    errors.take(
      .refusal(
        Diagnostic(
          "each turn gives something else", at: span, label: "so this cannot be what all of them give",
          help: "write a pattern that they all match, such as *, 1..64 or /regex/"), at: step.place, line: step.line))
  }
}
