/// A call and what came of it.
package struct Exchange: Sendable, Equatable {
  package let call: Call
  /// nil while it waits.
  package let answer: Answer?

  package init(call: Call, answer: Answer?) {
    self.call = call
    self.answer = answer
  }
}

/// What came of a call. An object, because many look at it on its way from the call to the screen.
package final class Answer: Sendable {
  /// What the C function returned.
  package let result: Int
  /// errno right after the call when it failed; 0 on success.
  package let errno: Errno
  /// How long the call took.
  package let nanoseconds: Int64
  package let received: Received
  /// Whether SIGPIPE was delivered while it ran. It is ignored, and then never is, until `signal` asks for it.
  package let raisedSIGPIPE: Bool

  package init(
    result: Int, errno: Errno = .none, nanoseconds: Int64 = 0, received: consuming Received = Received(),
    raisedSIGPIPE: Bool = false
  ) {
    self.result = result
    self.errno = errno
    self.nanoseconds = nanoseconds
    self.received = consume received
    self.raisedSIGPIPE = raisedSIGPIPE
  }

  package var failed: Bool { result == -1 || errno != .none }

  /// Whether SIGPIPE came with it, or with one of the calls that it stands for.
  package var cameWithSIGPIPE: Bool {
    raisedSIGPIPE || received.details != nil && received.calls.contains { $0.answer?.raisedSIGPIPE == true }
  }
}

extension Answer: Equatable {
  package static func == (left: Answer, right: Answer) -> Bool {
    left.result == right.result && left.errno == right.errno && left.nanoseconds == right.nanoseconds
      && left.received == right.received
      && left.raisedSIGPIPE == right.raisedSIGPIPE
  }
}

extension Answer {
  /// The descriptors that `call` made.
  package func descriptors(of call: Call) -> [Int32] {
    if failed { return [] }
    if case .descriptors(let made)? = received.details { return made }
    if case .messages(let messages)? = received.details { return messages.flatMap(\.control).flatMap(\.descriptors) }
    return call.traits.contains(.opens) ? [Int32(result)] : []
  }
}
