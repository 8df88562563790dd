import Sockets

/// What a command that repeats a call has received so far, while it waits for more on a thread of its own.
package final class ReceivedSoFar: Sendable {
  private let all = Locked<[UInt8]>([])

  package var bytes: [UInt8] { all.withLock { $0 } }

  func begin() { all.withLock { $0.removeAll(keepingCapacity: true) } }
  func append(_ more: [UInt8]) { all.withLock { $0 += more } }
}
