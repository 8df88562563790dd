import Sockets

/// What a command that repeats a call has received so far, while it waits for more on a thread of its own.
package final class ReceivedSoFar: Sendable {
  /// What each call has received, which the calls keep anyway: no byte is copied here.
  private let pieces = Locked<[[UInt8]]>([])

  package var bytes: [UInt8] { pieces.withLock { Array($0.joined()) } }

  func begin() { pieces.withLock { $0.removeAll() } }
  func append(_ more: [UInt8]) { pieces.withLock { $0.append(more) } }
}
