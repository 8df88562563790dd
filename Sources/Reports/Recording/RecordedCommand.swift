import Commands
import Handles
import Runner
import SessionLanguage
import Sockets

// MARK: - The command by name

extension RecordedLine {
  static func commandText(_ command: CommandLine, _ step: Step, _ table: HandleTable) -> String {
    var text = ""
    var position = command.words[0].span.lowerBound
    let known = try? Command.find(command.name, at: 0..<0)
    let parameters = known?.parameters ?? []
    let newName = omittedName(command, step, table)
    let newNameIndex = newName == nil ? nil : parameters.firstIndex { $0.kind == .newHandle }
    let received = receivedNames(step)
    for (index, word) in command.words.enumerated() {
      if received != nil, isReceivedName(word) {
        position = word.span.upperBound
        continue
      }
      text += between(step.line, position, word.span.lowerBound)
      position = word.span.upperBound
      let isDeclared = index > 0 && index <= parameters.count && parameters[index - 1].kind == .address
      let isAddress =
        isDeclared || parameters.contains { $0.kind == .message } && command.words[max(index - 1, 0)].plain == "to"
      let kind = index > 0 ? known?.parameter(at: index - 1)?.kind : nil
      let typed =
        job(word, kind, step) ?? RecordedNumber.byName(word, kind, step, table) ?? original(word, step, table)
      text +=
        isAddress ? byName(word, table) ?? typed : isData(index, parameters) ? Self.typed(data: typed, table) : typed
      if let newName, index == newNameIndex { text += " " + newName }
    }
    if let received { text += " " + received }
    text += between(step.line, position, command.end)
    return renamed(text, command, step)
  }

  /// Whether the word at `index` is data, or part of a message.
  private static func isData(_ index: Int, _ parameters: [Parameter]) -> Bool {
    guard index > 0, let last = parameters.last, index <= parameters.count || last.repeats else { return false }
    let kind = parameters[min(index, parameters.count) - 1].kind
    return kind == .data || kind == .message || kind == .value
  }

  /// The expectation of a line, which begins at `start`, as typed, but with names for ports.
  static func expectationText(_ expectation: Expectation, from start: Int, _ step: Step, _ table: HandleTable) -> String
  {
    var named: [(Span, String)] = []
    for pattern in [expectation.data].compactMap({ $0 }) + expectation.furtherData {
      if case .matching = pattern.kind { continue }
      named.append(
        (pattern.span, typed(data: between(step.line, pattern.span.lowerBound, pattern.span.upperBound), table)))
    }
    for word in expectation.given + [expectation.from].compactMap({ $0 }) {
      if let plain = word.plain { named.append((word.span, byName(given: plain, table))) }
    }
    return replaced(named, in: step, from: start, table)
  }

  /// A condition, which begins at `start`, in the same way.
  static func conditionText(_ expression: Expression, from start: Int, _ step: Step, _ table: HandleTable) -> String {
    let operands = expression.comparisons.flatMap { [$0.left, $0.right] }
    let named = operands.compactMap { operand -> (Span, String)? in
      guard case .word = operand.kind else { return nil }
      let text = between(step.line, operand.span.lowerBound, operand.span.upperBound)
      let name = byName(given: text, table)
      return (operand.span, name == text ? typed(data: text, table) : name)
    }
    return replaced(named, in: step, from: start, table)
  }

  /// The line of `step` from `start` on, with some parts replaced, and `{i}` as its value.
  private static func replaced(_ texts: [(Span, String)], in step: Step, from start: Int, _ table: HandleTable)
    -> String
  {
    var text = ""
    var position = start
    for (span, name) in texts.sorted(by: { $0.0.lowerBound < $1.0.lowerBound }) {
      text += between(step.line, position, span.lowerBound) + name
      position = span.upperBound
    }
    return turned(text + between(step.line, position, step.line.count), table)
  }

  private static func between(_ line: ArraySlice<UInt8>, _ start: Int, _ end: Int) -> String {
    guard start < end else { return "" }
    return String(decoding: line[line.startIndex + start..<line.startIndex + end], as: UTF8.self)
  }

  /// The word as typed, but with `{i}` as its value.
  private static func original(_ word: Word, _ step: Step, _ table: HandleTable) -> String {
    let text = between(step.line, word.span.lowerBound, word.span.upperBound)
    return word.references.contains { $0.name == "i" } ? turned(text, table) : text
  }

  /// The name that the step's new handle got because none was typed. Which name is free next depends on when the kernel
  /// removes closed sockets, so the name is written.
  private static func omittedName(_ command: CommandLine, _ step: Step, _ table: HandleTable) -> String? {
    guard let exchange = step.exchanges.last, exchange.call.traits.contains(.opens), step.job == nil else { return nil }
    let name: String?
    if case .waiting(_, let reserved) = step.outcome {
      name = reserved
    } else {
      name = step.changes.first { $0.before == nil }?.name
    }
    guard let name, !command.words.dropFirst().contains(where: { (try? table.text(of: $0)) == name }) else {
      return nil
    }
    return name
  }

  /// An address whose port the kernel chose, as the name of the handle that has it.
  private static func byName(_ word: Word, _ table: HandleTable) -> String? {
    guard let plain = word.plain, let address = try? SocketAddress(text: plain, for: .ipv4), !address.asksForAnyNumber
    else { return nil }
    return table.bound(to: address).map { byName(address, plain, $0, table) } ?? closed(having: address, table)
      ?? partner(at: plain, table)
  }

  /// A closed end whose connection still has `address`, in TIME_WAIT perhaps: none is bound to it any more.
  private static func closed(having address: SocketAddress, _ table: HandleTable) -> String? {
    table.all.first { $0.portWasChosen && !$0.isOpen && $0.endpoints.local?.unmapped == address.unmapped }.map {
      "{\($0.name)}"
    }
  }

  private static func byName(_ address: SocketAddress, _ text: String, _ handle: Handle, _ table: HandleTable)
    -> String?
  {
    guard handle.portWasChosen, let local = handle.endpoints.local else { return nil }
    let name = handle.name
    if local.reachable == address || table.reachable(local, of: handle) == address { return "{\(name)}" }
    return text.dropLast("\(address.number)".count) + "{\(name).port}"
  }

  /// The variable that has `address`: that of a server to practise with, whose port is another when it is played.
  private static func partner(at address: String, _ table: HandleTable) -> String? {
    table.variables.isEmpty ? nil : table.variables.sorted.first { $0.value == address }.map { "{\($0.name)}" }
  }

  /// An output of a call; an address as the name of a handle that has it, also a connected one.
  static func byName(given text: String, _ table: HandleTable) -> String {
    if text.hasPrefix("unix:") {
      // The kernel chose the address of a socket that was not bound.
      let owner = table.all.first { $0.portWasChosen && $0.endpoints.local?.description == text }
      return owner.map { "{\($0.name)}" } ?? typed(data: text, table)
    }
    guard let address = try? SocketAddress(text: text, for: .ipv4), address.number != 0 else { return text }
    let owner = table.bound(to: address) ?? table.all.first { $0.endpoints.local?.unmapped == address.unmapped }
    guard let owner else { return partner(at: text, table) ?? text }
    return byName(address, text, owner, table) ?? text
  }

  /// The job that returned first, where `word` asks for any; and the name of one that is typed by its number, which is
  /// another one when it is played.
  private static func job(_ word: Word, _ kind: Parameter.Kind?, _ step: Step) -> String? {
    guard kind == .job || kind == .jobOrAny, let plain = word.plain else { return nil }
    return plain == JobName.any || Int(numeral: plain) != nil ? step.job : nil
  }

  /// A command may be played as the `wait` or `cancel` that it came to.
  private static func renamed(_ text: String, _ command: CommandLine, _ step: Step) -> String {
    guard let found = try? Command.find(command.name, at: 0..<0), case .done = step.outcome else { return text }
    guard found.traits.contains(.isRecordedAsItsEnd) else { return text }
    let job = step.job ?? command.words.dropFirst().first?.plain ?? ""
    return (step.isCut ? "cancel " : "wait ") + job
  }
}
