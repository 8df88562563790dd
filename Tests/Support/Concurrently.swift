import Dispatch
import Foundation

/// Calls `body` with each number below `count`, all at the same time on threads of their own, and returns what it gave
/// for each.
package func concurrently<T: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) throws -> T) throws -> [T] {
  let results = LockedValue<[Int: Result<T, any Error>]>([:])
  let group = DispatchGroup()
  for number in 0..<count {
    group.enter()
    Thread.detachNewThread {
      let result = Result { try body(number) }
      results.withLock { $0[number] = result }
      group.leave()
    }
  }
  group.wait()
  return try (0..<count).map { number in try results.withLock { $0[number]! }.get() }
}
