import CReadline
import Runner

/// The line that is being typed, if one is.
struct LineAbove {
  var isTyping = false

  /// Has `body` show something above it; the line stays intact.
  func above(_ body: () -> Void) {
    if isTyping { creadline_hide() }
    body()
    if isTyping { creadline_show() }
  }
}

/// Shows everything above the line that is being typed.
final class AboveLine: Report {
  private let report: any Report
  var line = LineAbove()

  var wantsChanges: Bool { report.wantsChanges }

  init(_ report: any Report) { self.report = report }

  func begin() { report.begin() }

  func take(_ record: Record) { show { report.take(record) } }

  /// Has `body` show something.
  func show(_ body: () -> Void) { line.above(body) }

  func end() { report.end() }
}
