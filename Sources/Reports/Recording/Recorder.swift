import Commands
import Glibc
import Handles
import Runner
import SessionLanguage
import Sockets

/// Writes steps to a session file, each line with one write(2), so that the file is valid at any moment.
package final class Recorder: Report {
  package let path: String
  /// Called when the file cannot be written any more; what it holds so far is whole.
  package var whenBroken: (FileProblem) -> Void = { _ in }
  private var isBroken = false
  private let file: GrowingFile
  private let table: HandleTable
  private var data = RecordedData()
  private var streams = ChanceStreams()
  private var looks = EarlyLooks()
  /// The last lines, which may be taken out again, and where each begins in the file.
  private var droppable: [Droppable] = []
  package static let mostDroppable = 64
  /// Whether there were lines before these.
  private var hasEarlier = false
  private var takenOut = TakenOut()
  /// Those that were not recorded while the recording had ended.
  private var leftOut = TakenOut()
  /// Called with a line that was taken out, when one that needs it is recorded.
  package var whenNeeded: (String) -> Void = { _ in }
  /// Called with a handle that the line just recorded uses, and the line that has changed it and is not in the recording:
  /// it was taken out, or else not recorded.
  package var whenChanged: (String, String, _ wasTakenOut: Bool) -> Void = { _, _, _ in }
  /// What its lines need that whoever plays them must allow; the file says so before the first that does.
  private var needs: Permissions = []
  /// Called with a handle that the line just recorded makes, and that the file has made before this recording was added.
  package var whenMadeAgain: (String) -> Void = { _ in }
  /// Called with the words of `--allow` that the line just recorded is the first to need.
  package var whenNeeding: ([String]) -> Void = { _ in }
  /// The names that the file made before this recording was added to it.
  package private(set) var namesBefore: Set<String> = []
  /// The line that holds the prompt, as if it had begun in the background.
  private var held: Step?
  /// The name of that job, once its beginning is in the recording.
  private var begun: String?

  package var wantsChanges: Bool { true }
  package var isRecording: Bool { true }

  /// Begins a new file at `path`; an existing one is left alone. The C functions are `open` and `linkat`.
  /// - Parameters:
  ///   - adds: Whether an existing session file is continued instead.
  ///   - gap: What was not recorded since the last recording ended.
  ///   - timeout: The deadline of the session's calls, in milliseconds; nil for none.
  ///   - watchesWire: Whether the session shows the segments that pass, so that a play must do so, too.
  package init(
    path: String, adds: Bool = false, after gap: RecordingGap? = nil, table: HandleTable, timeout: Int? = nil,
    watchesWire: Bool = false
  ) throws(FileProblem) {
    (self.path, self.table) = (path, table)
    if adds, let gap, gap.path == path { leftOut = gap.lines }
    if adds, let before = try ContinuedFile(path, isIsolated: table.isIsolated) {
      (file, namesBefore) = (GrowingFile(before.descriptor, length: before.length), before.names)
      needs = before.needs
      try begin(before.lead + Self.network(table) + Self.wire(watchesWire), timeout, after: before.timeout)
      return
    }
    // An unnamed file gets its name together with its first lines, so that nobody ever sees it without them.
    let unnamed = Descriptors.beyondSoftLimit {
      open(Self.folder(of: path), Self.unnamedFile | O_WRONLY | O_APPEND | O_CLOEXEC, 0o644)
    }
    let hasName = unnamed < 0 && (errno == EOPNOTSUPP || errno == EISDIR)
    let opened = hasName ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644) : unnamed
    guard opened >= 0 else { throw FileProblem(errno: Errno(errno)) }
    file = GrowingFile(Descriptors.outOfTheWay(opened))
    do throws(FileProblem) {
      try begin(
        "\(Keyword.header)\n" + (table.isIsolated ? "@isolated\n" : "") + Self.network(table)
          + Self.wire(watchesWire), timeout)
    } catch {
      if hasName { unlink(path) }
      throw error
    }
    if hasName { return }
    guard linkat(AT_FDCWD, file.path, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 else {
      throw FileProblem(errno: Errno(errno))
    }
  }

  /// Writes what was set before the recording.
  /// - Parameters:
  ///   - lead: What comes before it.
  ///   - timeout: The deadline of the session's calls.
  ///   - earlier: The deadline that the file sets up to there.
  private func begin(_ lead: String, _ timeout: Int?, after earlier: Int? = nil) throws(FileProblem) {
    if !lead.isEmpty { try write(Array(lead.utf8)) }
    let timeout = timeout ?? Session.fileTimeout
    if timeout != earlier ?? Session.fileTimeout { try write(RecordedLine.text(timeout: timeout)) }
    for (name, value) in table.variables.sorted where !namesBefore.contains(name) {
      try write(RecordedLine.text(variable: name, value))
    }
  }

  /// O_TMPFILE of open(2), which Swift cannot import.
  private static let unnamedFile: Int32 = 0o20_000_000 | O_DIRECTORY

  /// What was made of the session's network before.
  private static func network(_ table: HandleTable) -> String {
    let hosts = table.hosts.hosts.map { host in
      "@host \(host.name) \(host.addresses.map(\.description).joined(separator: " "))\n"
    }
    return (table.hasShortTimers ? "@short-timers\n" : "") + hosts.joined()
  }

  private static func wire(_ isWatched: Bool) -> String { isWatched ? "wire on\n" : "" }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  package func take(_ record: Record) {
    attempt { () throws(FileProblem) in
      switch record {
      case .line: (held, begun) = (nil, nil)
      case .held(let step): held = step
      case .step(let step): try take(step)
      case .note(let note): try self.record(note: note)
      default: break
      }
    }
  }

  /// What was recorded may be gone by now.
  package func end() { attempt { () throws(FileProblem) in _ = try file.takeAddedLines(at: path) } }

  private func attempt(_ body: () throws(FileProblem) -> Void) {
    if isBroken { return }
    do throws(FileProblem) { try body() } catch {
      isBroken = true
      whenBroken(error)
    }
  }

  /// Records a step. Where a line holds the prompt, that may be of a call in the background that has returned
  /// meanwhile: the line's own beginning is recorded before it, because a play begins that line before it waits for
  /// this call, and its end when it comes.
  private func take(_ step: Step) throws(FileProblem) {
    guard let held else { return try record(step) }
    if step.statement === held.statement {
      self.held = nil
      return try record(step, begunAs: begun)
    }
    if begun == nil, case .waiting(_, let name) = held.outcome {
      try record(held)
      begun = name
    }
    try record(step)
  }

  /// Records a step. What does nothing when played, or could not be played, is left out.
  /// - Parameter begun: the job that the step's call is in the recording already.
  func record(_ step: Step, begunAs begun: String? = nil) throws(FileProblem) {
    var hints = RecordedHints(data: data.text(of: step, in: table))
    streams.take(step, &hints, in: table)
    looks.take(step, &hints, in: table)
    if step.isOneOfSeveral, step.result?.call.traits.contains(.opens) == false { hints.outcome = hints.outcome ?? "*" }
    guard let line = RecordedLine.text(step, begunAs: begun, hints, in: table) else { return }
    let effects = LineEffects(step, in: table)
    let added = (table.needed ?? []).subtracting(needs)
    let words = Permissions.words.filter { added.contains($0.permission) }.map(\.word)
    try write(line, effects, after: words.isEmpty ? [] : RecordedLine.text(needs: words), added)
    if !words.isEmpty { whenNeeding(words) }
    for change in step.changes where change.before == nil {
      if namesBefore.remove(change.name) != nil { whenMadeAgain(change.name) }
    }
    if let needed = takenOut.line(neededBy: step, effects) {
      takenOut.forgetChanges(by: needed)
      whenNeeded(needed)
    }
    if let change = takenOut.change(usedBy: step, effects) { whenChanged(change.name, change.line, true) }
    if let change = leftOut.change(usedBy: step, effects) { whenChanged(change.name, change.line, false) }
  }

  /// Records a line for people: prose or a heading.
  private func record(note: Statement.Body) throws(FileProblem) {
    if let line = RecordedLine.text(note: note) { try write(line, LineEffects()) }
  }

  /// - Parameters:
  ///   - lead: A line that says what this one needs, and what that is; most need nothing.
  private func write(
    _ line: [UInt8], _ effects: LineEffects, after lead: [UInt8] = [], _ added: Permissions = []
  ) throws(FileProblem) {
    if try file.takeAddedLines(at: path) { (droppable, hasEarlier) = ([], true) }
    let start = file.length
    try write(lead + line)
    needs.formUnion(added)
    if droppable.count == Self.mostDroppable {
      droppable.removeFirst()
      hasEarlier = true
    }
    droppable.append(
      Droppable(start: start, line: line, effects: effects, needs: added, takenOut: takenOut, leftOut: leftOut))
  }

  /// A line that can be taken out again.
  private struct Droppable {
    let start: Int
    let line: [UInt8]
    let effects: LineEffects
    /// What was needed from this line on.
    let needs: Permissions
    /// What the recording did not have before it.
    let takenOut, leftOut: TakenOut
  }

  package enum Dropped: Equatable {
    /// - Parameter staysDone: Whether the session has what it did, which a play will not have.
    case line(String, staysDone: Bool)
    /// The lines that are left are too many lines back.
    case tooFarBack
    /// Nothing has been recorded yet.
    case nothing
  }

  /// Takes the last line out of the file again: none of those that are left can need it.
  package func drop() throws(FileProblem) -> Dropped {
    guard let last = droppable.last else { return hasEarlier ? .tooFarBack : .nothing }
    try file.cut(to: last.start)
    droppable.removeLast()
    needs.subtract(last.needs)
    // What was told of that line has to be told of the next one that stays.
    takenOut.recallChanges(last.takenOut)
    leftOut.recallChanges(last.leftOut)
    takenOut.add(Self.text(last.line), last.effects)
    return .line(Self.text(last.line), staysDone: !last.effects.isNothing)
  }

  private static func text(_ line: [UInt8]) -> String { String(decoding: line.dropLast(), as: UTF8.self) }

  /// Writes a line. A kill can cut a write off where one page ends and the next begins, so a line that would reach into
  /// the next page begins there, after spaces, which mean nothing in a session.
  private func write(_ line: [UInt8]) throws(FileProblem) {
    let left = SessionFile.page - file.length % SessionFile.page
    if line.count > left, line.count <= SessionFile.page {
      try file.append(Array(repeating: 0x20, count: left - 1) + [0x0a])
    }
    try file.append(line)
  }
}
