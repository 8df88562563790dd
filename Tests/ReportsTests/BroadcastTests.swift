import Runner
import SessionLanguage
import Support
import Testing

@testable import Reports

@Suite struct BroadcastTests {
  /// Writes down what it hears, with its name.
  private final class Listener: Report {
    let name: String
    let wantsChanges: Bool
    private let heard: (String) -> Void

    init(_ name: String, wantsChanges: Bool = false, _ heard: @escaping (String) -> Void) {
      (self.name, self.wantsChanges, self.heard) = (name, wantsChanges, heard)
    }

    func begin() { heard("\(name) begins") }
    func take(_ record: Record) {
      switch record {
      case .interruption: heard("\(name) interruption")
      case .delay: heard("\(name) delay")
      default: heard("\(name) something else")
      }
    }
    func end() { heard("\(name) ends") }
  }

  @Test func everyReportHearsEveryRecordTheOneThatCameLastFirst() {
    var heard: [String] = []
    let reports = Broadcast([Listener("a") { heard.append($0) }, Listener("b") { heard.append($0) }])
    reports.begin()
    reports.take(.delay)
    let late = Listener("late") { heard.append($0) }
    reports.add(late)
    reports.take(.interruption)
    reports.remove(late)
    reports.take(.delay)
    reports.end()
    #expect(
      heard == [
        "a begins", "b begins", "a delay", "b delay", "late begins", "late interruption", "a interruption",
        "b interruption", "late ends", "a delay", "b delay", "a ends", "b ends",
      ])
  }

  @Test func changesAreWantedWhileOneReportWantsThem() {
    let quiet = Listener("quiet") { _ in }, curious = Listener("curious", wantsChanges: true) { _ in }
    let reports = Broadcast([quiet])
    #expect(!reports.wantsChanges)
    reports.add(curious)
    #expect(reports.wantsChanges)
    reports.remove(curious)
    #expect(!reports.wantsChanges)
    #expect(!Broadcast([]).wantsChanges)
  }

  @Test func aReportMayLeaveWhileItHears() {
    let reports = Broadcast([])
    var heard: [String] = []
    var leaving: Listener?
    leaving = Listener("leaving") {
      heard.append($0)
      if $0.hasSuffix("delay"), let leaving { reports.remove(leaving) }
    }
    if let leaving { reports.add(leaving) }
    reports.add(Listener("staying") { heard.append($0) })
    reports.take(.delay)
    reports.take(.delay)
    #expect(
      heard == ["leaving begins", "staying begins", "staying delay", "leaving delay", "leaving ends", "staying delay"])
  }
}
