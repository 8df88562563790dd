/// Why a call failed, a stream ended or a check did not hold: a sentence, and what was read to find it.
package struct Reason: Sendable {
  package let sentence: String
  package let evidence: [Evidence]

  package init(sentence: String, evidence: [Evidence] = []) {
    self.sentence = sentence
    self.evidence = evidence
  }
}

/// One thing that was read to find a reason.
package struct Evidence: Sendable, Equatable {
  /// What was read, and from where, such as `getsockopt SO_REUSEADDR of b`.
  package let source: String
  /// What it said.
  package let value: String
  /// When, in nanoseconds of the monotonic clock.
  package let moment: Int64
}
