import Commands
import Glibc
import SessionLanguage
import Sockets
import Text

/// Plays the lines of a session file, in order and with their repetitions.
package struct Player {
  private let session: Session
  private let file: SessionFile
  private let source: String
  /// The number of the file's first line.
  private let first: Int
  /// Whether to continue after a line that failed.
  private let keepsGoing: Bool
  /// Fulfils the requests that the session leaves to its caller; false ends the play.
  private let obey: (Step) throws(Diagnostic) -> Bool
  /// The `end` of each `repeat`, and the `repeat` of each `end`.
  private let partner: [Int: Int]
  private var loops: [Loop] = []
  private var steps = 0

  /// Steps between two reports of progress.
  private static let stride = 4096
  /// The distinct lines that have been played.
  private var prepared: [PreparedLine?]

  /// A repetition that is being played. The iteration of the innermost one is the table's.
  private struct Loop {
    let start: Int
    let count: Int
    /// The iteration of the enclosing repetition.
    let outer: Int?
  }

  /// - Parameter first: The number of the file's first line, if the file is a part of something longer.
  package init(
    _ file: SessionFile, source: String, first: Int = 1, on session: Session, keepsGoing: Bool = false,
    obey: @escaping (Step) throws(Diagnostic) -> Bool
  ) {
    self.session = session
    self.file = file
    self.source = source
    self.first = first
    self.keepsGoing = keepsGoing
    self.obey = obey
    partner = Self.partners(file)
    prepared = Array(repeating: nil, count: file.statementCount)
  }

  private static func partners(_ file: SessionFile) -> [Int: Int] {
    var partner: [Int: Int] = [:]
    var open: [Int] = []
    for index in file.lines.indices {
      switch file.statement(index).body {
      case .repetition: open.append(index)
      case .end:
        guard let start = open.popLast() else { continue }
        partner[start] = index
        partner[index] = start
      default: break
      }
    }
    return partner
  }

  /// Plays the whole file.
  package mutating func play() -> Verdict {
    var verdict = Verdict.held
    var index = 0
    let (outer, keys) = (session.interruptsBefore, session.interruptsBefore ?? Keyboard.now.interrupts)
    session.interruptsBefore = keys
    let turn = session.table.turn
    defer { (session.interruptsBefore, session.table.turn) = (outer, turn) }
    while index < file.lines.count {
      let line = line(index)
      do throws(Diagnostic) {
        if try !play(line, &index, &verdict) { return verdict }
      } catch {
        if verdict == .held { verdict = .couldNotRun }
        // A repetition that cannot begin is skipped as a whole; its `end` belongs to no loop.
        let refused = index
        if case .repetition = line.statement.body { index = partner[index]! }
        let place = Place(source: source, number: first + refused)
        session.report.take(.refusal(error, at: place, line: file.bytes[file.lines[refused].range]))
      }
      // A call that Ctrl-C ended has failed, but not by itself.
      if Keyboard.now.interrupts != keys { return .interrupted }
      if verdict != .held, !keepsGoing { return verdict }
      index += 1
    }
    return verdict
  }

  /// Plays the line at `index`, and may change `index`. Returns false if the line ends the play.
  private mutating func play(_ line: PreparedLine, _ index: inout Int, _ verdict: inout Verdict) throws(Diagnostic)
    -> Bool
  {
    if line.statement.command != nil { return try run(line, index, &verdict) }
    switch line.statement.body {
    case .blank, .header: break
    case .heading, .prose: session.report.take(.note(line.statement.body))
    case .repetition(let count): index = try enter(index, count)
    case .end: index = leave(index)
    case .directive, .command, .check: return try run(line, index, &verdict)
    }
    return true
  }

  /// Runs one line. Returns false if it ends the play.
  private mutating func run(_ line: PreparedLine, _ index: Int, _ verdict: inout Verdict) throws(Diagnostic) -> Bool {
    let step = try session.run(line, at: Place(source: source, number: first + index))
    session.report.take(.step(step))
    steps += 1
    if steps % Self.stride == 0 {
      session.report.take(
        .progress(Progress(source: source, line: index + 1, lines: file.lines.count, steps: steps)))
    }
    if step.failure != nil { verdict = .checkFailed }
    return step.request == nil ? true : try obey(step)
  }

  private mutating func line(_ index: Int) -> PreparedLine {
    let number = file.lines[index].statement
    if let known = prepared[number] { return known }
    let line = PreparedLine(file.statement(index))
    prepared[number] = line
    return line
  }

  /// Begins a repetition. Returns the line after which to continue.
  private mutating func enter(_ index: Int, _ word: Word) throws(Diagnostic) -> Int {
    let text = try session.table.text(of: word)
    guard let count = Int(numeral: text), (0...1_000_000_000).contains(count) else {
      throw .invalid("count", text, at: word.span, label: "0 to 1000000000")
    }
    guard count > 0 else { return partner[index]! }
    loops.append(Loop(start: index, count: count, outer: session.table.turn))
    session.table.turn = 1
    return index
  }

  private mutating func leave(_ index: Int) -> Int {
    guard let loop = loops.last, let turn = session.table.turn else { return index }
    guard turn < loop.count else {
      session.table.turn = loop.outer
      loops.removeLast()
      return index
    }
    session.table.turn = turn + 1
    return loop.start
  }
}

/// The result of a play. The raw values are the exit codes of `sockplay`.
package enum Verdict: Int32, Sendable {
  /// All checks held.
  case held = 0
  /// The command line was wrong.
  case usage = 1
  /// A file does not parse.
  case unreadable = 2
  /// A line could not be run, or a file could not be read.
  case couldNotRun = 3
  /// A check failed.
  case checkFailed = 4
  /// Ctrl-C; the exit code that shells use.
  case interrupted = 130
}
