/// A call as a C program, a card or strace writes it: `s = socket(AF_INET, SOCK_STREAM, 0)`. What it means here, the
/// commands say.
package final class CCall: Sendable {
  /// The function; in Python with what it is called on, such as `cli.send`.
  package let name: String
  package let arguments: [CValue]
  /// The variable that its result is assigned to; Python may have two.
  package let targets: [String]
  /// The call itself, from the variable to the closing parenthesis.
  package let span: Span
  /// What follows the call and is part of a session's line, such as `= 0 [srv BOUND]` or `&`.
  package let rest: String

  init(name: String, arguments: [CValue], targets: [String], span: Span, rest: String) {
    (self.name, self.arguments, self.targets, self.span, self.rest) = (name, arguments, targets, span, rest)
  }
}

/// One argument of such a call.
package struct CValue: Sendable {
  package let span: Span
  /// As written, without a cast.
  package let text: String
  package let kind: Kind

  package init(span: Span, text: String, kind: Kind) {
    (self.span, self.text, self.kind) = (span, text, kind)
  }

  package indirect enum Kind: Sendable {
    /// A number, constants joined with `|`, a variable, or whatever else C allows.
    case word
    /// Text between quotes. `isCut`: a card shows only its beginning.
    case string(Word, isCut: Bool)
    /// `[…]`, or `(…)` in Python.
    case list([CValue])
    /// `{…}`
    case record([Field])
    /// `htons(80)`
    case call(String, [CValue])
  }

  /// A part of `{…}`; a part of an array or of an address has no name.
  package struct Field: Sendable {
    package let name: String?
    package let value: CValue
  }

  /// The value of the field `name`, where it is a record that has one.
  package func field(_ name: String) -> CValue? {
    guard case .record(let fields) = kind else { return nil }
    return fields.first { $0.name == name }?.value
  }

  /// Its elements, where it is a list.
  package var elements: [CValue]? {
    if case .list(let elements) = kind { elements } else { nil }
  }
}
