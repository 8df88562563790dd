/// Holds the calls on the screen against those that strace saw.
struct Comparison {
  private let shown: [Shown]
  private let sieve: Sieve
  /// What the kernel saw, without the further calls of commands that repeat theirs in the background.
  private let traced: [Traced]
  /// All calls of such a command, which has a thread of its own, by its place.
  private let repeated: [Int: [Traced]]
  /// What differs, for people; empty when nothing does.
  private(set) var problems: [String]

  init(_ shown: ShownCalls, _ log: [Traced], folder: String) {
    self.shown = shown.calls
    sieve = Sieve(log, folder: folder)
    (traced, repeated) = Self.split(sieve.calls, shown.calls)
    problems = shown.problems
    for (index, (one, other)) in zip(self.shown, traced).enumerated() where problems.isEmpty {
      if let repeated = repeated[index] { compare(one, repeated) } else { compare(one, other) }
    }
    if problems.isEmpty { compareLengths() }
    if problems.isEmpty { compareOrder() }
  }

  private static func split(_ calls: [Traced], _ shown: [Shown]) -> (calls: [Traced], repeated: [Int: [Traced]]) {
    var first: [Traced] = [], repeated: [Int: [Traced]] = [:], places: [Int: Int] = [:]
    for call in calls {
      if let place = places[call.thread] {
        repeated[place]?.append(call)
        continue
      }
      if first.count < shown.count, shown[first.count].repeated != nil, call.thread != calls[0].thread {
        (places[call.thread], repeated[first.count]) = (first.count, [call])
      }
      first.append(call)
    }
    return (first, repeated)
  }

  /// Compares a command that repeats its call in the background: with nothing, if nobody saw its end.
  private mutating func compare(_ shown: Shown, _ traced: [Traced]) {
    guard shown.returned != nil, let calls = shown.repeated else { return }
    guard calls.count == traced.count else {
      return problems.append("\(shown.text) is \(calls.count) calls on the screen, \(traced.count) in the kernel")
    }
    for (one, other) in zip(calls, traced) where problems.isEmpty { compare(one, other) }
  }

  private func place(of traced: Traced) -> String {
    "at \(traced.place), of \(traced.target ?? "an unknown file")"
  }

  private mutating func compare(_ shown: Shown, _ traced: Traced) {
    let traced = shown.name == "sockatmark" ? traced.sockatmark : traced.owner
    let (name, arguments) = traced.inC
    let what =
      "\(shown.text) on the screen, \(name)(\(arguments.map(\.description).joined(separator: ", "))) in the kernel"
    guard shown.name == name else {
      return problems.append("another call: \(what), \(place(of: traced))")
    }
    guard arguments.count == shown.arguments.count, zip(shown.arguments, arguments).allSatisfy({ $0.agrees(with: $1) })
    else {
      // A call that nobody saw return shows no address.
      if shown.returned == nil, shown.arguments.first == arguments.first { return }
      return problems.append("other arguments: \(what), \(place(of: traced))")
    }
    guard shown.returned != nil, !shown.isProbe else { return }
    if shown.result != traced.result || shown.errno != traced.errno {
      problems.append(
        "another result: \(outcome(shown.result, shown.errno)) on the screen, \(outcome(traced.result, traced.errno)) in the kernel: \(shown.text)"
      )
    }
    // With MSG_TRUNC, TCP throws data away, and strace shows what happens to be in the buffer.
    let isDiscarded =
      traced.arguments.contains { $0.contains("MSG_TRUNC") } && shown.received == .bytes([], isCut: false)
    if let data = traced.received, case .bytes(let bytes, _) = data, !bytes.isEmpty || shown.received != nil,
      !isDiscarded
    {
      if shown.received?.agrees(with: data) != true {
        problems.append("other data: \(shown.received?.description ?? "none") for \(data): \(shown.text)")
      }
    }
  }

  private func outcome(_ result: Int?, _ errno: String?) -> String {
    (result.map { "\($0)" } ?? "nothing") + (errno.map { " \($0)" } ?? "")
  }

  /// What the kernel saw beyond the screen can only be the end of the session, which closes what is open.
  private mutating func compareLengths() {
    guard traced.count >= shown.count else {
      return problems.append("the kernel never saw \(shown[traced.count].text)")
    }
    for call in traced[shown.count...] where !Self.isEnd(call) {
      problems.append(
        "not on the screen: \(call.name)(\(call.arguments.joined(separator: ", "))) = \(outcome(call.result, call.errno))"
      )
    }
    let given = shown.filter { $0.returned == nil }.count
    if sieve.open.count > given { problems.append("left open: \(sieve.open)") }
  }

  /// Whether `call` is one of those that end the program, which a thread of a call may make last: then the program's
  /// end may come first.
  private static func isEnd(_ call: Traced) -> Bool {
    call.name == "close" && (call.result ?? 0) == 0
      && ["socket:", "pipe:", "anon_inode:[eventpoll]"].contains { call.target?.hasPrefix($0) == true }
  }

  /// A call that was shown to return did so before the next step's call began.
  private mutating func compareOrder() {
    for (index, one) in shown.enumerated() {
      guard let returned = one.returned, let next = shown[(index + 1)...].firstIndex(where: { $0.begun > returned })
      else { continue }
      if (repeated[index]?.last ?? traced[index]).end > traced[next].start {
        problems.append("\(one.text) returned only after \(shown[next].text) began")
      }
    }
  }
}
