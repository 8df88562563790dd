import Runner

/// Hands every record to any number of reports.
package final class Broadcast: Report {
  private var reports: [any Report] = []
  /// The report, where there is only one, as in nearly every play. Gains 4 % of a replayed step (instructions, 2026-11).
  private var only: (any Report)?
  /// Whether one of them wants changes; asked several times a step.
  package private(set) var wantsChanges = false
  /// Whether one of them is a recording; likewise.
  package private(set) var isRecording = false

  package init(_ reports: [any Report]) { set(reports) }

  /// Adds a report. It gets each record before the others, so that what is on the screen is already recorded.
  package func add(_ report: any Report) {
    set([report] + reports)
    report.begin()
  }

  package func remove(_ report: any Report) {
    set(reports.filter { $0 !== report })
    report.end()
  }

  private func set(_ reports: [any Report]) {
    self.reports = reports
    only = reports.count == 1 ? reports[0] : nil
    wantsChanges = reports.contains { $0.wantsChanges }
    isRecording = reports.contains { $0.isRecording }
  }

  package func begin() {
    for report in reports { report.begin() }
    wantsChanges = reports.contains { $0.wantsChanges }
  }
  package func take(_ record: Record) {
    if let only {
      only.take(record)
      if wantsChanges { wantsChanges = only.wantsChanges }
      return
    }
    for report in reports { report.take(record) }
    if wantsChanges { wantsChanges = reports.contains { $0.wantsChanges } }
  }
  package func end() { for report in reports { report.end() } }
}
