import Foundation
import Synchronization

/// Programs are started one at a time.
private let gate = Mutex(())

extension Process {
  /// As `run`. Foundation closes in the child what was open a moment before it is started, so another thread's child
  /// would inherit the socket by which the end of this one is noticed, and what it writes to would not end before both
  /// have.
  package func start() throws { try gate.withLock { _ in try run() } }
}
