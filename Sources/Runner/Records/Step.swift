import Commands
import Handles
import SessionLanguage
import Sockets

/// What one line did: everything that is shown, recorded, checked or exported is a function of steps.
/// An object, so that a long replay can use its memory again once nobody refers to it.
package final class Step {
  /// Where the line stands.
  package private(set) var place: Place
  package private(set) var statement: Statement
  /// Whose lines the session plays.
  private let sessionRole: String?
  /// The system calls, in order.
  package var exchanges: [Exchange] = []
  /// What a command came to that repeated a call; nil for all others.
  package var total: Exchange?
  /// The call that decided, of a command that makes several different ones; nil for all others.
  package var decisive: Exchange?
  /// What the command gave besides its result and data, in words that a session can insist on.
  package var outputs: [String] = []
  package var outcome = Outcome.done
  /// Why the call waits, where its state tells.
  package var forecast: String?
  /// What was seen to change on the handles, the caller's first.
  package var changes: [Change] = []
  /// Whether nothing is left of one of them.
  private(set) var leavesNothing = false
  /// What the last call, or the command that repeated one, returned.
  private(set) var returned = 0
  /// Whether the call may have taken less than it was given; false for nearly all, so that nobody need look closer.
  private(set) var mayBeShort = false
  /// Whether it failed.
  private(set) var failed = false
  /// Whether it found a stream at its end.
  private(set) var isAtEnd = false
  /// Lines that a looking command has to show.
  package var listing: [String] = []
  /// Why the last call failed, from live state.
  package var why: String?
  /// The check that did not hold.
  package var failure: Failure?
  /// What is left for the one who runs the session to do.
  package var request: Request?
  /// The handle that the data came from, when it is one of ours.
  package var sender: String?
  /// Whether Ctrl-C ended it before its time, without a call that could tell.
  package var wasInterrupted = false
  /// Whether its call was made to return, by Ctrl-C or because its time was up, with less than it was asked for.
  package var isCut = false
  /// The name of the job that the step collected.
  package var job: String?
  /// The line that began that job; nil where the step's own line began what it tells of.
  var cause: Cause?

  package init(place: Place, statement: Statement, role: String? = nil) {
    self.place = place
    self.statement = statement
    sessionRole = role
  }

  /// Begins anew with another line, in the memory that it has.
  func begin(_ statement: Statement, at place: Place) {
    if self.place.source == place.source { self.place.number = place.number } else { self.place = place }
    if self.statement !== statement { self.statement = statement }
    // To remove one at a time costs half of what it costs to remove all.
    while !exchanges.isEmpty { exchanges.removeLast() }
    while !changes.isEmpty { changes.removeLast() }
    (leavesNothing, failed, isAtEnd, mayBeShort) = (false, false, false, false)
    if isPlain { return }
    (total, decisive, why, forecast, failure, request, sender, job) = (nil, nil, nil, nil, nil, nil, nil, nil)
    (outputs, listing, outcome, wasInterrupted, isCut, cause) = ([], [], .done, false, false, nil)
  }

  /// Whether it holds nothing but calls and changes.
  package var isPlain: Bool {
    total == nil && decisive == nil && why == nil && forecast == nil && failure == nil && request == nil
      && sender == nil && job == nil
      && cause == nil && outputs.isEmpty && listing.isEmpty
      && !wasInterrupted && !isCut && outcome == .done
  }

  /// The call that the command came to.
  package var result: Exchange? { total ?? decisive ?? exchanges.last }

  /// What the last call, or the command that repeated one, came to; nil while it waits.
  var answer: Answer? { result?.answer }

  /// The call to name where the command failed: of one that repeats calls, the one that failed.
  package var culprit: Exchange? {
    total?.answer?.failed == true ? exchanges.last { $0.answer?.failed == true } ?? total : result
  }

  /// The time that the line allows, in milliseconds.
  var limit: Int? { command?.expectation?.within }

  package enum Outcome: Sendable, Equatable {
    /// The calls returned, or there were none.
    case done
    /// The call goes on in the background, as the job of this number and name.
    case waiting(Int, name: String)
    /// The call was interrupted because its time was up.
    case timedOut
  }

  /// Whose line it is: the line's own `role> `, or else the session's.
  package var role: String? { statement.role ?? sessionRole }

  /// The line as typed.
  package var line: ArraySlice<UInt8> { statement.line[...] }

  /// The command with its words, when the line is one.
  package var command: CommandLine? { statement.command }
}

// MARK: - Filling in

extension Step {
  /// Adds a call; one that stands for several adds those.
  func add(_ call: Call, _ answer: Answer?) {
    let exchange = Exchange(call: call, answer: answer)
    guard let answer else { return exchanges.append(exchange) }
    (returned, failed, isAtEnd) = (answer.result, answer.failed, answer.received.isEndOfFile)
    mayBeShort = answer.result > 0 && call.maySendMore(than: answer.result)
    guard case .calls(let calls, let deciding)? = answer.received.details, !calls.isEmpty else {
      return exchanges.append(exchange)
    }
    exchanges += calls
    if let deciding { decisive = calls[deciding] } else { total = exchange }
  }

  /// Adds what was seen of a handle; seen twice, the two become one.
  func note(_ change: consuming Change) {
    if change.isGone { leavesNothing = true }
    guard let index = changes.firstIndex(where: { $0.name == change.name }) else { return changes.append(change) }
    changes[index] = changes[index].followed(by: change)
  }
}

/// A line of a text that has a name.
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

/// A check that did not hold: a value, which others draw.
package struct Failure: Sendable {
  package let kind: Kind
  /// The stretch of the line that was not met; nil for the whole command.
  package let span: Span?

  package init(_ kind: Kind, at span: Span?) {
    self.kind = kind
    self.span = span
  }

  package enum Kind: Sendable {
    /// The call failed where nothing said that it may.
    case failed
    /// The call returned another number.
    case result
    case errno
    /// The data are others; `message` counts from 0 where several came.
    case data(expected: [UInt8], isPrefix: Bool, message: Int = 0)
    case noMatch(pattern: String, message: Int = 0)
    /// A regular expression had found no answer after so many milliseconds.
    case endlessPattern(Int)
    /// Data are expected of more messages than came.
    case noMessage(Int)
    case sender(expected: String)
    case notEndOfFile
    /// A word that the command did not give, and those it gave.
    case notGiven(expected: String, seen: [String])
    case notBlocked
    /// The call was still waiting after so many milliseconds.
    case deadline(Int)
    /// A call went on waiting where a result was expected.
    case stillWaiting
    case state(handle: String, expected: String, got: String, afterMilliseconds: Int)
    /// What is expected cannot be held against the call, which was made: it names what is not there.
    case refused(Diagnostic)
    /// A condition did not hold, with the values seen.
    case condition(seen: [String])
  }
}
