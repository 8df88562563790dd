import Commands
import Glibc
import Handles
import Runner
import SessionLanguage
import Sockets

/// A step as a line of a session file. What the kernel chose is written by name.
enum RecordedLine {
  /// The column of expectations.
  private static let expectationColumn = 44

  /// The line that records a step; nil where a play would have nothing to do for it.
  /// - Parameters:
  ///   - begun: the name of the job, if the beginning of the step's call is already in the recording; otherwise nil.
  ///   - data: how its data are to be written where they cannot be written as they are.
  static func text(_ step: Step, begunAs begun: String? = nil, data: String? = nil, in table: HandleTable) -> [UInt8]? {
    var text = TextBuffer()
    if let role = step.role { text.put(text: "\(role)> ") }
    switch step.statement.body {
    case .check(let expression) where step.failure == nil:
      text.put(text: conditionText(expression, from: place(of: UInt8(ascii: "?"), step), step, table))
    case .directive: return step.line[(step.line.startIndex + place(of: UInt8(ascii: "@"), step))...] + [0x0a]
    case .command(let command):
      guard isPlayable(step, isBegun: begun != nil) else { return nil }
      if let begun {
        write(endOf: begun, step, data, table, to: &text)
      } else {
        write(command, step, data, table, to: &text)
      }
    default: return nil
    }
    text.endLine()
    return Array(text.bytes)
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

  /// The place of the first `mark` of the line, after its role.
  private static func place(of mark: UInt8, _ step: Step) -> Int {
    (step.line.firstIndex(of: mark) ?? step.line.startIndex) - step.line.startIndex
  }

  /// `text` with `{i}` as its value.
  static func turned(_ text: String, _ table: HandleTable) -> String {
    table.turn.map { text.replacing("{i}", with: "\($0)") } ?? text
  }

  /// Whether the step does anything when it is played. An interrupted sleep would take its whole time.
  private static func isPlayable(_ step: Step, isBegun: Bool) -> Bool {
    if step.wasInterrupted { return false }
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
    _ command: CommandLine, _ step: Step, _ data: String?, _ table: HandleTable, to text: inout TextBuffer
  ) {
    text.put(text: commandText(command, step, table))
    var isSetAside = false
    if case .waiting = step.outcome, !command.inBackground { isSetAside = true }
    if isSetAside { text.put(" &") }
    guard !step.exchanges.isEmpty else { return }
    guard let expectation = command.expectation, step.failure == nil, !isSetAside else {
      // A call that `fg` has collected had the deadline of its line.
      writeExpectation(
        step, isCollected: step.job != nil && step.outcome != .timedOut, data, table, to: &text)
      if step.outcome == .timedOut, let within = command.expectation?.within { text.put(text: " within \(within)ms") }
      return
    }
    let kept =
      step.line[(step.line.startIndex + command.end)...].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? step.line.endIndex
    text.pad(to: expectationColumn)
    // An expectation that says nothing about the result is written after the actual result.
    if expectation.outcome == nil, expectation.data == nil {
      text.put("= ")
      writeOutcome(step, isCollected: step.job != nil, hasTime: expectation.within != nil, data, table, to: &text)
      text.put(" ")
    }
    text.put(text: expectationText(expectation, from: kept - step.line.startIndex, step, table))
  }

  /// The result of a call whose beginning is already recorded.
  private static func write(
    endOf job: String, _ step: Step, _ data: String?, _ table: HandleTable, to text: inout TextBuffer
  ) {
    text.put(text: (step.isCut ? "cancel " : "wait ") + job)
    writeExpectation(step, isCollected: true, data, table, to: &text)
  }

  /// The result of `step`, or of the job that it collected. A job has no deadline of its own. A call that was
  /// interrupted is written as one whose time was up.
  private static func writeExpectation(
    _ step: Step, isCollected: Bool, _ data: String?, _ table: HandleTable, to text: inout TextBuffer
  ) {
    text.pad(to: expectationColumn)
    text.put("= ")
    writeOutcome(step, isCollected: isCollected, data, table, to: &text)
    writeStates(step, table, to: &text)
    if let segments = RecordedSegments.text(step) { text.put(text: " " + segments) }
  }

  /// `hasTime`: whether the line has a `within` of its own, which follows the outcome.
  private static func writeOutcome(
    _ step: Step, isCollected: Bool, hasTime: Bool = false, _ data: String?, _ table: HandleTable,
    to text: inout TextBuffer
  ) {
    guard let exchange = step.result, let answer = exchange.answer else {
      return text.put(step.outcome == .timedOut ? "timeout" : "blocks")
    }
    if step.outcome == .timedOut, !isCollected { return text.put("timeout") }
    if step.isCut, !answer.failed, !isCollected { return text.put(text: hasTime ? "timeout" : "timeout within 200ms") }
    if step.mayHaveRunOut, answer.hasNothing(of: step.invocation) {
      return text.put(step.invocation?.returnsWithin == nil ? "-1" : "*")
    }
    if answer.failed {
      return text.put(text: (["\(answer.result) \(answer.errno.symbol)"] + step.outputs).joined(separator: " "))
    }
    let traits = exchange.call.traits
    if traits.contains(.opens) { return text.put("fd") }
    if let amount = amount(exchange.call, answer) { return text.put(text: amount) }
    if answer.received.data != nil, let capacity = exchange.call.capacity, exchange.call.receivesHeaders(in: table) {
      return text.put(text: "0..\(max(capacity, answer.result))")
    }
    if traits.contains(.resultVaries) { text.put("*") } else { text.put(answer.result) }
    if answer.received.isEndOfFile, answer.result == 0 { text.put(" EOF") }
    for piece in answer.received.pieces where !piece.isEmpty || traits.contains(.receivesSeveral) {
      text.put(text: " " + (data ?? RecordedData.text(piece, of: exchange.call, table)))
    }
    for word in step.outputs { text.put(text: " " + given(word, by: exchange.call, table)) }
    if let sender = step.sender, traits.contains(.receives) {
      text.put(text: " from {\(sender)}")
    }
  }

  /// A word that `call` gave, by name.
  private static func given(_ word: String, by call: Call, _ table: HandleTable) -> String {
    if call.traits.contains(.givesPort), let port = portNames(Array(word.utf8)[...], table) { return port }
    if call.traits.contains(.givesOwnAddress), let id = call.descriptor.flatMap({ table.owner(of: $0) }),
      id.kind.isInternet, id.portWasChosen, !id.endpoints.hasLocal,
      let colon = word.lastIndex(of: ":"),
      word[colon...] != ":0"
    {
      return word[...colon] + "*"
    }
    let steady = ControlKind.steady(word), named = byName(given: steady, table)
    return named == steady && isChosenByKernel(word) ? word[...word.lastIndex(of: ":")!] + "*" : named
  }

  /// Whether `word` is an address of which the kernel may have chosen the last part: a port of five digits, or a name as
  /// of Autobind in unix(7).
  private static func isChosenByKernel(_ word: String) -> Bool {
    // One of several messages says `2.from:` before it.
    let address = word.firstRange(of: ".from:").map { String(word[$0.upperBound...]) } ?? word
    return address.wholeMatch(of: /unix:@[0-9a-f]{5}/) != nil
      || address.wholeMatch(of: /.*:[0-9]{5}/) != nil && (try? SocketAddress(text: address, for: .ipv4)) != nil
  }

  /// Stream data up to this length arrive together, as they were sent.
  private static let longestPiece = 32 << 10

  /// How much was sent or received, if the kernel chose that; nil if it had no choice.
  private static func amount(_ call: Call, _ answer: Answer) -> String? {
    if let asked = call.bytesToSend, answer.result < asked { return "1..\(asked)" }
    guard let capacity = call.capacity, answer.result < capacity, answer.result > longestPiece else { return nil }
    return "1..\(capacity)"
  }

  /// The states that the step caused, except those that pass by themselves, those that have passed since, and a
  /// TIME_WAIT that happened to end.
  private static func writeStates(_ step: Step, _ table: HandleTable, to text: inout TextBuffer) {
    let states = step.changes.filter {
      $0.before?.state != $0.after.state && !$0.after.state.isPassing && !($0.isGone && $0.before?.state == .timeWait)
        && !hasPassed($0, table)
    }
    guard !states.isEmpty else { return }
    let words = states.map { "\($0.name) \(($0.isGone ? SocketState.closed : $0.after.state).name)" }
    text.pad(to: expectationColumn + 23)
    text.put(text: "[" + words.joined(separator: ", ") + "]")
  }

  /// Whether the handle has been seen in another state since: a background call may have returned long before its line.
  private static func hasPassed(_ change: Change, _ table: HandleTable) -> Bool {
    table.find(change.name).map { $0.snapshot.state != change.after.state }
      ?? (!change.isGone && table.isGone(change.name))
  }
}

extension Answer {
  /// Whether the call was interrupted, or its own time was up, before anything had come of it.
  fileprivate func hasNothing(of invocation: Invocation?) -> Bool {
    failed
      ? [EINTR, EAGAIN, EINPROGRESS].contains(errno.rawValue) : result == 0 && invocation?.returnsWithin != nil
  }
}

extension Call {
  /// How many bytes it was to send, or how many messages.
  fileprivate var bytesToSend: Int? { traits.contains(.sends) ? asked : nil }

  /// The capacity of its buffer in bytes.
  fileprivate var capacity: Int? {
    traits.contains(.receives) && !traits.contains(.receivesSeveral) ? asked : nil
  }

  /// Whether it works on a socket whose packets differ each time.
  fileprivate func receivesHeaders(in table: HandleTable) -> Bool {
    descriptor.flatMap { table.owner(of: $0) }.map { $0.kind.receivesHeaders } ?? false
  }
}
