import Runner
import SessionLanguage
import Text

/// Makes of the records of a play what its pages and pictures are made of.
package final class PlayedSessionReport: Report {
  private var session: PlayedSession
  private var handles = PlayedHandles()
  private var entries: [LaneEntry] = []
  /// What was written since the last line.
  private var notes: [PlayedNote] = []
  private var directives: [String] = []
  /// Draws the cards.
  private let screen: ScreenReport
  private let cards = Output.inMemory()
  private let errors = Output.inMemory()
  private let isTyped: Bool
  /// Whether the line of the next card has begun.
  private var isRunning = false

  package var wantsChanges: Bool { true }

  /// The most lines that are kept; a page with more is for nobody to step through.
  private static let most = 1000
  /// The columns of a card.
  private static let width = 80
  /// The most bytes of a card.
  private static let longestCard = 16 << 10

  /// - Parameters:
  ///   - source: The session file's name.
  ///   - isTyped: Whether lines are typed by a person, so that those that are refused are no part of it.
  package init(source: String, isTyped: Bool = false) {
    self.isTyped = isTyped
    session = PlayedSession(source: source.split(separator: "/").last.map(String.init) ?? source)
    screen = ScreenReport(
      output: cards, errors: errors, style: Style(isColoured: true), width: Self.width, showsLines: true)
  }

  package func take(_ record: Record) {
    switch record {
    case .note(let note): take(note)
    case .line(let statement): begin(statement)
    case .step(let step): take(step)
    case .refusal(let refusal, let place, let line): refuse(refusal, place, line, record)
    case .played(let result):
      session.outcome = BilingualText(
        english: PlayText(language: .english).end(result), korean: PlayText(language: .korean).end(result))
    default: takeBetween(record)
    }
  }

  private func take(_ note: Statement.Body) {
    if note.isHeading, note.language == .korean, session.title?.korean == nil, session.title != nil,
      notes.isEmpty, session.moments.isEmpty, directives.isEmpty
    {
      if case .heading(let text, _) = note { session.title?.korean = text }
      return
    }
    if case .heading(let text, .english) = note, session.title == nil, session.moments.isEmpty, notes.isEmpty {
      return session.title = BilingualText(english: text)
    }
    notes.add(note)
  }

  private func begin(_ statement: Statement) {
    // The line itself is shown beside its card.
    screen.announce(statement, expects: false)
    _ = cards.takeKept()
    screen.take(.line(statement))
    isRunning = true
  }

  private func take(_ step: Step) {
    defer { isRunning = false }
    guard !step.statement.isDirective else {
      directives.append(VisibleScalar.only(String(decoding: step.line, as: UTF8.self)))
      return note(step, at: session.moments.count + 1)
    }
    // A call in the background that is collected at the prompt has no line of its own.
    if !isRunning { begin(step.statement) }
    screen.take(.step(step))
    let number = session.moments.count + 1
    guard number <= Self.most else { return leaveOut() }
    note(step, at: number)
    var moment = moment(
      number, at: step.place, role: step.role, typed: String(decoding: step.statement.typed, as: UTF8.self),
      expected: step.expected, isBad: step.failure != nil)
    (moment.call, moment.data) = (step.playedCall, step.playedData)
    (moment.hasListing, moment.isCheck) = (!step.report.isEmpty, step.statement.isChecked && step.command == nil)
    moment.handles = handles.shown(after: step.changes)
    session.moments.append(moment)
  }

  private func note(_ step: Step, at number: Int) {
    handles.take(step.changes, at: number, role: step.role)
    entries += step.laneEntries(at: number)
    if let diagnostic = FailureText.diagnostic(step) {
      entries.append(.failure(diagnostic, role: step.role, at: number))
    }
  }

  private func refuse(_ refusal: Diagnostic, _ place: Place, _ line: ArraySlice<UInt8>, _ record: Record) {
    isRunning = false
    screen.take(record)
    if isTyped { return _ = takeDrawn() }
    guard session.moments.count < Self.most else { return leaveOut() }
    let typed = String(decoding: line, as: UTF8.self)
    entries.append(.failure(refusal, of: typed, role: nil, at: session.moments.count + 1))
    var moment = moment(
      session.moments.count + 1, at: place, role: nil, typed: typed, expected: nil, isBad: true)
    moment.handles = handles.shown(after: [])
    session.moments.append(moment)
  }

  /// A moment with what was written before it and what has been drawn for it.
  private func moment(
    _ number: Int, at place: Place, role: String?, typed: String, expected: String?, isBad: Bool
  ) -> PlayedMoment {
    defer { (notes, directives) = ([], []) }
    return PlayedMoment(
      number: number, notes: notes, directives: directives, line: place.number, role: role,
      typed: VisibleScalar.only(typed), expected: expected.map(VisibleScalar.only), isBad: isBad, card: takeDrawn())
  }

  private func leaveOut() {
    _ = takeDrawn()
    session.leftOut += 1
  }

  private func takeDrawn() -> String {
    let drawn = cards.takeKept() + errors.takeKept()
    guard drawn.count > Self.longestCard, let end = drawn[..<Self.longestCard].lastIndex(of: 0x0a) else {
      return String(decoding: drawn, as: UTF8.self)
    }
    return String(decoding: drawn[...end], as: UTF8.self) + "…\n"
  }

  /// What happens between two lines belongs to the one before.
  private func takeBetween(_ record: Record) {
    screen.take(record)
    guard session.leftOut == 0 else { return }
    let number = max(1, session.moments.count)
    switch record {
    case .event(let event):
      handles.take([event.change], at: number, role: nil)
      if let entry = event.change.laneEntry(at: number) { entries.append(entry) }
    case .segment(let reported): entries.append(reported.laneEntry(at: number))
    default: break
    }
    guard !isRunning, let last = session.moments.indices.last else { return }
    session.moments[last].card += takeDrawn()
    if case .event(let event) = record {
      session.moments[last].handles.update(with: handles.shown(after: [event.change]), of: event.change.name)
    }
  }

  /// The session as far as it was played.
  var played: PlayedSession {
    var played = session
    played.closing = notes
    played.ladder = LaneLadder(entries, owners: handles.owners)
    played.ways = handles.ways
    return played
  }
}
