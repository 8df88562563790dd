import Glibc

/// A limit of this process that calls on sockets run into, see getrlimit(2).
package struct ResourceLimit: Sendable {
  /// As bash's `ulimit` and prlimit(1) call it.
  package let name: String
  package let symbol: String
  /// The lowest number that leaves the program working.
  package let lowest: Int
  private let resource: UInt32

  package static let all = [descriptors, lockedMemory]

  package static let descriptors = ResourceLimit(
    name: "nofile", symbol: "RLIMIT_NOFILE", lowest: 3, resource: RLIMIT_NOFILE.rawValue)

  /// Swift cannot import its number from <sys/resource.h>.
  package static let lockedMemory = ResourceLimit(name: "memlock", symbol: "RLIMIT_MEMLOCK", lowest: 0, resource: 8)

  /// struct rlimit
  package struct Values: Sendable, Equatable {
    package var soft: UInt
    package let hard: UInt

    /// Such as `{rlim_cur=10, rlim_max=524288}`.
    package var inC: String { "{rlim_cur=\(Self.text(soft)), rlim_max=\(Self.text(hard))}" }

    private static func text(_ number: UInt) -> String { number == .max ? "RLIM_INFINITY" : "\(number)" }
  }

  /// The limits now.
  package var values: Values { read().values }

  /// Reads the limits. The C function is `getrlimit`.
  package func read() -> (result: Int, values: Values) {
    var limit = Glibc.rlimit()
    let result = getrlimit(__rlimit_resource_t(resource), &limit)
    return (Int(result), Values(soft: limit.rlim_cur, hard: limit.rlim_max))
  }

  /// What they all were before this program changed any.
  private static let before = all.map(\.values)

  /// Calls `body` with the limits as they were before this program changed them: what it starts inherits those, and not
  /// what a session has set for itself.
  package static func asBefore<Result>(_ body: () -> Result) -> Result {
    let now = all.map(\.values)
    set(before, instead: now)
    defer { set(now, instead: before) }
    return body()
  }

  private static func set(_ wanted: [Values], instead present: [Values]) {
    for (limit, (wanted, present)) in zip(all, zip(wanted, present)) where wanted != present { _ = limit.set(wanted) }
  }

  /// Sets the limits. The C function is `setrlimit`.
  package func set(_ values: Values) -> Int {
    _ = Self.before
    var limit = Glibc.rlimit(rlim_cur: values.soft, rlim_max: values.hard)
    return Int(setrlimit(__rlimit_resource_t(resource), &limit))
  }
}
