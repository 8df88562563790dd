/// A call and its answer.
package struct Exchange: Sendable, Equatable {
  package let call: Call
  /// nil while it waits.
  package let answer: Answer?
  /// When a call began that waits.
  private let since: Int64

  /// - Parameter since: When it began, in nanoseconds of the monotonic clock, if it has no answer yet.
  package init(call: Call, answer: Answer?, since: Int64 = 0) {
    self.call = call
    self.answer = answer
    self.since = since
  }

  /// When the call began, in nanoseconds of the monotonic clock.
  package var began: Int64 { answer?.began ?? since }
}

/// What a call returned and wrote. A class, because it is passed on many times on its way from the call to the screen,
/// and copies would cost.
package final class Answer: Sendable {
  /// What the C function returned.
  package let result: Int
  /// errno right after the call when it failed; 0 on success.
  package let errno: Errno
  /// When the call began, in nanoseconds of the monotonic clock.
  package let began: Int64
  /// The duration of the call.
  package let nanoseconds: Int64
  package let received: Received
  /// Whether the call failed.
  package let failed: Bool
  /// Whether SIGPIPE was delivered while it ran. Never while SIGPIPE is ignored, as it is until `signal` changes that.
  package let raisedSIGPIPE: Bool

  package init(
    result: Int, errno: Errno = .none, began: Int64 = 0, nanoseconds: Int64 = 0,
    received: consuming Received = Received(),
    raisedSIGPIPE: Bool = false
  ) {
    self.result = result
    self.errno = errno
    failed = result == -1 || errno.rawValue != 0
    self.began = began
    self.nanoseconds = nanoseconds
    self.received = consume received
    self.raisedSIGPIPE = raisedSIGPIPE
  }

  /// Whether SIGPIPE was delivered during this call, or during one of the calls that it sums up.
  @inlinable package var cameWithSIGPIPE: Bool {
    raisedSIGPIPE || received.details != nil && received.calls.contains { $0.answer?.raisedSIGPIPE == true }
  }
}

extension Answer: Equatable {
  package static func == (left: Answer, right: Answer) -> Bool {
    left.result == right.result && left.errno == right.errno && left.began == right.began
      && left.nanoseconds == right.nanoseconds
      && left.received == right.received
      && left.raisedSIGPIPE == right.raisedSIGPIPE
  }
}

extension Answer {
  /// The descriptors that `call` created.
  package func descriptors(of call: Call) -> [Int32] {
    if failed { return [] }
    if case .descriptors(let made)? = received.details { return made }
    if case .messages(let messages)? = received.details { return messages.flatMap(\.control).flatMap(\.descriptors) }
    return call.traits.contains(.opens) ? [Int32(result)] : []
  }
}
