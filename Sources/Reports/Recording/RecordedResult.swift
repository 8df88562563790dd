import Commands
import Glibc
import Handles
import Runner
import SessionLanguage
import Sockets

/// What came of a step, as a line expects it. What the kernel chose is written by name, or as a pattern.
struct RecordedResult {
  /// `fd`, `-1 EINVAL`, `0 EOF`, `timeout` …
  let outcome: String
  /// The data of each message.
  private(set) var data: [String] = []
  /// What the call gave besides.
  private(set) var outputs: [String] = []
  /// The handle from which the data came.
  private(set) var sender: String?

  /// All of it.
  var text: String { ([outcome] + data + outputs + (sender.map { ["from {\($0)}"] } ?? [])).joined(separator: " ") }

  /// - Parameters:
  ///   - isCollected: Whether another line began its call. A job has no deadline of its own.
  ///   - hasTime: Whether the line has a `within` of its own, which follows.
  ///   - hints: What the lines before it say about how it is to be written.
  init(_ step: Step, isCollected: Bool, hasTime: Bool = false, _ hints: RecordedHints, _ table: HandleTable) {
    guard let exchange = step.result, let answer = exchange.answer else {
      outcome = step.outcome == .timedOut ? "timeout" : "blocks"
      return
    }
    if let chance = hints.outcome, isCollected || !step.isCut {
      outcome = chance
      return
    }
    let ending = Self.interruption(step, answer, isCollected: isCollected, hasTime: hasTime)
    if let ending, ending != Self.anyFailure {
      outcome = ending
      return
    }
    if answer.failed {
      outcome = ending ?? "\(answer.result) \(answer.errno.symbol)"
      if ending == nil { outputs = step.outputs }
      // What a command that repeats a call had received is in the socket no more.
      let pieces = answer.received.pieces.filter { !$0.isEmpty }
      self.data = pieces.map { hints.data ?? RecordedData.text($0, of: exchange.call, table) }
      return
    }
    let traits = exchange.call.traits
    if let pattern = Self.pattern(exchange.call, answer, table) {
      outcome = pattern
      return
    }
    let isEnd = answer.received.isEndOfFile && answer.result == 0
    outcome = (traits.contains(.resultVaries) ? "*" : "\(answer.result)") + (isEnd ? " EOF" : "")
    let pieces = answer.received.pieces.filter { !$0.isEmpty || traits.contains(.receivesSeveral) }
    self.data = pieces.map { hints.data ?? RecordedData.text($0, of: exchange.call, table) }
    outputs = step.outputs.map { Self.given($0, by: exchange.call, table) }
    if traits.contains(.receives) { sender = step.sender }
  }

  /// Where a signal ended the call, or might have, what is expected of it; nil for any other. A call that was interrupted
  /// is written as one whose time was up.
  private static func interruption(_ step: Step, _ answer: Answer, isCollected: Bool, hasTime: Bool) -> String? {
    if step.outcome == .timedOut, !isCollected { return "timeout" }
    if step.isCut, !answer.failed, !isCollected { return hasTime ? "timeout" : "timeout within 200ms" }
    guard step.mayHaveRunOut, answer.hasNothing(of: step.invocation) else { return nil }
    return step.invocation?.returnsWithin == nil ? anyFailure : "*"
  }

  private static let anyFailure = "-1"

  /// What is written instead of the number and the data, if the kernel chose both; nil if it did not.
  private static func pattern(_ call: Call, _ answer: Answer, _ table: HandleTable) -> String? {
    if call.traits.contains(.opens) { return "fd" }
    if let amount = amount(call, answer) { return amount }
    guard answer.received.data != nil, let capacity = call.capacity, call.receivesHeaders(in: table) else { return nil }
    return "0..\(max(capacity, answer.result))"
  }

  /// A word that `call` gave, by name.
  static func given(_ word: String, by call: Call, _ table: HandleTable) -> String {
    if call.traits.contains(.givesPort), let port = RecordedLine.portNames(Array(word.utf8)[...], table) { return port }
    let colon = word.lastIndex(of: ":")
    if call.traits.contains(.givesOwnAddress), let handle = call.descriptor.flatMap({ table.owner(of: $0) }),
      handle.kind.isInternet, handle.portWasChosen, !handle.endpoints.hasLocal, let colon, word[colon...] != ":0"
    {
      return word[...colon] + "*"
    }
    let steady = ControlKind.steady(word), named = RecordedLine.byName(given: steady, table)
    guard named == steady, isChosenByKernel(word), let colon else { return named }
    return word[...colon] + "*"
  }

  /// Whether `word` is an address whose last part the kernel may have chosen: a port of five digits, or a name as
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
  static func amount(_ call: Call, _ answer: Answer) -> String? {
    if let asked = call.bytesToSend, answer.result < asked { return "1..\(asked)" }
    guard let capacity = call.capacity, answer.result < capacity, answer.result > longestPiece else { return nil }
    return "1..\(capacity)"
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
