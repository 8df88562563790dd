/// What has been read of an expectation so far.
struct ExpectationDraft {
  var outcome: Expectation.Outcome?
  var data: DataPattern?
  var furtherData: [DataPattern] = []
  var given: [Word] = []
  var from: Word?
  var states: [StatePattern] = []
  var segments: [SegmentPattern] = []
  var segmentsSpan: Span?
  var within: Int?
  var capture: Reference?
  var tokens: [Expectation.Token] = []

  mutating func add(_ span: Span, isGroup: Bool = false) {
    tokens.append(Expectation.Token(span: span, isGroup: isGroup))
  }

  /// Whether a call with such a result may have given data.
  var mayKeepData: Bool { outcome?.pattern.mayHaveData ?? (data != nil) }

  var finished: Expectation {
    Expectation(
      outcome: outcome, data: data, furtherData: furtherData, given: given, from: from, states: states,
      segments: segments, segmentsSpan: segmentsSpan, within: within, capture: capture, tokens: tokens)
  }
}

extension Expectation {
  /// Whether a variable may keep what comes with `result`, as it is written: `-> {x}`.
  package static func mayKeepData(after result: String) -> Bool {
    ExpectationParser.pattern(result)?.mayHaveData ?? true
  }
}

extension Expectation.Pattern {
  /// Whether a call with this result can have given data.
  fileprivate var mayHaveData: Bool {
    if case .failure = self { false } else { mayBeFollowed }
  }

  /// Whether a call with this result can have outputs.
  var mayBeFollowed: Bool {
    switch self {
    case .anything, .descriptor, .number: true
    case .failure(let errno, _): errno != nil
    case .endOfFile, .blocks, .timeout: false
    }
  }

  /// Whether `output` can stand after this result. With the end of a stream only control messages come.
  func mayHave(_ output: Word) -> Bool {
    if case .endOfFile = self { return output.plain?.contains(":") ?? false }
    return mayBeFollowed
  }
}
