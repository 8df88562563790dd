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

/// Calls `body` with each of `items`, at most `workers` of them at a time, and returns what it gave for each, in their order.
package func concurrently<Item: Sendable, T: Sendable>(
  _ items: some Sequence<Item>, workers: Int, _ body: @escaping @Sendable (Item) throws -> T
) throws -> [T] {
  let items = Array(items)
  let parts = try concurrently(workers) { worker in
    try stride(from: worker, to: items.count, by: workers).map { try body(items[$0]) }
  }
  return items.indices.map { parts[$0 % workers][$0 / workers] }
}
