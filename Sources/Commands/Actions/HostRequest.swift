import SessionLanguage
import Sockets

/// What a `host` line asks for.
package enum HostRequest: Sendable, Equatable {
  case list
  /// `span` is where the line names it.
  case make(name: String, [IPPrefix], at: Span)
}
