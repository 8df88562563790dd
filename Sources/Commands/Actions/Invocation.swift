import Handles
import SessionLanguage
import Sockets

/// One system call, ready to be made on any thread.
package final class Invocation {
  package let call: Call
  /// Until when it may have to wait.
  package let wait: Wait
  /// After how many milliseconds it returns by itself, whatever it waits for; nil for a call without a limit of its own.
  package let returnsWithin: Int?
  package let body: Call.Body
  /// The handle it works on, which is shown first.
  package let subject: Handle?
  /// Whether it only moves bytes, so that no state can be expected to change on success. The same invocation may be
  /// made many times.
  package let isTransfer: Bool
  /// A handle that it also affects though no connection shows it: the listener connected to, the receiver
  /// of a datagram.
  package let alsoAffects: Handle?
  /// The handle that its result is the descriptor of.
  let opens: OpenedHandle?
  /// Takes the answer into the table. Returns the handles it made.
  package let finish: ((HandleTable, Answer) -> [Handle])?
  /// What the call gave besides its result and data, in words that a session can insist on, such as `srv:POLLIN`.
  package let outputs: ((HandleTable, Answer) -> [String])?
  /// What there is to say of the answer beyond the call and its changes; made only where somebody looks.
  package let notes: ((HandleTable, Answer) -> [String])?
  /// What the answer gives as values for programs.
  package let values: ((Answer) -> [Row])?
  /// What the table has lost as soon as the call waits, though it has not returned: close(2) takes the descriptor
  /// first.
  package let onBlocked: ((HandleTable) -> Void)?
  /// The name that a background job goes by, when it is not the subject's.
  package let jobName: String?
  /// Names of handles that the call may make besides, kept for it while it waits.
  package let reserves: [String]
  /// What a command that repeats a call has received so far; nil for a single call, whose data nobody sees before it returns.
  package let soFar: ReceivedSoFar?

  /// - Parameter returnsWithin: In milliseconds; negative for no limit, as in poll(2).
  package init(
    _ call: Call, on subject: Handle?, wait: Wait = .never, returnsWithin: Int = -1, isTransfer: Bool = false,
    alsoAffects: Handle? = nil,
    opens: OpenedHandle? = nil, jobName: String? = nil, reserves: [String] = [], soFar: ReceivedSoFar? = nil,
    finish: ((HandleTable, Answer) -> [Handle])? = nil,
    outputs: ((HandleTable, Answer) -> [String])? = nil, notes: ((HandleTable, Answer) -> [String])? = nil,
    values: ((Answer) -> [Row])? = nil, onBlocked: ((HandleTable) -> Void)? = nil,
    body: @escaping Call.Body
  ) {
    self.call = call
    self.wait = wait
    self.returnsWithin = returnsWithin >= 0 ? returnsWithin : nil
    self.body = body
    self.subject = subject
    self.isTransfer = isTransfer
    self.alsoAffects = alsoAffects
    self.opens = opens
    self.jobName = jobName ?? opens?.name
    self.reserves = reserves
    self.soFar = soFar
    self.finish = finish ?? opens?.finish
    self.outputs = outputs
    self.notes = notes
    self.values = values
    self.onBlocked = onBlocked
  }

  /// Whether its result is the descriptor of a handle that it makes.
  package var isOpening: Bool { if case nil = opens { false } else { true } }

  /// The other end's address, where the call that was answered with `answer` says as much as getpeername(2) would on a
  /// TCP socket.
  package func peer(of answer: Answer) -> SocketAddress? {
    if isOpening { return answer.received.address }
    // Others than these may lead elsewhere than they say: a wildcard, a link's address without its scope, a service
    // after a load balancer.
    guard call.traits.contains(.connects), !answer.failed, case .ipv4(let host, _)? = call.address, host >> 24 == 127
    else {
      return nil
    }
    return call.address
  }
}
