import Handles

/// A call as sockplay showed it.
struct Shown {
  let name: String
  var arguments: [Value]
  /// nil while it waits, and when nobody saw it return.
  var result: Int?
  var errno: String?
  /// The data it received, where they are shown.
  var received: Value?
  /// The steps that showed it begin and return, counted from 0.
  let begun: Int
  var returned: Int?
  /// The calls that a command in the background has made one after the other; nil for a single call.
  var repeated: [Shown]?
  /// Whether nobody was meant to see it: a session's `@needs ipv6` tries ::1.
  var isProbe = false

  var text: String { "\(name)(\(arguments.map(\.description).joined(separator: ", ")))" }

  /// Whether `call` may be this one when it has returned. What came of poll stands in its first argument.
  func begins(_ call: Shown) -> Bool {
    name == call.name
      && (["poll", "ppoll"].contains(name)
        ? arguments.last == call.arguments.last : arguments.first == call.arguments.first)
  }

  /// Reads the text of a call, such as `bind(3, {AF_INET 127.0.0.1:0}, 16)`, and what stands behind it.
  static func read(_ text: String, step: Int) -> (call: Shown, rest: String)? {
    guard let (name, arguments, rest) = CText.split(text) else { return nil }
    if name.hasSuffix("sockopt") {
      return (Shown(name: name, arguments: OptionCText.values(arguments, .card), begun: step), rest)
    }
    if name.hasSuffix("msg") {
      return (Shown(name: name, arguments: MessageCText.values(arguments, .card), begun: step), rest)
    }
    if let values = PollCText.values(name, arguments, result: nil, note: "", .card) {
      return (Shown(name: name, arguments: values, begun: step), rest)
    }
    if name == "ioctl" || name == "fcntl" {
      return (Shown(name: name, arguments: IoctlCText.values(arguments, .card), begun: step), rest)
    }
    let values = arguments.flatMap { argument -> [Value] in
      if argument.hasPrefix("[{iov_base=") { return VectorCText.values(argument, .card) }
      if argument.hasPrefix("{") { return [.word(argument)] }
      return [CText.bytes(argument, .card) ?? .word(argument.split(separator: "|").sorted().joined(separator: "|"))]
    }
    return (Shown(name: name, arguments: values, begun: step), rest)
  }

  /// The three calls of `@needs ipv6`, made before anything else.
  static func probe(step: Int) -> [Shown] {
    let texts = ["socket(AF_INET6, SOCK_DGRAM, 0)", "bind(*, {AF_INET6 [::1]:0}, 28)", "close(*)"]
    return texts.map { text in
      var call = read(text, step: step)!.call
      call.arguments = call.arguments.map { $0 == .word("*") ? .any : $0 }
      call.returned = step
      call.isProbe = true
      return call
    }
  }
}

/// The calls of one play, collected in the order in which they were shown to begin.
struct ShownCalls {
  private(set) var calls: [Shown] = []
  /// Calls in the background, by the name of their job.
  private var waiting: [String: Int] = [:]
  /// Jobs that stand for several calls, which are shown when all have returned: their places in `calls`, and the step
  /// that collected them.
  private var repeating: [String: (index: Int, collected: Int?)] = [:]
  private static let repeated: Set = ["recvuntil", "recvall", "sendall", "sendfile"]
  var step = -1
  /// What could not be understood.
  private(set) var problems: [String] = []

  /// How many functions of the C library were called that look names up.
  private(set) var lookUps = 0

  mutating func addLookUp() { lookUps += 1 }

  mutating func addProbe() { calls += Shown.probe(step: step) }

  /// Adds a call that was shown.
  /// - Parameter job: What identifies its job, if it began or ended in the background.
  /// - Parameter resumes: Whether the step shows a call that began in an earlier one.
  mutating func add(_ call: Shown, job: String?, resumes: Bool) {
    guard call.result != nil else {
      // `wait` may show once more that a call is still waiting.
      if resumes { return }
      guard let job else { return calls.append(call) }
      let isRepeated = Self.repeated.contains(call.name)
      (waiting[job], repeating[job]) = isRepeated ? (nil, (calls.count, nil)) : (calls.count, nil)
      calls.append(call)
      if isRepeated { calls[calls.count - 1].repeated = [] }
      return
    }
    if resumes, let job, let (index, collected) = repeating[job] {
      // Asked again for a job that has been collected, the same calls are shown again.
      guard (collected ?? step) == step else { return }
      repeating[job] = (index, step)
      calls[index].returned = step
      calls[index].repeated?.append(call)
      return
    }
    guard resumes else {
      var call = call
      call.returned = step
      return calls.append(call)
    }
    collect(call, job)
  }

  private mutating func collect(_ call: Shown, _ job: String?) {
    let name = job == "any" ? waiting.first { calls[$0.value].begins(call) }?.key : job
    guard let name, let index = waiting.removeValue(forKey: name) else {
      // Asked again for a call that has been collected, the same is shown again.
      let isKnown = calls.flatMap({ [$0] + ($0.repeated ?? []) }).contains {
        $0.name == call.name && $0.arguments == call.arguments && $0.result == call.result
      }
      if !isKnown { problems.append("nobody saw \(call.text) begin") }
      return
    }
    if !calls[index].begins(call) {
      problems.append("\(calls[index].text) began, and \(call.text) was shown to return")
    }
    calls[index].arguments = call.arguments
    calls[index].result = call.result
    calls[index].errno = call.errno
    calls[index].received = call.received
    calls[index].returned = step
  }

  /// Data on a card belong to the call that it shows to return.
  mutating func setReceived(_ data: Value) {
    if let index = calls.lastIndex(where: { $0.returned == step }) { calls[index].received = data }
  }

  /// Whether COMMAND shows a call that began in an earlier step.
  static func resumes(_ command: String) -> Bool {
    let word = command.prefix { $0 != " " }
    return !word.isEmpty
      && ("wait".hasPrefix(word) || "fg".hasPrefix(word) || (word.count > 1 && "cancel".hasPrefix(word)))
  }
}
