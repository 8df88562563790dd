import ArgumentParser
import Reports
import Runner

/// The forms in which records are shown instead of as cards, a row each.
struct ReportForm: EnumerableFlag, CustomStringConvertible {
  let name: String
  let help: ArgumentHelp
  let make: @Sendable (Output) -> any Report
  /// The parser's key. To have it made of all the properties would take a fifth of the start.
  var description: String { name }

  static let allCases = [
    Self(name: "json", help: "One JSON object a line instead of cards.") { JSONReport(output: $0) }
  ]

  static func name(for form: Self) -> NameSpecification { .customLong(form.name) }
  static func help(for form: Self) -> ArgumentHelp? { form.help }
  static func == (one: Self, other: Self) -> Bool { one.name == other.name }
}
