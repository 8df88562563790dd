import Runner
import SessionLanguage
import Sockets

/// What a student says that a line will come to: `0 LISTEN`, `-1 EAGAIN`, `fd`, `blocks`.
struct Guess: Equatable {
  private(set) var result: Result?
  private(set) var errno: Errno?
  private(set) var state: SocketState?
  /// A word that means nothing here.
  private(set) var unknown: String?

  enum Result: Equatable { case number(Int), descriptor, blocks }

  init(_ text: String) {
    for word in text.split(whereSeparator: { " \t=,[]".contains($0) }).map(String.init) { take(word) }
    // An errno says that the call fails.
    if errno != nil, result == nil { result = .number(-1) }
  }

  private mutating func take(_ word: String) {
    switch word.lowercased() {
    case "fd": result = .descriptor
    case "blocks", "waits", "timeout": result = .blocks
    case "eof": result = .number(0)
    default:
      if let number = Int(word) {
        result = .number(number)
      } else if word.uppercased().hasPrefix("E"), let found = Errno(symbol: word) {
        errno = found
      } else if let found = SocketState(name: word) {
        state = found
      } else {
        unknown = word
      }
    }
  }
}

/// What a line came to, as far as a student is asked.
struct Outcome: Equatable {
  let result: Guess.Result
  /// Whether the result is a new descriptor, of which nobody needs to know the number.
  let isDescriptor: Bool
  let errno: Errno?
  /// The state of the socket that the line worked on, where that has changed.
  private(set) var state: SocketState?
  /// The same, where that has not changed; nil where another may have followed by then.
  private let unchanged: SocketState?

  /// nil for a step that made no call.
  init?(_ step: Step) {
    guard let exchange = step.result else { return nil }
    if let answer = exchange.answer, step.outcome == .done {
      result = .number(answer.result)
      errno = answer.failed ? answer.errno : nil
      isDescriptor = !answer.failed && exchange.call.traits.contains(.opens)
    } else {
      (result, errno, isDescriptor) = (.blocks, nil, false)
    }
    let change = step.changes.first { $0.name == step.subject && !$0.isGone }
    let isChecked = step.command?.expectation?.states.contains { $0.handle.plain == step.subject } == true
    // That a new socket is CLOSED is not worth a point, nor is a state that another may have followed by then.
    let changed: SocketState? = change.flatMap { change in
      let after = change.after.state
      return (change.before?.state ?? .closed) == after || after.mayPass && !isChecked ? nil : after
    }
    state = changed
    unchanged = change.flatMap { changed == nil && !$0.after.state.mayPass ? $0.after.state : nil }
  }

  /// The same where `guess` is right but for a state, which is not the one in which the socket stayed: then that is asked,
  /// too.
  func asked(_ guess: Guess) -> Outcome {
    guard points(of: guess) == points, state == nil, let said = guess.state, let unchanged, said != unchanged
    else { return self }
    var outcome = self
    outcome.state = unchanged
    return outcome
  }

  /// How many things there were to say: the result, the errno of a failure, the state where it changed.
  var points: Int { 1 + (errno == nil ? 0 : 1) + (state == nil ? 0 : 1) }

  /// How many of them `guess` has right.
  func points(of guess: Guess) -> Int {
    var points = guess.result == result || isDescriptor && guess.result == .descriptor ? 1 : 0
    if let errno, guess.errno == errno { points += 1 }
    if let state, guess.state == state { points += 1 }
    return points
  }

  /// As a session writes it: `-1 EAGAIN`, `fd LISTEN`, `blocks`.
  var text: String {
    var words: [String] =
      switch result {
      case .number(let number): [isDescriptor ? "fd" : "\(number)"]
      case .descriptor: ["fd"]
      case .blocks: ["blocks"]
      }
    if let errno { words.append(errno.symbol) }
    if let state { words.append(state.name) }
    return words.joined(separator: " ")
  }
}

extension SocketState {
  /// Whether a segment of the other end may lead out of it, or into it, at any moment.
  fileprivate var mayPass: Bool {
    [.synSent, .synReceived, .newSynReceived, .finWait1, .finWait2, .closing, .lastAck, .timeWait].contains(self)
  }
}
