import Commands
import Handles
import SessionLanguage
import Sockets
import Text

/// One thing that happened in a session. Everything that is shown, recorded, checked or exported is a function of one
/// ordered stream of these.
package enum Record {
  /// A line is about to be run: what it does, and how long that takes, is not known yet.
  case line(Statement)
  /// A line has been run, or a call in the background has been collected.
  case step(Step)
  /// A line is next that another process plays, which has its role.
  indirect case elsewhere(Statement, role: String, at: Place)
  /// Something has changed between steps.
  case event(Event)
  /// A segment has passed between steps.
  indirect case segment(ReportedSegment)
  /// A server that the session has started says something.
  case output(PartnerOutput)
  /// A line that a person wrote for people.
  indirect case note(Statement.Body)
  /// A lesson that waits for what is typed says something.
  indirect case lesson(LessonText)
  /// A line was refused; nothing was done.
  indirect case refusal(Diagnostic, at: Place, line: ArraySlice<UInt8>)
  /// A call in the foreground is waiting, or will; the forecast says why, where that is known.
  indirect case blocked(Call, forecast: String?)
  /// The line that was begun holds a person's prompt: the step that it would be, had it begun in the background.
  case held(Step)
  /// A call in the background has returned while a line waits; the step that collects the job is still to come. `began`
  /// is in nanoseconds from the session's start. `number` is that of the job, where several have its name.
  indirect case returned(Exchange, began: Int64, job: String, number: Int? = nil)
  /// The line that was begun takes its time: `sleep`, `wait`, a check that does not hold yet.
  case delay
  /// What the line that was begun has to show up to now; more will come.
  case interim(Listing)
  /// Many steps have been done.
  indirect case progress(Progress)
  /// Something is left behind at the end: of a session, a recording, or the file `source`.
  indirect case leftover(Leftover, source: String)
  /// Ctrl-C or Ctrl-Z ended a wait; a terminal has put ^C or ^Z where the cursor was.
  case interruption
  /// A file has been played, or a part of it.
  case played(PlayResult)
  /// A file that failed is played again, the `number`-th time.
  indirect case retry(source: String, number: Int)
  /// All of many files have been checked.
  case summary(Summary)
}

/// What came of many files.
package struct Summary: Sendable, Equatable {
  package private(set) var passed = 0
  package private(set) var failed = 0
  package private(set) var skipped = 0
  /// How many of those that passed had failed before.
  package private(set) var retried = 0
  /// How many Ctrl-C or SIGTERM ended, and how many were not begun.
  package private(set) var interrupted = 0
  package private(set) var unplayed = 0

  package init() {}

  /// How many were played to the ends that they have by themselves.
  package var done: Int { passed + failed + skipped }

  /// - Parameter tries: How often the file was played.
  package mutating func count(_ verdict: Verdict, tries: Int = 1) {
    switch verdict {
    case .held:
      passed += 1
      if tries > 1 { retried += 1 }
    case .skipped: skipped += 1
    case .interrupted: interrupted += 1
    case .usage, .unreadable, .couldNotRun, .checkFailed: failed += 1
    }
  }

  package mutating func countUnplayed() { unplayed += 1 }

  package var text: String {
    let further = [(retried, "only when played again"), (interrupted, "interrupted"), (unplayed, "not played")]
    let told = further.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    return "\(passed) passed, \(failed) failed, \(skipped) skipped" + (told.isEmpty ? "" : "; \(told)")
  }
}

/// How far a play is.
package struct Progress: Sendable {
  package let source: String
  /// The line that has been run, counted from 1.
  package let line: Int
  /// How many lines there are.
  package let lines: Int
  /// How many steps have been done, more than lines where some are repeated.
  package let steps: Int
}

/// What a lesson says to the one who types. It is no part of what happens in the session, so no recording has it.
package struct LessonText: Sendable {
  package let kind: Kind
  package let lines: [String]

  package enum Kind: Sendable {
    /// Where in the lesson one is.
    case heading
    /// What to do, and help with it.
    case prose
    /// A step is done.
    case success
  }

  package init(_ kind: Kind, _ lines: [String]) { (self.kind, self.lines) = (kind, lines) }
}

/// A line that a server to practise with has written.
package struct PartnerOutput: Sendable {
  /// The server's name in the session.
  package let name: String
  package let line: String
}

/// Something that happened between steps.
package struct Event: Sendable {
  package let change: Change
  /// When it was seen, in nanoseconds from the session's start.
  package let moment: Int64
  /// When it happened, as far as the kernel tells that, to a few milliseconds.
  package let happened: Int64?
  /// How it stands to the event before it.
  package let order: Order

  package enum Order: String, Sendable {
    /// It was seen later, or is the only one that was seen then.
    case seenLater = "seen later"
    /// Both were seen at once, and this one happened later.
    case happenedLater = "happened later"
    /// It is the same, seen of another handle on the same socket.
    case same
    /// Both were seen at once, and the kernel does not tell which came first.
    case unknown
  }

  package init(_ change: Change, at moment: Int64 = 0, happened: Int64? = nil, order: Order = .seenLater) {
    (self.change, self.moment, self.happened, self.order) = (change, moment, happened, order)
  }
}
