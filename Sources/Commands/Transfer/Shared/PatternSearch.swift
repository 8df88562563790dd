import Glibc
import SessionLanguage
import Sockets

/// Searches for a regular expression on a thread of its own, because backtracking may take forever and cannot be
/// stopped: the thread is abandoned then.
package final class PatternSearch: Sendable {
  /// What a search comes to.
  package enum Result: Sendable, Equatable {
    case notFound
    /// The first match ends after that many bytes, and its first group has matched these; nil if it has no group.
    case found(end: Int, group: Range<Int>?)
  }

  private enum State: Equatable {
    case looking, abandoned
    case done(Result)
  }

  private let pattern: String
  private let bytes: [UInt8]
  private let whenDone: @Sendable () -> Void
  private let state = Locked(State.looking)

  /// The number of abandoned threads, and its limit: each of them keeps a processor busy.
  private static let abandoned = Locked(0)
  private static let most = 4
  /// The default stack size: parsing a pattern needs some.
  private static let stack = 8 << 20

  /// - Parameters:
  ///   - pattern: The regular expression, without the slashes around it.
  ///   - bytes: Where it is looked for.
  ///   - whenDone: Called on the thread of the search once it has its result, unless it was abandoned before.
  package init(_ pattern: String, in bytes: [UInt8], whenDone: @escaping @Sendable () -> Void) {
    (self.pattern, self.bytes, self.whenDone) = (pattern, bytes, whenDone)
  }

  /// Refuses the pattern at `span` while too many others are still being tried.
  package static func requireThread(at span: Span) throws(Diagnostic) {
    guard abandoned.withLock({ $0 }) < most else {
      throw Diagnostic(
        "no more patterns can be tried", at: span, label: "\(most) are still being tried without an end",
        help: "they end with the program; write them without repetitions inside repetitions")
    }
  }

  /// Starts the thread.
  ///
  /// - Returns: The errno if the system grants none; nothing has happened then.
  package func start() -> Errno? { Threads.start(stack: Self.stack) { self.run() } }

  /// nil while it is looking.
  package var result: Result? {
    state.withLock { if case .done(let result) = $0 { result } else { nil } }
  }

  /// Abandons the thread, unless it has a result by now, which is returned.
  package func abandon() -> Result? {
    Self.abandoned.withLock { abandoned in
      state.withLock { state in
        if case .done(let result) = state { return result }
        state = .abandoned
        abandoned += 1
        return nil
      }
    }
  }

  private func run() {
    let result = search()
    let wasAbandoned = state.withLock { state in
      defer { state = .done(result) }
      return state == .abandoned
    }
    if wasAbandoned { Self.abandoned.withLock { $0 -= 1 } } else { whenDone() }
  }

  private func search() -> Result {
    guard let regex = try? Regex(pattern).matchingSemantics(.unicodeScalar) else { return .notFound }
    if let text = String(validating: bytes, as: UTF8.self) {
      guard let match = text.firstMatch(of: regex) else { return .notFound }
      return Self.found(match) { text.utf8.distance(from: text.startIndex, to: $0) }
    }
    let repaired = RepairedText(bytes)
    guard let match = repaired.text.firstMatch(of: regex) else { return .notFound }
    return Self.found(match) { repaired.offset(of: $0) }
  }

  /// A group that the match did not need has matched nothing.
  private static func found(_ match: Regex<AnyRegexOutput>.Match, _ offset: (String.Index) -> Int) -> Result {
    let end = offset(match.range.upperBound)
    guard match.output.count > 1 else { return .found(end: end, group: nil) }
    let group = match.output[1].range
    return .found(end: end, group: group.map { offset($0.lowerBound)..<offset($0.upperBound) } ?? end..<end)
  }
}

/// Bytes as text, in which whatever is not UTF-8 is U+FFFD, and where each of its scalars ends in the bytes.
private struct RepairedText {
  private(set) var text = ""
  private var ends: [Int] = []

  init(_ bytes: [UInt8]) {
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var end = 0
    while true {
      switch parser.parseScalar(from: &rest) {
      case .valid(let encoded):
        text.unicodeScalars.append(Unicode.UTF8.decode(encoded))
        end += encoded.count
      case .error(let length):
        text.unicodeScalars.append("\u{fffd}")
        end += length
      case .emptyInput: return
      }
      ends.append(end)
    }
  }

  /// How many bytes there are before `index`.
  func offset(of index: String.Index) -> Int {
    let count = text.unicodeScalars.distance(from: text.startIndex, to: index)
    return count == 0 ? 0 : ends[count - 1]
  }
}
