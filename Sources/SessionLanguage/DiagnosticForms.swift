// The forms of a message, so that the same mistake reads the same wherever it is made.
extension Diagnostic {
  /// `unknown handle: srw`, with the known name that is nearest to it; `help` otherwise lists all of them.
  package static func unknown(
    _ what: String, _ name: String, at span: Span, among known: [String], help: String? = nil
  ) -> Diagnostic {
    let near = suggestion(for: name, among: known)
    return Diagnostic(
      "unknown \(what): \(shown(name))", at: span,
      label: near.isEmpty ? suggestion(for: name.uppercased(), among: known) : near,
      help: help ?? "there are " + known.joined(separator: ", "))
  }

  /// `invalid port: 70000`: a value that cannot be read or is out of range. `label` says what is valid.
  package static func invalid(_ what: String, _ value: String, at span: Span, label: String, help: String? = nil)
    -> Diagnostic
  {
    Diagnostic("invalid \(what): \(shown(value))", at: span, label: label, help: help)
  }

  /// `KIND is missing`, with how the line is written and one that is complete.
  package static func missing(_ what: String, at span: Span, shape: String? = nil, example: String?) -> Diagnostic {
    Diagnostic("\(what) is missing", at: span, help: usage(shape: shape, example: example))
  }

  /// `bind takes HANDLE ADDRESS; for example: bind srv 127.0.0.1:0`
  package static func usage(shape: String?, example: String?) -> String? {
    let parts = [shape, example.map { "for example: \($0)" }].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// A typed word as part of a sentence.
  private static func shown(_ word: String) -> String { word.isEmpty ? "\"\"" : Literal.visible(word) }
}
