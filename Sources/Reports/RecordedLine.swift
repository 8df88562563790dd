import Commands
import Runner
import SessionLanguage
import Sockets

/// A step as a line of a session file, with what the kernel chose written by name.
enum RecordedLine {
  /// Where expectations stand.
  private static let expectationColumn = 44
  /// The longest data that is written in full.
  private static let longestData = 1024

  static func text(_ step: Step, role: String?, in table: Table) -> [UInt8]? {
    var text = Text()
    if let role = step.statement.role ?? role { text.put(text: "\(role)> ") }
    switch step.statement.body {
    case .check where step.failure == nil: text.put(step.line)
    case .command(let command):
      guard isPlayable(step), write(command, step, table, to: &text) else { return nil }
    default: return nil
    }
    text.endLine()
    return Array(text.bytes)
  }

  private static func isPlayable(_ step: Step) -> Bool {
    if step.exchanges.isEmpty { return step.request == nil || isPause(step.request) }
    if case .waiting = step.outcome { return step.command.map { (try? Command.find($0.name, at: 0..<0))?.group != .waiting } ?? false }
    return true
  }

  private static func isPause(_ request: Request?) -> Bool {
    if case .pause? = request { return true }
    return false
  }

  private static func write(_ command: CommandLine, _ step: Step, _ table: Table, to text: inout Text) -> Bool {
    text.put(text: commandText(command, step, table))
    if case .waiting = step.outcome, !command.inBackground { text.put(" &") }
    guard !step.exchanges.isEmpty else { return true }
    text.pad(to: expectationColumn)
    if command.expectation != nil, step.failure == nil {
      text.put(step.line[(step.line.startIndex + command.end)...].drop { $0 == 0x20 || $0 == 0x09 })
      return true
    }
    text.put("= ")
    writeOutcome(step, to: &text)
    writeStates(step, to: &text)
    return true
  }

  private static func writeOutcome(_ step: Step, to text: inout Text) {
    guard let exchange = step.exchanges.last, let answer = exchange.answer else { return text.put("blocks") }
    if step.outcome == .timedOut { return text.put("timeout") }
    if answer.failed { return text.put(text: "-1 \(answer.errno.symbol)") }
    if exchange.call.makesDescriptor { return text.put("fd") }
    text.put(answer.result)
    if answer.received.isEndOfFile { text.put(" EOF") }
    guard let data = answer.received.data, !data.isEmpty else { return }
    text.put(" ")
    text.put(literal: data.prefix(longestData))
    if data.count > longestData { text.put("...") }
    if let sender = step.sender, exchange.call.name == "recvfrom" { text.put(text: " from {\(sender)}") }
  }

  /// The states that the step brought about, but for those that pass by themselves.
  private static func writeStates(_ step: Step, to text: inout Text) {
    let states = step.changes.filter { $0.before?.state != $0.after.state && !$0.after.state.isPassing }
    guard !states.isEmpty else { return }
    let words = states.map { "\($0.name) \(($0.isGone ? SocketState.closed : $0.after.state).name)" }
    text.pad(to: expectationColumn + 23)
    text.put(text: "[" + words.joined(separator: ", ") + "]")
  }
}

// MARK: - The command by name

extension RecordedLine {
  private static func commandText(_ command: CommandLine, _ step: Step, _ table: Table) -> String {
    var text = ""
    var position = command.words[0].span.lowerBound
    let parameters = (try? Command.find(command.name, at: 0..<0))?.parameters ?? []
    for (index, word) in command.words.enumerated() {
      text += between(step.line, position, word.span.lowerBound)
      position = word.span.upperBound
      let isAddress = index > 0 && index <= parameters.count && parameters[index - 1].kind == .address
      text += isAddress ? byName(word, table) ?? original(word, step, table) : original(word, step, table)
    }
    text += between(step.line, position, command.end)
    return renamed(text, command, step)
  }

  private static func between(_ line: ArraySlice<UInt8>, _ start: Int, _ end: Int) -> String {
    guard start < end else { return "" }
    return String(decoding: line[line.startIndex + start..<line.startIndex + end], as: UTF8.self)
  }

  /// The word as typed, with the turn of a repetition written out.
  private static func original(_ word: Word, _ step: Step, _ table: Table) -> String {
    let text = between(step.line, word.span.lowerBound, word.span.upperBound)
    guard let turn = table.variables["i"], word.references.contains(where: { $0.name == "i" }) else { return text }
    return text.replacing("{i}", with: turn)
  }

  /// An address whose port the kernel chose, by the name of the handle that has it.
  private static func byName(_ word: Word, _ table: Table) -> String? {
    guard let plain = word.plain, let address = try? SocketAddress(text: plain, for: .ipv4), address.port != 0,
      let id = table.bound(to: address), table[id].portWasChosen, let local = table[id].naming.local
    else { return nil }
    let name = table[id].name
    if local.reachable == address { return "{\(name)}" }
    return plain.dropLast("\(address.port)".count) + "{\(name).port}"
  }

  /// `fg` is played as the `wait` or `cancel` that it came to.
  private static func renamed(_ text: String, _ command: CommandLine, _ step: Step) -> String {
    guard let found = try? Command.find(command.name, at: 0..<0), found.name == "fg", case .done = step.outcome else { return text }
    let job = step.job ?? command.words.dropFirst().first?.plain ?? ""
    return (step.exchanges.last?.answer?.errno.symbol == "EINTR" ? "cancel " : "wait ") + job
  }
}
