import SessionLanguage

/// How the segments that passed are not those that a line expects.
package struct SegmentFailure: Sendable {
  package let patterns: [SegmentPattern]
  package let seen: [ReportedSegment]
  package let verdict: SegmentMatch.Verdict
  /// How long the line has waited; 0 where it was clear at once.
  package let afterMilliseconds: Int

  package init(
    patterns: [SegmentPattern], seen: [ReportedSegment], verdict: SegmentMatch.Verdict, afterMilliseconds: Int
  ) {
    (self.patterns, self.seen, self.verdict) = (patterns, seen, verdict)
    self.afterMilliseconds = afterMilliseconds
  }

  /// The pattern that was waited for; nil where all have come, and one segment more.
  package var pattern: SegmentPattern? {
    switch verdict {
    case .met: nil
    case .open(let index), .failed(_, let index): patterns.indices.contains(index) ? patterns[index] : nil
    }
  }

  /// The segment that fits nowhere.
  package var unexpected: ReportedSegment? {
    guard case .failed(let index, _) = verdict, seen.indices.contains(index) else { return nil }
    return seen[index]
  }

  var span: Span? { pattern?.span }
}
