import SessionLanguage

/// What only the session can do.
package enum Request: Sendable, Equatable {
  case quit
  /// Clear the screen.
  case clear
  case record(Recording)
  /// A line for people: on the screen, and in a recording.
  case note(String)
  case source(path: String)
  case replay(path: String)
  /// Play a file that asks what comes.
  case quiz(path: String)
  /// Boxed, as is `peer`.
  indirect case course(CourseRequest)
  /// For that many milliseconds.
  case sleep(Int)
  case pause(String)
  case role(String?)
  /// Let other terminals join, or no more.
  case share(Bool)
  /// Go on with the play that has stopped at a failed line.
  case resume(Resumption)
  case jobs
  /// The reason for the last failure, or of a handle's state, and perhaps what was read to find it.
  case why(String?, evidence: Bool)
  /// The last call as C.
  case lastCallInC
  case wait(JobName)
  case cancel(JobName)
  case foreground(JobName?)
  /// Boxed, because every step has room for a request, and hardly any has one.
  indirect case peer(PeerRequest)
  indirect case host(HostRequest)
  indirect case cable(CableRequest)
  /// Write what passes on the wire to a new file, or end that where there is no path.
  case capture(path: String?)
  case wire(WireRequest)
}

/// What is asked of what passes on the wire.
package enum WireRequest: Sendable, Equatable {
  /// Show the segments of each step, or no more.
  case on, off
  /// As `on`, with numbers and windows as they are in the header.
  case raw
  /// Explain one, counted from 1 in the session.
  case segment(Int)
  /// All that have passed, as a ladder.
  case ladder
}

/// What the lessons are asked for.
package enum CourseRequest: Sendable, Equatable {
  /// The tour, where it was left.
  case tour
  /// A part of it, counted from 1.
  case tourPart(Int)
  /// Any session file in the same manner.
  case tourFile(String)
  case leaveTour
  /// Help with the step that the tour waits for.
  case hint
  /// Do that step.
  case skip
  /// List the lessons.
  case lessons
  /// Play a lesson; `asks` is whether it asks before each call what that will return.
  case lesson(Int, asks: Bool)
}

/// How a play goes on after a line that failed.
package enum Resumption: Sendable, Equatable {
  /// The line is run again.
  case retry
  /// The line after it is next.
  case skip
}

/// What `record` asks for.
package enum Recording: Sendable, Equatable {
  /// Record to a new file, or add to the end of one.
  case begin(path: String, adds: Bool)
  case end
  /// Take the last line out again.
  case drop
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
