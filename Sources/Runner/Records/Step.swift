import Commands
import Handles
import SessionLanguage
import Sockets
import Text

/// What one line did: who acted, on whom, with which calls, and what came of it.
///
/// An object, so that a long replay can use its memory again once nobody refers to it, which saves 5 % of the time. Whoever
/// keeps one keeps it as it was told: it is not filled in again, and what it looks up when it is asked, it looks up before
/// anything else happens.
package final class Step {
  /// The place of the line.
  package private(set) var place: Place
  package private(set) var statement: Statement
  /// What it has from its session; nil for one that is made up.
  private let setting: StepSetting?
  /// What made its last call.
  package internal(set) var invocation: Invocation? { didSet { isComplete = false } }
  /// Its counterpart, once that has been looked for.
  private var found: Counterpart?
  private var isComplete = false
  /// The system calls, in order.
  package var exchanges: [Exchange] = []
  /// The total of a command that repeated a call; nil for all others.
  package var total: Exchange?
  /// The decisive call of a command that makes several different ones; nil for all others.
  package var decisive: Exchange?
  /// What the command gave besides its result and data, as words that a session can expect.
  package var outputs: [String] = []
  package var outcome = Outcome.done
  /// Why the call waits, if the state of its sockets shows that.
  package var forecast: String?
  /// The changes that were seen on handles, the caller's first.
  package var changes: [Change] = []
  /// The segments that passed from its beginning until it was done, where the wire is watched.
  package var segments: [ReportedSegment] = []
  /// Whether one of these handles is gone.
  private(set) var leavesNothing = false
  /// What the last call, or the total of a repeated one, returned.
  private(set) var returned = 0
  /// Whether the call may have sent less than it was given, or received less than it was to wait for. False for nearly all
  /// calls, which saves a closer look.
  private(set) var mayBeShort = false
  /// Whether it failed.
  private(set) var failed = false
  /// Whether its last call was to receive something, and returned 0.
  private(set) var receivedNothing = false
  /// Whether it received end of file.
  private(set) var isAtEnd = false
  /// What a command has to show besides its calls.
  package var report = Listing()
  /// The same as whole lines.
  package var listing: [String] {
    get { report.lines }
    set { report = Listing(newValue) }
  }
  /// What these lines say, as values for programs; empty where they are only prose.
  package var values: [Row] = []
  /// How a call sent less than it was given, or received less than MSG_WAITALL waits for, or not all control messages,
  /// and why it did not go on; nil for all others.
  package var short: String?
  /// Why the last call failed, a stream ended or a check did not hold, from live state.
  package var reason: Reason?
  /// The same as a sentence.
  package var why: String? { reason?.sentence }
  /// The check that did not hold.
  package var failure: Failure?
  /// What the caller of the session is asked to do.
  package var request: Request?
  /// The handle from which the data came, if it is one of this session.
  package var sender: String?
  /// Whether its terminal waits for its call, which is a job, while others type.
  package var isHeld = false
  /// Whether Ctrl-C ended it early, without a call whose errno shows that.
  package var wasInterrupted = false
  /// Whether Ctrl-C ended the play while it waited, so that nothing can be said of what it expects.
  package private(set) var isUnjudged = false
  /// Whether its call was interrupted, by Ctrl-C or at its deadline, before it had done everything it was asked for.
  package var isCut = false
  /// Whether it cancelled a call that may as well have returned by itself by then, because its own time was up.
  package var mayHaveRunOut = false
  /// The bytes of its first message that the first group of the expected pattern has matched; nil if it has none.
  var group: Range<Int>?
  /// The name of the job that the step collected.
  package var job: String?
  /// Whether several calls waited under that name: in a play the same line may collect another one of them.
  package internal(set) var isOneOfSeveral = false
  /// The line that began that job; nil if the step's own line made the call.
  package internal(set) var origin: Origin?

  /// A step that is made up.
  package init(place: Place, statement: Statement) {
    self.place = place
    self.statement = statement
    setting = nil
  }

  init(place: Place, statement: Statement, in setting: StepSetting) {
    self.place = place
    self.statement = statement
    self.setting = setting
  }

  /// Begins another line, reusing its memory.
  func begin(_ statement: Statement, at place: Place) {
    if self.place.source == place.source { self.place.number = place.number } else { self.place = place }
    if self.statement !== statement { self.statement = statement }
    // Removing one at a time costs half as much as removing all.
    while !exchanges.isEmpty { exchanges.removeLast() }
    while !changes.isEmpty { changes.removeLast() }
    (leavesNothing, failed, receivedNothing, isAtEnd, mayBeShort) = (false, false, false, false, false)
    if isUnjudged { isUnjudged = false }
    if sender != nil { sender = nil }
    if invocation != nil { invocation = nil }
    if isPlain { return }
    if !segments.isEmpty { segments = [] }
    (total, decisive, reason, forecast, failure, request, job, short) = (nil, nil, nil, nil, nil, nil, nil, nil)
    (outputs, report, values, outcome, wasInterrupted, isCut, origin) = ([], [], [], .done, false, false, nil)
    (mayHaveRunOut, group, isHeld, isOneOfSeveral) = (false, nil, false, false)
  }

  /// Whether it contains only calls, changes and the name of the sender.
  package var isPlain: Bool {
    total == nil && decisive == nil && reason == nil && forecast == nil && failure == nil && request == nil
      && job == nil
      && origin == nil && short == nil && outputs.isEmpty && report.parts.isEmpty && values.isEmpty && segments.isEmpty
      && !wasInterrupted && !isCut && !mayHaveRunOut && group == nil && outcome == .done
  }

  /// The call that gives the command's result.
  package var result: Exchange? { total ?? decisive ?? exchanges.last }

  /// The answer of the last call, or the total of a repeated one; nil while it waits.
  var answer: Answer? { result?.answer }

  /// The call to name if the command failed: of several calls, the one that failed.
  package var failedExchange: Exchange? {
    total?.answer?.failed == true ? exchanges.last { $0.answer?.failed == true } ?? total : result
  }

  /// The time limit of the line, in milliseconds.
  var limit: Int? { command?.expectation?.within }

  package enum Outcome: Sendable, Equatable {
    /// The calls returned, or there were none.
    case done
    /// The call goes on in the background, as the job with this number and name.
    case waiting(Int, name: String)
    /// The call was interrupted at its deadline.
    case timedOut
  }

  /// Whose line it is: the line's own `role> `, or else the session's.
  package var role: String? { statement.role ?? setting?.role }

  /// The handle that it worked on, or made; nil where it is none, or several. Known where a report wants changes.
  package var subject: String? {
    guard let invocation else { return nil }
    return invocation.subject?.name ?? (invocation.isOpening ? invocation.jobName : nil)
  }

  /// The other end of what it worked on.
  package var counterpart: Counterpart? {
    complete()
    return isComplete ? found : nil
  }

  /// Looks up what a report may ask for, before that becomes something else.
  func complete() {
    guard !isComplete, let invocation, let setting else { return }
    isComplete = true
    found = Counterpart(of: invocation, answer, setting.peerProcesses)
  }

  /// When one of its calls began, in nanoseconds from the session's start.
  package func began(_ exchange: Exchange) -> Int64 { exchange.began - (setting?.start ?? 0) }

  /// What follows the command, such as `= 0 [srv LISTEN]`.
  package var expected: String? { statement.expected }

  /// The line as typed.
  package var line: ArraySlice<UInt8> { statement.line[...] }

  /// The command with its words, if the line is one.
  package var command: CommandLine? { statement.command }
}

// MARK: - Filling in

extension Step {
  /// Adds a call, or the calls that it sums up.
  /// - Parameter since: when it began, while it waits.
  func add(_ call: Call, _ answer: Answer?, since: Int64 = 0) {
    let exchange = Exchange(call: call, answer: answer, since: since)
    guard let answer else { return exchanges.append(exchange) }
    (returned, failed, isAtEnd) = (answer.result, answer.failed, answer.received.isEndOfFile)
    receivedNothing = answer.result == 0 && call.traits.contains(.receives)
    mayBeShort = answer.result > 0 && call.mayMoveMore(than: answer.result)
    guard case .calls(let calls, let deciding)? = answer.received.details, !calls.isEmpty else {
      return exchanges.append(exchange)
    }
    exchanges += calls
    if let deciding { decisive = calls[deciding] } else { total = exchange }
  }

  /// Takes back that it failed: it was ended before it could hold.
  func leaveUnjudged() { (failure, isUnjudged) = (nil, true) }

  /// Adds a change of a handle; a second change of the same handle is combined with the first.
  func note(_ change: consuming Change) {
    if change.isGone { leavesNothing = true }
    guard let index = changes.firstIndex(where: { $0.name == change.name }) else { return changes.append(change) }
    changes[index] = changes[index].followed(by: change)
  }
}

/// A line of a file, or of another input.
package struct Place: Sendable, Equatable {
  /// A path, `stdin`, `-e`, or empty at the prompt.
  package let source: String
  /// Counted from 1.
  package internal(set) var number: Int

  package init(source: String, number: Int) {
    self.source = source
    self.number = number
  }

  package static let prompt = Place(source: "", number: 1)
}

/// What the steps of a session have in common.
struct StepSetting {
  /// Whose lines the session plays.
  var role: String?
  /// When the session began, in nanoseconds of the monotonic clock.
  let start = monotonicNanoseconds()
  let peerProcesses: PeerProcesses
}

/// The line that began a call which another line collects.
package struct Origin: Sendable {
  package let place: Place
  package let statement: Statement

  var cause: Cause { Cause(statement) }
}

/// A check that did not hold: a value, which `Reports` draws.
package struct Failure: Sendable {
  package let kind: Kind
  /// The part of the line that did not hold; nil for the whole command.
  package let span: Span?
  /// What came instead of all the data that the line expected.
  package internal(set) var short: ShortReceive?

  package init(_ kind: Kind, at span: Span?) {
    self.kind = kind
    self.span = span
  }

  /// In memory of its own: few steps fail, and each is asked whether it did. Gains 6 % of a checked step (instructions,
  /// 2026-11).
  package indirect enum Kind: Sendable {
    /// The call failed, and the line does not say that it may.
    case failed
    /// The call returned another number.
    case result
    case errno
    /// The data are others; `message` counts from 0 where several came.
    case data(expected: [UInt8], isPrefix: Bool, message: Int = 0)
    case noMatch(pattern: String, message: Int = 0)
    /// A regular expression had given no answer after this many milliseconds.
    case endlessPattern(Int)
    /// Data of more messages are expected than came.
    case noMessage(Int)
    case sender(expected: String)
    case notEndOfFile
    /// An output that the command did not give, and those it gave.
    case notGiven(expected: String, seen: [String])
    case notBlocked
    /// The call was still waiting after this many milliseconds.
    case deadline(Int)
    /// The call still waits, and a result was expected.
    case stillWaiting
    case state(handle: String, expected: String, got: String, afterMilliseconds: Int)
    /// The call was made, but its expectation cannot be checked: it names something that does not exist.
    case refused(Diagnostic)
    /// Other segments passed than those that the line expects, or not all of them.
    case segments(SegmentFailure)
    /// A condition did not hold, with the values seen.
    case condition(seen: [String])
    /// A repetition was given up before its condition held, after that many turns, or because its time was up.
    case unending(seen: [String], turns: Int, milliseconds: Int?)
  }
}
