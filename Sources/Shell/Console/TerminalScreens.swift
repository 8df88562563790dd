import Commands
import Reports
import Runner
import SessionLanguage

/// Shows a session in all terminals that have joined it: a card where its line was typed, and in the others who did what, and
/// what that changed for them.
final class TerminalScreens: Report {
  private let first: AboveLine
  private let screen: ScreenReport
  private(set) var joined: [JoinedTerminal] = []
  /// The terminal whose line runs; nil for the first one.
  private(set) var current: JoinedTerminal?
  /// The line that runs, or has run last.
  private var running: Statement?
  /// The line that the other terminals have been told is still running.
  private var delayed: Statement?
  /// The role of the first terminal.
  var firstRole: () -> String? = { nil }
  /// The role that has made a handle, as far as that was seen.
  private var makers: [String: String] = [:]

  var wantsChanges: Bool { first.wantsChanges }

  /// - Parameter screen: What `first` shows.
  init(_ first: AboveLine, _ screen: ScreenReport) { (self.first, self.screen) = (first, screen) }

  func add(_ terminal: JoinedTerminal) { joined.append(terminal) }

  func remove(_ terminal: JoinedTerminal) { joined.removeAll { $0 === terminal } }

  /// Runs `body`, which is what `terminal` wants done.
  func acting(_ terminal: JoinedTerminal, _ body: () -> Void) {
    current = terminal
    body()
    current = nil
  }

  /// Shows a card in the terminal of who acts now.
  func show(card step: Step) { show(.step(step), in: current) }

  /// Says something in all terminals but one.
  func say(_ text: String, besides one: JoinedTerminal? = nil) {
    first.show { screen.say(text) }
    for terminal in joined where terminal !== one { terminal.show { $0.say(text) } }
  }

  func begin() { first.begin() }

  func take(_ record: Record) {
    if joined.isEmpty { return first.take(record) }
    switch record {
    case .line(let statement):
      running = statement
      show(record, in: current)
    case .step(let step): take(step)
    case .event, .segment, .output, .returned, .note:
      first.take(record)
      for terminal in joined { terminal.show { $0.take(record) } }
    case .delay:
      show(record, in: current)
      tellDelay()
    case .refusal, .blocked, .held, .interim, .interruption: show(record, in: current)
    case .lesson, .leftover, .played, .progress, .elsewhere, .retry, .summary: first.take(record)
    }
  }

  func end() { first.end() }

  private func show(_ record: Record, in terminal: JoinedTerminal?) {
    if let terminal { terminal.show { $0.take(record) } } else { first.take(record) }
  }

  /// Tells the other terminals once why nothing that is typed there runs.
  private func tellDelay() {
    guard let running, running !== delayed else { return }
    delayed = running
    let role = running.role ?? firstRole()
    if current != nil { first.show { screen.show(elsewhere: running, of: role) } }
    for terminal in joined where terminal !== current { terminal.show { $0.show(elsewhere: running, of: role) } }
  }

  private func take(_ step: Step) {
    // A call that has returned meanwhile belongs to the terminal of the line that began it.
    let isRunning = step.statement === running
    let owner = isRunning ? current : joined.first { $0.role == step.role }
    show(.step(step), in: owner)
    if !isRunning { owner?.note(step) }
    for change in step.changes where change.before == nil { makers[change.name] = step.role }
    guard step.isForOthers else { return }
    let changes = step.changes.filter { $0.name != step.subject && $0.before != nil && makers[$0.name] != step.role }
    if owner != nil { first.show { screen.show(elsewhere: step, changes) } }
    for terminal in joined where terminal !== owner { terminal.show { $0.show(elsewhere: step, changes) } }
  }
}

extension Step {
  /// Whether other terminals are to see that it was done: it made a call, or changed what all share.
  fileprivate var isForOthers: Bool {
    if !exchanges.isEmpty { return true }
    guard let line = command, let command = try? Command.find(line.name, at: 0..<0) else { return false }
    return command.traits.contains(.onlyHere) || command.group == .network
  }
}
