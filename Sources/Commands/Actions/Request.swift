import SessionLanguage

/// What only the session can do.
package enum Request: Sendable, Equatable {
  case quit
  /// Clear the screen.
  case clear
  case record(path: String?)
  case source(path: String)
  case replay(path: String)
  /// Play the tour.
  case tour
  /// For that many milliseconds.
  case sleep(Int)
  case pause(String)
  case role(String?)
  case jobs
  /// The reason for the last failure, or of a handle's state, and perhaps what was read to find it.
  case why(String?, evidence: Bool)
  case wait(JobName)
  case cancel(JobName)
  case foreground(JobName?)
  case peer(PeerRequest)
}

/// A job as a person names it: by its number, or by the handle that it makes or works on.
package struct JobName: Sendable, Equatable {
  package let text: String
  package let span: Span

  /// The word for whichever returns first.
  package static let any = "any"

  package init(text: String, span: Span) {
    self.text = text
    self.span = span
  }
}
