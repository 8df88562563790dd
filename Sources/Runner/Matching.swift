import Glibc
import Sockets

/// Looks for a regular expression on a thread of its own, because one that backtracks may never end, and nothing can stop it: the
/// thread is left to itself then.
final class Matching: Sendable {
  private let pattern: String
  private let text: String
  private let wakeup: Wakeup
  private let found = Locked<Bool?>(nil)

  private init(_ pattern: String, _ bytes: [UInt8], _ wakeup: Wakeup) {
    self.pattern = pattern
    text = String(decoding: bytes, as: UTF8.self)
    self.wakeup = wakeup
  }

  /// Whether PATTERN is found in BYTES; nil when there was no answer after so many milliseconds, or Ctrl-C came first.
  static func finds(_ pattern: String, in bytes: [UInt8], within milliseconds: Int, wakeup: Wakeup) -> Bool? {
    let matching = Matching(pattern, bytes, wakeup)
    guard matching.start() else { return matching.look() }
    let keys = Keyboard.now.interrupts
    let end = monotonicNanoseconds() + Int64(milliseconds) * 1_000_000
    while matching.found.withLock({ $0 }) == nil {
      let left = Int(end - monotonicNanoseconds()) / 1000
      if left <= 0 || Keyboard.now.interrupts != keys { return nil }
      wakeup.wait(microseconds: left)
    }
    return matching.found.withLock { $0 }
  }

  private func look() -> Bool {
    let regex = try? Regex(pattern).matchingSemantics(.unicodeScalar)
    return regex.map { text.firstMatch(of: $0) != nil } ?? false
  }

  /// Starts the thread; false when the system grants none.
  private func start() -> Bool {
    Threads.start(stack: Self.stack) {
      let found = self.look()
      self.found.withLock { $0 = found }
      self.wakeup.signal()
    } == nil
  }

  /// What a thread has by default: reading a pattern takes some.
  private static let stack = 8 << 20
}
