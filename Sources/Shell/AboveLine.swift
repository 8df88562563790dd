import CReadline
import Runner

/// Shows everything above the line that is being typed, which stays intact.
final class AboveLine: Report {
  private let report: any Report
  var isTyping = false

  var wantsChanges: Bool { report.wantsChanges }

  init(_ report: any Report) { self.report = report }

  func begin() { report.begin() }

  func take(_ record: Record) { show { report.take(record) } }

  /// Has `body` show something.
  func show(_ body: () -> Void) {
    if isTyping { creadline_hide() }
    body()
    if isTyping { creadline_show() }
  }

  func end() { report.end() }
}
