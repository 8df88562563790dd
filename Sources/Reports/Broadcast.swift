import Runner

/// Hands every record to any number of reports.
package final class Broadcast: Report {
  private var reports: [any Report] = []
  /// The only one, where there is one: mostly so, and a loop over a list would cost 1 % of the time.
  private var only: (any Report)?
  /// Whether one of them wants changes; asked several times a step.
  package private(set) var wantsChanges = false

  package init(_ reports: [any Report]) { set(reports) }

  /// Lets one more report listen. It hears each record before the others: what stands on the screen is recorded already.
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
  }

  package func begin() { for report in reports { report.begin() } }
  package func take(_ record: Record) {
    if let only { return only.take(record) }
    for report in reports { report.take(record) }
  }
  package func end() { for report in reports { report.end() } }
}
