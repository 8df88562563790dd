import Cable
import SessionLanguage
import Text

/// The words of a `cable` line after the command's name, read one after the other.
struct CableWords {
  private var rest: ArraySlice<(text: String, span: Span)>
  /// Just after the last word.
  private let end: Span
  private(set) var verb = CableVerb.drop

  init(_ words: [(text: String, span: Span)], end: Span) { (rest, self.end) = (words[...], end) }

  var isAtEnd: Bool { rest.isEmpty }
  /// Where the next word stands, or would.
  var span: Span { rest.first?.span ?? end }

  /// The next word, if it is this one; upper and lower case are the same.
  mutating func take(_ word: String) -> Bool {
    guard let first = rest.first, first.text.lowercased() == word.lowercased() else { return false }
    rest.removeFirst()
    return true
  }

  /// The next word as what `read` makes of it; nil, and it stays, if that is nothing.
  mutating func take<Value>(_ read: (String) -> Value?) -> Value? {
    guard let value = rest.first.flatMap({ read($0.text) }) else { return nil }
    rest.removeFirst()
    return value
  }

  /// The next word as what `read` makes of it.
  ///
  /// - Parameters:
  ///   - what: Its name, for errors.
  ///   - label: What it may be.
  mutating func need<Value>(_ what: String, _ label: String, _ read: (String) -> Value?) throws(Diagnostic) -> Value {
    if let value = take(read) { return value }
    throw rest.first.map { .invalid(what, $0.text, at: $0.span, label: label, help: forExample) }
      ?? Diagnostic("\(what) is missing", at: end, label: label, help: forExample)
  }

  /// The first word, which says what the others are.
  mutating func takeVerb() throws(Diagnostic) {
    guard let found = take({ CableVerb(rawValue: $0.lowercased()) }) else {
      let words = CableVerb.allCases.map(\.rawValue)
      throw Diagnostic.unknown(
        "cable word", rest.first?.text ?? "", at: span, among: words,
        help: "there are \(words.joined(separator: ", ")); \(forExample)"
      ).labelled("nothing that a cable does")
    }
    verb = found
  }

  mutating func host() throws(Diagnostic) -> CableHost {
    let place = span
    let name = try need("host", "a host's name: \(Name.rule)") { Name.isValid($0) ? $0 : nil }
    return CableHost(name: name, span: place)
  }

  /// `from HOST`, if it stands there.
  mutating func sender() throws(Diagnostic) -> CableHost? { take("from") ? try host() : nil }

  /// A time in milliseconds, which is not 0.
  mutating func time() throws(Diagnostic) -> Int {
    try need("time", "at least 1ms: such as 50ms or 2s") { text in
      TimeText.milliseconds(text).flatMap { $0 > 0 ? $0 : nil }
    }
  }

  /// `seed N`, if it stands there.
  mutating func seed() throws(Diagnostic) -> UInt64? {
    take("seed") ? try need("seed", "a whole number, such as 7") { UInt64(numeral: $0) } : nil
  }

  /// Which frames are meant: `[next [N] | N | all] [of] [WHAT] [from HOST]`.
  ///
  /// - Parameter missing: How many, where the line does not say; nil for all.
  mutating func selector(limit missing: Int?) throws(Diagnostic) -> (FrameSelector, CableHost?) {
    var limit = missing
    if take("all") {
      limit = nil
    } else {
      let isNext = take("next")
      limit = try takeCount() ?? (isNext ? 1 : missing)
    }
    _ = take("of")
    let kind = take(FrameKind.init(typed:)) ?? .any
    let sender = try sender()
    try checkEnd()
    return (FrameSelector(limit: limit, kind: kind, sender: sender?.name), sender)
  }

  private mutating func takeCount() throws(Diagnostic) -> Int? {
    guard let first = rest.first, first.text.utf8.allSatisfy(\.isDigit) else { return nil }
    return try need("number", "1 to 1000000") { text in
      Int(numeral: text).flatMap { (1...1_000_000).contains($0) ? $0 : nil }
    }
  }

  /// Refuses a word that is left.
  func checkEnd() throws(Diagnostic) {
    guard let first = rest.first else { return }
    guard verb.takesSelector else {
      throw .tooManyWords(at: first.span, help: forExample)
    }
    let known = ["next", "all", "of", "from"] + FrameKind.allCases.map(\.rawValue)
    throw Diagnostic.unknown(
      "selector word", first.text, at: first.span, among: known,
      help: "it is [next [N] | N | all] [of] [WHAT] [from HOST]; WHAT is \(FrameKind.list); \(forExample)"
    ).labelled("nothing that tells frames apart")
  }

  private var forExample: String { "for example: \(verb.example)" }
}

extension FrameKind {
  /// What a person may type: in any case, and flags in any order.
  fileprivate init?(typed text: String) {
    let sorted = { (text: String) in text.lowercased().split(separator: ",").sorted() }
    guard let kind = Self.allCases.first(where: { sorted($0.rawValue) == sorted(text) }) else { return nil }
    self = kind
  }

  static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension Diagnostic {
  /// The same with a label, where it has none.
  fileprivate func labelled(_ label: String) -> Diagnostic {
    guard self.label.isEmpty else { return self }
    var copy = self
    copy.label = label
    return copy
  }
}
