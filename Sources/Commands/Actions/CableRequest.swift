import Cable
import SessionLanguage

/// What a `cable` line asks for. Which hosts there are is known to the session only, so a host comes with its place in the
/// line.
package enum CableRequest: Sendable, Equatable {
  /// Show the rules, and what has passed.
  case show
  /// Remove all rules.
  case off
  /// Remove the cuts of a host, or all cuts.
  case heal(CableHost?)
  /// Make a rule. `host` is the one that it names, if it names one.
  case add(CableRule, host: CableHost?)
}

/// A host that a `cable` line names.
package struct CableHost: Sendable, Equatable {
  package let name: String
  package let span: Span
}
