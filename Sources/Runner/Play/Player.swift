import Commands
import Glibc
import SessionLanguage
import Sockets
import Text

/// Plays the lines of a session file, in order and block by block. An object: as a value it is copied at each line.
package final class Player {
  private let session: Session
  private let file: SessionFile
  private let source: String
  /// The number of the file's first line.
  private let first: Int
  /// Whether to continue after a line that failed.
  private let keepsGoing: Bool
  /// Fulfils what a step asks of the session's caller, if anything; false ends the play.
  private let fulfil: (Step) throws(Diagnostic) -> Bool
  /// Decides how to go on where a person watches.
  private let control: (any PlayControl)?
  private let tally: PlayTally
  /// Has the roles that other processes play; nil where this one plays all.
  private let channel: RoleChannel?
  /// The blocks that are played, the innermost last.
  private var playing: [PlayedBlock] = []
  private var steps = 0
  /// The line that was run last, and whether it is to be run once more.
  private var lastRun: PreparedLine?
  private var isRetry = false
  /// Whether the play was ended before the line that was next.
  private var isLeft = false
  /// Whether it has ended inside a file that the last line includes.
  private var isEndedInside = false
  /// Whether all lines have been played.
  private var isWhole = false
  private var worst = Verdict.held
  private var progress = ProgressClock()
  private var lines: PreparedTexts

  /// - Parameters:
  ///   - first: The number of the file's first line, if the file is a part of something longer.
  ///   - keepsGoing: Whether to continue after a line that failed.
  ///   - control: Decides otherwise how to go on after a line that failed, and what happens before each line.
  ///   - tally: Counts what is checked.
  ///   - channel: Has the roles that other processes play.
  ///   - fulfil: Fulfils what a step asks of the session's caller, if anything; false ends the play.
  package init(
    _ file: SessionFile, source: String, first: Int = 1, on session: Session, keepsGoing: Bool = false,
    control: (any PlayControl)? = nil, tally: PlayTally = PlayTally(),
    channel: RoleChannel? = nil, fulfil: @escaping (Step) throws(Diagnostic) -> Bool
  ) {
    self.session = session
    self.file = file
    self.source = source
    self.first = first
    self.keepsGoing = keepsGoing
    (self.control, self.tally, self.channel) = (control, tally, channel)
    self.fulfil = fulfil
    lines = PreparedTexts(of: file)
  }

  /// Said when --timeout ends a play.
  package static let timeIsUp = "the time of the whole play is up"

  /// Plays the whole file.
  package func play() -> Verdict {
    let outer = session.interruptsAtStart
    if outer == nil { session.interruptsAtStart = Keyboard.now.interrupts }
    let turn = session.table.turn
    defer {
      if outer == nil { session.interruptsAtStart = nil }
      session.table.turn = turn
    }
    var played = 0
    let verdict = playLines(&played)
    tally.end(after: played, of: file)
    return verdict
  }

  /// - Parameter played: How many lines have been played, once the play has ended.
  private func playLines(_ played: inout Int) -> Verdict {
    var index = 0
    while index < file.count {
      guard control?.shouldPlay(at: place(index)) ?? true else {
        return session.isInterrupted ? interruption(at: index) : worst
      }
      if let role = channel?.other(forLine: index) {
        if let end = leave(&index, to: role, &played) { return end }
        continue
      }
      // Kept only where others are told of them: with a copy, each line that sets a variable copies all of them.
      let (line, variables) = (index, channel == nil ? nil : session.table.variables)
      var verdict = Verdict.held
      let goesOn = playLine(&index, &verdict)
      played = isLeft ? index : index + 1
      if isEndedInside { return max(worst, verdict) }
      // A call that Ctrl-C ended has failed, but not by itself.
      if session.isInterrupted { return interruption(at: index) }
      if !goesOn || verdict == .skipped { return max(worst, verdict) }
      isRetry = false
      if verdict != .held {
        switch keepsGoing ? .skip : control?.resume(place(index)) {
        case .retry?:
          isRetry = true
          tally.takeBack()
          continue
        case .skip?:
          worst = max(worst, verdict)
          // A block that cannot be played is skipped as a whole.
          index = file.blocks.block(openedAt: index)?.end ?? index
        case nil: return session.isInterrupted ? interruption(at: index) : max(worst, verdict)
        }
      }
      if let channel, let variables { channel.finish(line: line, verdict, since: variables) }
      index += 1
    }
    played = file.count
    isWhole = true
    return worst
  }

  /// Leaves the line at `index` to the process that plays `role`.
  /// - Returns: How the play ends; nil while it goes on.
  private func leave(_ index: inout Int, to role: String, _ played: inout Int) -> Verdict? {
    var verdict = Verdict.held
    guard wait(forLine: index, of: role, &verdict) else {
      return session.isInterrupted ? interruption(at: index) : max(worst, verdict)
    }
    (worst, played) = (max(worst, verdict), index + 1)
    index += 1
    return nil
  }

  /// Waits until another process has played the line at `index`, which is of `role`.
  /// - Returns: Whether the play goes on.
  private func wait(forLine index: Int, of role: String, _ verdict: inout Verdict) -> Bool {
    session.report.take(.elsewhere(file.statement(index), role: role, at: place(index)))
    do throws(RoleProblem) {
      verdict = try channel?.wait(forLine: index) ?? .held
      return true
    } catch {
      verdict = error.verdict
      if verdict == .held || session.isInterrupted { return false }
      let refusal = Diagnostic(error.text(in: session.table.language))
      session.report.take(.refusal(refusal, at: place(index), line: file.text(index)[...]))
      return false
    }
  }

  private func place(_ index: Int) -> Place { Place(source: source, number: first + index) }

  /// Plays the line at `index`, and may change `index`; an error is of the line that it then stands at. Returns false if
  /// the line ends the play.
  private func playLine(_ index: inout Int, _ verdict: inout Verdict) -> Bool {
    let failures = tally.failures
    do throws(Diagnostic) {
      return try play(lines[index], &index, &verdict)
    } catch {
      // A line that plays a file has failed by one that was counted.
      if !error.isUnmet, tally.failures == failures { tally.countRefusal() }
      if verdict == .held { verdict = error.isUnmet ? .skipped : .couldNotRun }
      session.report.take(.refusal(error, at: place(index), line: file.text(index)[...]))
      return true
    }
  }

  /// The verdict on a play that ends at `index`, because of Ctrl-C or because its time is up.
  private func interruption(at index: Int) -> Verdict {
    guard Keyboard.now.isTimeUp else { return .interrupted }
    let refusal = Diagnostic(Self.timeIsUp, help: "--timeout sets it")
    session.report.take(.refusal(refusal, at: place(index), line: file.text(index)[...]))
    return .couldNotRun
  }

  /// Plays the line at `index`, and may change `index`. Returns false if the line ends the play.
  private func play(_ line: PreparedLine, _ index: inout Int, _ verdict: inout Verdict) throws(Diagnostic)
    -> Bool
  {
    if line.statement.command != nil { return try runLine(line, index, &verdict) }
    switch line.statement.body {
    case .blank, .header: break
    case .heading, .prose: session.report.take(.note(line.statement.body))
    case .opening(let opening): try open(opening, &index)
    case .end: try close(&index, &verdict)
    case .directive(.include): return try runLine(line, index, &verdict) && playIncluded(index, &verdict)
    case .directive, .command, .call, .check: return try runLine(line, index, &verdict)
    }
    return true
  }

  /// Plays the file that the line at `index` includes. Returns false if the play has ended there.
  private func playIncluded(_ index: Int, _ verdict: inout Verdict) -> Bool {
    guard let included = file.included[index] else { return true }
    let player = Player(
      included.file, source: included.path, on: session, keepsGoing: keepsGoing, control: control, tally: tally,
      fulfil: fulfil)
    var played = 0
    let inner = player.playLines(&played)
    steps += player.steps
    // Where to go on after a line that failed has been decided there.
    if player.isWhole { worst = max(worst, inner) } else { verdict = inner }
    (isEndedInside, isLeft) = (!player.isWhole, !player.isWhole)
    return player.isWhole
  }

  /// Runs one line, or what is chosen instead. Returns false if it ends the play.
  private func runLine(_ line: PreparedLine, _ index: Int, _ verdict: inout Verdict) throws(Diagnostic) -> Bool {
    var line = line
    if let control, !line.statement.isDirective {
      if isRetry, let lastRun {
        line = lastRun
      } else {
        switch control.choose(line.statement, at: place(index)) {
        case .run: break
        case .skip: return true
        case .replace(let other): line = other
        case .end:
          isLeft = true
          return false
        }
      }
      lastRun = line
    }
    if progress.isDue { tellProgress(index) }
    let step = try run(line, at: index)
    if step.failure != nil, session.isInterrupted, !Keyboard.now.isTimeUp { step.leaveUnjudged() }
    progress.note(step)
    session.report.take(.step(step))
    steps += 1
    tally.count(step)
    if step.failure != nil { verdict = .checkFailed }
    return try fulfil(step)
  }

  /// Runs `line` in the place of the one at `index`; an error is of the line that ran.
  private func run(_ line: PreparedLine, at index: Int) throws(Diagnostic) -> Step {
    do throws(Diagnostic) {
      return try session.run(line, at: place(index))
    } catch {
      let isOther = line.statement.line != file.statement(index).line
      throw isOther && error.line == nil ? error.onEdited(line.statement.line) : error
    }
  }

  private func tellProgress(_ index: Int) {
    session.report.take(.progress(Progress(source: source, line: index + 1, lines: file.count, steps: steps)))
  }

  /// Plays the block that opens at `index`, and moves `index` to the end of a block that is skipped.
  private func open(_ opening: BlockOpening, _ index: inout Int) throws(Diagnostic) {
    guard let block = file.blocks.block(openedAt: index) else { return }
    var played = PlayedBlock(block, opening, in: session.table)
    if try played.begin(in: session) { playing.append(played) } else { index = block.end }
  }

  /// Ends a turn of the innermost block. An error, or a failure, is of the line that opens it, to which `index` moves.
  private func close(_ index: inout Int, _ verdict: inout Verdict) throws(Diagnostic) {
    guard let played = playing.last else { return }
    let end = index
    index = played.block.opening
    var goesOn = false
    defer { if !goesOn { playing.removeLast() } }
    switch try played.endTurn(in: session) {
    case .again: goesOn = true
    case .done: index = end
    case .failed(let failure):
      let step = session.fail(file.statement(index), at: place(index), failure)
      session.report.take(.step(step))
      tally.count(step)
      verdict = .checkFailed
    }
  }
}
