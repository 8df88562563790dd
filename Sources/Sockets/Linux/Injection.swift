import CSockets
import Glibc

/// An errno with which a filter answers a call in the kernel's place, see seccomp(2).
///
/// The filter is that of one thread, which is made for the call and ends after it. It could not be taken off again, and
/// neither could no_new_privs, which an ordinary user must set first, so no thread that lives on may have them.
package struct Injection: Sendable {
  package let errno: Errno
  /// The system calls that it answers.
  private let numbers: [Int32]

  /// - Returns: nil if `function` makes no system call that can be answered.
  package init?(_ errno: Errno, into function: String) {
    numbers = SystemCallNumber.numbers(madeBy: function)
    self.errno = errno
    if numbers.isEmpty { return nil }
  }

  /// Whether this kernel takes such a filter.
  package static var isPossible: Bool { sockplay_takes_filters() }

  /// Makes `call` on a thread that has the filter, and waits for it.
  /// - Returns: The call and its answer. Where no such thread can be made, `call` is not, and this is what failed.
  package func perform(_ call: Call, with kernel: any Kernel, _ body: @escaping Call.Body) -> Exchange {
    let (result, end) = (Locked(Exchange(call: call, answer: nil)), Semaphore())
    let error = Threads.start(stack: 128 << 10) {
      let filter = Call("seccomp", .symbol("SECCOMP_SET_MODE_FILTER"), .integer(0), .symbol("filter"))
      let filtered = kernel.perform(filter) { _ in
        Int(sockplay_filter_calls(numbers, Int32(numbers.count), errno.rawValue))
      }
      let exchange =
        filtered.failed
        ? Exchange(call: filter, answer: filtered) : Exchange(call: call, answer: kernel.perform(call, body))
      result.withLock { $0 = exchange }
      end.post()
    }
    if let error { return Exchange(call: Call("pthread_create"), answer: Answer(result: -1, errno: error)) }
    // A signal does not end the wait: the call cannot wait, because the filter answers it.
    while end.wait() != nil {}
    return result.withLock { $0 }
  }
}
