import Foundation
import Handles

/// A value that several threads share. The thread sanitizer can follow its lock, as it cannot follow Synchronization's
/// Mutex on Linux.
final class LockedValue<Value>: @unchecked Sendable {
  private var value: Value
  private let lock = NSLock()

  init(_ value: Value) { self.value = value }

  /// Calls `body` with the value, which no other thread sees meanwhile.
  func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
