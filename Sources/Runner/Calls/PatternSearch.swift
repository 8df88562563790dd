import Glibc
import SessionLanguage
import Sockets

/// Searches for a regular expression on a thread of its own, because backtracking may take forever and cannot be
/// stopped: the thread is abandoned then.
final class PatternSearch: Sendable {
  private let pattern: String
  private let text: String
  private let wakeup: Wakeup
  private let state = Locked(State.looking)

  private enum State: Equatable {
    case looking, leftToItself
    case done(Bool)
  }

  /// The number of abandoned threads, and its limit: each of them keeps a processor busy.
  private static let left = Locked(0)
  private static let most = 4

  private init(_ pattern: String, _ bytes: [UInt8], _ wakeup: Wakeup) {
    self.pattern = pattern
    text = String(decoding: bytes, as: UTF8.self)
    self.wakeup = wakeup
  }

  /// Whether `pattern` is found in `bytes`; nil if there was no answer in time, or Ctrl-C came first.
  static func finds(
    _ pattern: String, at span: Span, in bytes: [UInt8], within milliseconds: Int, wakeup: Wakeup
  ) throws(Diagnostic) -> Bool? {
    let keys = Keyboard.now.interrupts
    let end = monotonicNanoseconds() + Int64(milliseconds) * 1_000_000
    let matching = PatternSearch(pattern, bytes, wakeup)
    try matching.start(at: span)
    while true {
      if case .done(let found) = matching.state.withLock({ $0 }) { return found }
      let rest = Int(end - monotonicNanoseconds()) / 1000
      if rest <= 0 || Keyboard.now.interrupts != keys { return matching.abandon() }
      wakeup.wait(microseconds: rest)
    }
  }

  private func look() -> Bool {
    let regex = try? Regex(pattern).matchingSemantics(.unicodeScalar)
    return regex.map { text.firstMatch(of: $0) != nil } ?? false
  }

  /// Starts the thread.
  private func start(at span: Span) throws(Diagnostic) {
    guard Self.left.withLock({ $0 }) < Self.most else {
      throw Diagnostic(
        "no more patterns can be tried", at: span, label: "\(Self.most) are still being tried without an end",
        help: "they end with the program; write them without repetitions inside repetitions")
    }
    if let errno = Threads.start(stack: Self.stack, { self.search() }) {
      throw Diagnostic(
        "no thread could be made for this pattern", at: span, label: "\(errno.symbol) (\(errno.text))")
    }
  }

  private func search() {
    let found = look()
    let wasLeft = state.withLock { state in
      defer { state = .done(found) }
      return state == .leftToItself
    }
    if wasLeft { Self.left.withLock { $0 -= 1 } } else { wakeup.signal() }
  }

  /// Abandons the thread, unless it has an answer by now.
  private func abandon() -> Bool? {
    Self.left.withLock { left in
      state.withLock { state in
        if case .done(let found) = state { return found }
        state = .leftToItself
        left += 1
        return nil
      }
    }
  }

  /// The default stack size: parsing a pattern needs some.
  private static let stack = 8 << 20
}
