import Commands
import Glibc
import Handles
import Runner
import SessionLanguage
import Sockets

// What a program has to know of a step.
extension Step {
  /// The line for people, without the blanks that make columns.
  var text: String {
    String(decoding: line, as: UTF8.self).split { $0 == " " || $0 == "\t" }.joined(separator: " ")
  }

  /// What to call its call where that fails: the first two words, of a job those that began it.
  var what: String {
    let words = (origin?.statement ?? statement).command?.words ?? []
    return words.prefix(2).compactMap(\.plain).joined(separator: " ")
  }

  var foundCommand: Command? { command.flatMap { try? Command.find($0.name, at: 0..<0) } }

  /// The calls that a program makes. Of a command that repeats one, a helper makes them.
  var programCalls: [Exchange] {
    guard let total, ProgramFunction.named(total.call.name) != nil else { return exchanges }
    return [total.call.sendsFile ? asked(total) : total]
  }

  /// `total` with the count argument of its sendfile call: the file may have been shorter.
  private func asked(_ total: Exchange) -> Exchange {
    let own = exchanges.first { $0.call.name == total.call.name }?.call.arguments.last
    guard let own else { return total }
    let call = Call(total.call.name, total.call.traits, total.call.arguments.dropLast() + [own])
    return Exchange(call: call, answer: total.answer)
  }

  /// Whether a call that a helper would make is given a pointer that leads nowhere.
  var leadsNowhereInside: Bool {
    total != nil && exchanges.contains { $0.call.arguments.contains(.pointer(.forbidden)) }
  }

  /// Whether the session ended its call with a signal.
  var isInterrupted: Bool {
    outcome == .timedOut || job == nil && result?.answer?.errno == Errno(symbol: "EINTR")
  }

  /// After how many milliseconds it did.
  var interruption: Int {
    command?.expectation?.within ?? max(100, Int((result?.answer?.nanoseconds ?? 0) / 1_000_000))
  }

  /// The names in braces in its words, or in those of the line that began its job.
  var references: [String] { words.flatMap(\.references).map(\.name) }

  private var words: [Word] { (origin?.statement ?? statement).command?.words ?? [] }

  /// Whether data of its line name a handle, so that they have a number that the kernel has chosen.
  func namesAPort(in handles: [String: Int]) -> Bool {
    guard let line = (origin?.statement ?? statement).command,
      let command = try? Command.find(line.name, at: 0..<0)
    else { return false }
    return line.words.dropFirst().enumerated().contains { index, word in
      command.parameter(at: index)?.kind == .data && word.references.contains { handles[$0.name] != nil }
    }
  }

  /// The handle on which `exchange` worked.
  func handleActedOn(by exchange: Exchange, in table: HandleTable) -> String? {
    guard let number = exchange.call.descriptor else { return nil }
    if !exchange.call.traits.contains(.opens) { return subject }
    return table.owner(of: number)?.name
  }
}

extension ProgramCheck {
  /// What the line of `step` expects, as far as a program can look.
  init(_ step: Step, _ table: HandleTable) {
    guard let answer = step.result?.answer else {
      self = .anything
      return
    }
    let expectation = step.command?.expectation
    if let call = step.result?.call, call.traits.contains(.looksUp), expectation?.outcome?.pattern.isAnything != true {
      self = .lookUp(answer.result)
      return
    }
    switch expectation?.outcome?.pattern {
    case .anything?: self = .anything
    case .timeout?: self = answer.failed ? .fails(answer.errno) : .anything
    case .failure(let symbol, _)?: self = .fails(symbol == nil ? nil : answer.errno)
    case .endOfFile?: self = .number(0...0)
    case .number(let range)?: self = Self.data(expectation, answer, table) ?? .number(range)
    // At a prompt it may have failed all the same; in a program it must not.
    default: self = Self.data(expectation, answer, table) ?? .succeeds
    }
  }

  /// The data that must come, where they are the same in each run.
  private static func data(_ expectation: Expectation?, _ answer: Answer, _ table: HandleTable) -> ProgramCheck? {
    // With MSG_TRUNC a call returns more than it gave.
    guard let came = answer.received.data, !came.isEmpty, came.count == answer.result else { return nil }
    switch expectation?.data?.kind {
    case .exactly(let word)? where !word.namesHandle(in: table): return .data(came, isPrefix: false)
    case .prefix(let word)? where !word.namesHandle(in: table):
      return (try? table.data(of: word)).map { .data($0, isPrefix: true) }
    default: return nil
    }
  }
}

extension Expectation.Pattern {
  fileprivate var isAnything: Bool { if case .anything = self { true } else { false } }
}

extension Word {
  fileprivate func namesHandle(in table: HandleTable) -> Bool { references.contains { table.find($0.name) != nil } }
}

extension Call {
  /// The descriptors among its arguments.
  var allDescriptors: [Int32] {
    arguments.flatMap { argument -> [Int32] in
      switch argument {
      case .descriptor(let number): [number]
      case .polled(let entries): entries.map(\.descriptor)
      case .selected(_, let members): members
      case .epollEvent(let event): [Int32(truncatingIfNeeded: event.data)]
      case .message, .messages: argument.messages.flatMap(\.control).flatMap(\.descriptors)
      default: []
      }
    }
  }
}

extension Argument {
  /// The messages that are passed to the kernel, if it is those.
  var messages: [Message] {
    switch self {
    case .message(let message): [message]
    case .messages(let messages): messages
    default: []
    }
  }

  /// The addresses that are passed to the kernel with it.
  var addresses: [SocketAddress] {
    if case .address(let address) = self { return [address] }
    return messages.compactMap(\.address)
  }
}

extension ControlMessage {
  /// Whether it says that this process is the sender.
  var isOwnCredentials: Bool {
    kind?.form == .credentials && bytes.count >= 4
      && bytes.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) } == getpid()
  }
}

extension Call {
  /// What its arguments are, where only its name says so.
  var shape: ProgramShape { ProgramFunction.named(name)?.shape ?? .plain }
}
