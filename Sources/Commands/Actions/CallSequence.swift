import Glibc
import Sockets

/// Different calls that a command makes one after the other, each of them made and kept.
struct CallSequence {
  private let kernel: any Kernel
  fileprivate private(set) var calls: [Exchange] = []

  fileprivate init(_ kernel: any Kernel) { self.kernel = kernel }

  mutating func make(_ call: Call, _ body: Call.Body) -> Answer {
    let answer = kernel.perform(call, body)
    calls.append(Exchange(call: call, answer: answer))
    return answer
  }

  /// Asks for the flags of a descriptor's open file. The C function is `fcntl`.
  mutating func statusFlags(of descriptor: Int32) -> Answer {
    make(.statusFlags(of: descriptor)) { _ in Int(fcntl(descriptor, F_GETFL)) }
  }
}

extension Call {
  static func statusFlags(of descriptor: Int32) -> Call { Call("fcntl", .descriptor(descriptor), .symbol("F_GETFL")) }
}

extension Received {
  /// Makes the calls of `work`, which returns the answer of the one that decides.
  mutating func make(with kernel: any Kernel, _ work: (inout CallSequence) -> Answer) -> Int {
    var sequence = CallSequence(kernel)
    let answer = work(&sequence)
    details = .calls(sequence.calls, decisive: sequence.calls.firstIndex { $0.answer === answer })
    if answer.failed { errno = answer.errno.rawValue }
    return answer.result
  }
}
