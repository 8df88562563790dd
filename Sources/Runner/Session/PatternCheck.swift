import Commands
import SessionLanguage
import Sockets

// Whether data match the regular expression that a line expects.
extension Session {
  /// How long a regular expression may search if nothing else limits it, in milliseconds.
  private static let patternTime = 5000

  /// Compares `data` with `pattern`, which is at `span`.
  ///
  /// - Parameters:
  ///   - within: How long that may take, in milliseconds, where the line says so.
  ///   - step: It gets to know what the first group has matched in its first message.
  /// - Returns: Why the data do not match; nil if they do.
  func mismatch(
    _ pattern: String, at span: Span, _ data: [UInt8], message: Int, within: Int?, _ step: Step
  ) throws(Diagnostic) -> Failure.Kind? {
    let limit = within ?? timeout ?? Self.patternTime
    switch try find(pattern, at: span, in: data, within: limit) {
    case .found(_, let group)?:
      if message == 0 { step.group = group }
      return nil
    case .notFound?: return .noMatch(pattern: pattern, message: message)
    case nil: return .endlessPattern(limit)
    }
  }

  /// Returns nil if there was no result in time, or Ctrl-C came first.
  private func find(_ pattern: String, at span: Span, in data: [UInt8], within milliseconds: Int) throws(Diagnostic)
    -> PatternSearch.Result?
  {
    try PatternSearch.requireThread(at: span)
    let keys = Keyboard.now.interrupts
    let end = monotonicNanoseconds() + Int64(milliseconds) * 1_000_000
    let wakeup = wakeup
    let search = PatternSearch(pattern, in: data) { wakeup.signal() }
    if let errno = search.start() {
      throw Diagnostic("no thread could be made for this pattern", at: span, label: "\(errno.symbol) (\(errno.text))")
    }
    while true {
      if let result = search.result { return result }
      let rest = Int(end - monotonicNanoseconds()) / 1000
      if rest <= 0 || Keyboard.now.interrupts != keys { return search.abandon() }
      wakeup.wait(microseconds: rest)
    }
  }
}
