import Commands
import Glibc
import Handles
import Runner
import SessionLanguage
import Sockets

/// A step as a line of a session file. What the kernel chose is written by name.
enum RecordedLine {
  /// The line that records a step; nil where a play would have nothing to do for it.
  /// - Parameters:
  ///   - begun: the name of the job, if the beginning of the step's call is already in the recording; otherwise nil.
  ///   - hints: what the lines before it say about how it is to be written.
  static func text(
    _ step: Step, begunAs begun: String? = nil, _ hints: RecordedHints = RecordedHints(), in table: HandleTable
  ) -> [UInt8]? {
    var text = TextBuffer()
    if let role = step.role { text.put(text: "\(role)> ") }
    switch step.statement.body {
    case .check(let expression) where step.failure == nil:
      text.put(text: conditionText(expression, from: step.statement.start, step, table))
    // The lines of that file are recorded.
    case .directive(.include): return nil
    case .directive: return step.line[(step.line.startIndex + step.statement.start)...] + [0x0a]
    case .command(let command):
      guard isPlayable(step, isBegun: begun != nil) else { return nil }
      if let begun {
        write(endOf: begun, step, hints, table, to: &text)
      } else {
        write(command, step, hints, table, to: &text)
      }
    default: return nil
    }
    let line = Array(text.bytes)
    return ((try? Parser.parse(line)).map { LineLayout.text(of: $0) } ?? line) + [0x0a]
  }

  /// A line for people: prose or a heading.
  static func text(note: Statement.Body) -> [UInt8]? {
    switch note {
    case .heading(let title, let language): Array("##\(language.mark) \(title)\n".utf8)
    case .prose(let prose, let language): Array("#\(language.mark) \(prose)\n".utf8)
    default: nil
    }
  }

  /// A variable as it was when the recording began.
  static func text(variable name: String, _ value: String) -> [UInt8] {
    Array("@let \(name) = \(Literal.text(value.utf8))\n".utf8)
  }

  /// The deadline that was in force when the recording began.
  static func text(timeout milliseconds: Int) -> [UInt8] { Array("@timeout \(milliseconds)ms\n".utf8) }

  /// What whoever plays the lines below must allow.
  static func text(needs words: [String]) -> [UInt8] { Array("@needs \(words.joined(separator: " "))\n".utf8) }

  /// `text` with `{i}` as its value.
  static func turned(_ text: String, _ table: HandleTable) -> String {
    table.turn.map { text.replacing("{i}", with: "\($0)") } ?? text
  }

  /// Whether the step does anything when it is played. An interrupted sleep would take its whole time.
  private static func isPlayable(_ step: Step, isBegun: Bool) -> Bool {
    if step.wasInterrupted || step.isUnjudged { return false }
    if step.exchanges.isEmpty { return step.request == nil || isRest(step.request) }
    if case .waiting = step.outcome { return !isBegun && step.command.map { !isAboutJob($0) } ?? false }
    return true
  }

  /// Whether `command` only concerns a call that another line began.
  private static func isAboutJob(_ command: CommandLine) -> Bool {
    (try? Command.find(command.name, at: 0..<0))?.collectsJob ?? false
  }

  private static func isRest(_ request: Request?) -> Bool {
    switch request {
    case .pause?, .sleep?: true
    default: false
    }
  }

  private static func write(
    _ command: CommandLine, _ step: Step, _ hints: RecordedHints, _ table: HandleTable, to text: inout TextBuffer
  ) {
    text.put(text: commandText(command, step, table))
    var isSetAside = false
    if case .waiting = step.outcome, !command.inBackground { isSetAside = true }
    if isSetAside { text.put(" &") }
    guard !step.exchanges.isEmpty else { return }
    guard let expectation = command.expectation, step.failure == nil, !isSetAside else {
      // A call that `fg` has collected had the deadline of its line.
      writeExpectation(
        step, isCollected: step.job != nil && step.outcome != .timedOut, hints, table, to: &text)
      if step.outcome == .timedOut, let within = command.expectation?.within { text.put(text: " within \(within)ms") }
      return
    }
    let kept =
      step.line[(step.line.startIndex + command.end)...].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? step.line.endIndex
    text.put(" ")
    // An expectation that says nothing about the result is written after the actual result.
    if expectation.outcome == nil, expectation.data == nil {
      text.put("= ")
      let hasTime = expectation.within != nil
      text.put(text: RecordedResult(step, isCollected: step.job != nil, hasTime: hasTime, hints, table).text)
      text.put(" ")
    }
    text.put(text: expectationText(expectation, from: kept - step.line.startIndex, step, table))
  }

  /// The result of a call whose beginning is already recorded.
  private static func write(
    endOf job: String, _ step: Step, _ hints: RecordedHints, _ table: HandleTable, to text: inout TextBuffer
  ) {
    text.put(text: (step.isCut ? "cancel " : "wait ") + job)
    writeExpectation(step, isCollected: true, hints, table, to: &text)
  }

  /// The result of `step`, or of the job that it collected. A job has no deadline of its own. A call that was
  /// interrupted is written as one whose time was up.
  private static func writeExpectation(
    _ step: Step, isCollected: Bool, _ hints: RecordedHints, _ table: HandleTable, to text: inout TextBuffer
  ) {
    // No result covers both that a call waits and that it returns.
    if hints.saysNothing { return }
    text.put(" = ")
    text.put(text: RecordedResult(step, isCollected: isCollected, hints, table).text)
    writeStates(step, besides: hints.unsteady, table, to: &text)
    if !hints.isOnChance, let segments = RecordedSegments.text(step) { text.put(text: " " + segments) }
  }

  /// The states that the step caused, except those that pass by themselves, those that have passed since, and a
  /// TIME_WAIT that happened to end.
  private static func writeStates(
    _ step: Step, besides unsteady: Set<String>, _ table: HandleTable, to text: inout TextBuffer
  ) {
    let states = step.changes.filter {
      $0.before?.state != $0.after.state && !$0.after.state.isPassing && !($0.isGone && $0.before?.state == .timeWait)
        && !hasPassed($0, table) && !unsteady.contains($0.name)
    }
    guard !states.isEmpty else { return }
    let words = states.map { "\($0.name) \(($0.isGone ? SocketState.closed : $0.after.state).name)" }
    text.put(text: " [" + words.joined(separator: ", ") + "]")
  }

  /// Whether the handle has been seen in another state since: a background call may have returned long before its line.
  private static func hasPassed(_ change: Change, _ table: HandleTable) -> Bool {
    table.find(change.name).map { $0.snapshot.state != change.after.state }
      ?? (!change.isGone && table.isGone(change.name))
  }
}
