import Glibc
import Handles
import Sockets

/// The real calls of a command that makes several until it has what it wants, each of them made and kept.
struct RepeatedCall {
  private let kernel: any Kernel
  private(set) var calls: [Exchange] = []
  /// What the calls have received so far.
  var data: [UInt8]?
  var isEndOfFile = false
  /// errno of the first call that failed.
  private(set) var failure = Errno.none

  /// The descriptor that it works on, and its file, which another may replace under that number once it is closed.
  private let descriptor: Int32
  private let inode: UInt64?
  private let soFar: ReceivedSoFar

  fileprivate init(_ kernel: any Kernel, on descriptor: Int32, _ soFar: ReceivedSoFar) {
    (self.kernel, self.descriptor, self.soFar) = (kernel, descriptor, soFar)
    inode = kernel.inode(descriptor)
    soFar.begin()
  }

  /// Makes one call; none any more once the descriptor is closed, which ends the repetition as the call would end it.
  mutating func make(_ call: Call, _ body: Call.Body) -> Answer {
    guard calls.isEmpty || kernel.inode(descriptor) == inode else {
      failure = Errno(EBADF)
      return Answer(result: -1, errno: failure)
    }
    let answer = kernel.perform(call, body)
    calls.append(Exchange(call: call, answer: answer))
    if answer.failed, failure == .none { failure = answer.errno }
    return answer
  }

  /// Ends the work with an errno that no call of it had.
  mutating func fail(_ errno: Errno) { failure = errno }

  /// Receives up to `count` bytes. Of a peek nothing is kept.
  mutating func receive(_ count: Int, on descriptor: Int32, _ flags: Int32 = 0) -> Answer {
    let call = Call("recv", .receives, .descriptor(descriptor), .buffer, .length(count), .flags(flags))
    let answer = make(call) { $0.fill(count, isStream: true) { Glibc.recv(descriptor, $0, count, flags) } }
    if !answer.failed {
      if flags & Int32(MSG_PEEK) == 0, let more = answer.received.data {
        data?.append(contentsOf: more)
        soFar.append(more)
      }
      isEndOfFile = answer.received.isEndOfFile
    }
    return answer
  }
}

extension Invocation {
  /// A command that makes calls until it has what it wants. `work` makes them and returns the result; `call` sums them
  /// up. A call that fails ends the work with its errno; what was received until then is kept.
  static func repeating(
    _ call: Call, on target: Target, in table: HandleTable, outputs: ((HandleTable, Answer) -> [String])? = nil,
    notes: ((HandleTable, Answer) -> [String])? = nil, _ work: @escaping @Sendable (inout RepeatedCall) -> Int
  ) -> Invocation {
    let kernel = table.kernel, descriptor = target.descriptor, soFar = ReceivedSoFar()
    return Invocation(
      call, on: target, wait: .unknown, isTransfer: true, alsoAffects: table.receiver(of: target), soFar: soFar,
      outputs: outputs, notes: notes
    ) {
      received in
      var call = RepeatedCall(kernel, on: descriptor, soFar)
      call.data = received.data
      let result = work(&call)
      received.data = call.data
      received.isEndOfFile = call.isEndOfFile
      received.details = .calls(call.calls)
      let number = call.failure.rawValue
      if result < 0 { errno = number }
      return result
    }
  }
}
