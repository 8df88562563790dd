import Runner

/// Hides a play from its reports until it opens. Until then it says what went wrong, and at a terminal how far the play is.
package final class Curtain: Report {
  private let reports: Broadcast
  private let hidden: CheckReport
  package private(set) var isOpen = false

  /// - Parameters:
  ///   - reports: Who is to see the play once it is open.
  ///   - hidden: Who sees it before.
  package init(before reports: [any Report], hidden: CheckReport) {
    (self.reports, self.hidden) = (Broadcast(reports), hidden)
  }

  package var isRecording: Bool { reports.isRecording }
  /// Sockets are observed from the beginning, so that what is shown later has its reasons.
  package var wantsChanges: Bool { reports.wantsChanges }

  package func open() {
    guard !isOpen else { return }
    isOpen = true
    hidden.end()
  }

  package func begin() { reports.begin() }

  package func take(_ record: Record) {
    if case .played = record { open() }
    if isOpen { reports.take(record) } else { hidden.take(record) }
  }

  package func end() {
    if !isOpen { hidden.end() }
    reports.end()
  }
}
