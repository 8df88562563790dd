/// The lines of calls, where some calls go on while others are made.
enum CallOrder {
  struct Line {
    let text: String
    /// The line of the log.
    let source: Int
  }

  /// A call during which others begin or end waits in the background: it begins with `&`, and `wait` has its result.
  static func lines(_ calls: [ImportedCall]) -> [Line] {
    let moments = calls.flatMap { [$0.began] + ($0.ended.map { [$0] } ?? []) }.sorted()
    var parts: [(moment: Int, line: Line)] = []
    var jobs: [String: Int] = [:]
    for call in calls.sorted(by: { $0.began < $1.began }) {
      let whole = Line(text: call.line + call.expected, source: call.began)
      guard let ended = call.ended else {
        parts.append((call.began, Line(text: call.line + " &", source: call.began)))
        jobs[call.job] = .max
        continue
      }
      // Two calls cannot wait under one name: the second one is made when it returns.
      let isFree = jobs[call.job].map { $0 < call.began } ?? true
      guard hasMoment(moments, between: call.began, ended), isFree else {
        parts.append((ended, whole))
        continue
      }
      jobs[call.job] = ended
      parts.append((call.began, Line(text: call.line + " &", source: call.began)))
      parts.append((ended, Line(text: "wait \(call.job)" + call.expected, source: ended)))
    }
    return parts.enumerated().sorted { ($0.element.moment, $0.offset) < ($1.element.moment, $1.offset) }.map(
      \.element.line)
  }

  private static func hasMoment(_ moments: [Int], between first: Int, _ last: Int) -> Bool {
    var (low, high) = (0, moments.count)
    while low < high {
      let middle = (low + high) / 2
      if moments[middle] <= first { low = middle + 1 } else { high = middle }
    }
    return low < moments.count && moments[low] < last
  }
}
