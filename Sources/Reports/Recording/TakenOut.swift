import Commands
import Handles
import Runner
import SessionLanguage

/// What a recorded line has done that later ones may need.
struct LineEffects {
  /// The handles and variables that it made.
  private(set) var made: [String] = []
  private(set) var closed: [String] = []
  /// The call that it left waiting.
  private(set) var job: String?
  /// Whether it did nothing: it failed, or it only looked.
  private(set) var isNothing = true

  /// Those of a line for people.
  init() {}

  init(_ step: Step, in table: HandleTable) {
    isNothing = step.changedNothing(in: table)
    if isNothing { return }
    for change in step.changes {
      if change.before == nil { made.append(change.name) }
      if change.isClosing { closed.append(change.name) }
    }
    if case .waiting(_, let name) = step.outcome { job = name }
    switch step.statement.body {
    case .command(let line) where step.exchanges.isEmpty: made += line.madeNames
    case .command(let line) where step.failure == nil:
      if let capture = line.expectation?.capture { made.append(capture.name) }
    case .directive(.variable(let name, _)): made.append(name)
    default: break
    }
  }
}

/// Lines that were taken out of a recording, although they have been done: a later line that needs one cannot be played.
struct TakenOut {
  /// The lines, by what they made, closed and began.
  private var makers: [String: String] = [:], closers: [String: String] = [:], starters: [String: String] = [:]

  mutating func add(_ line: String, _ effects: LineEffects) {
    for name in effects.made { makers[name] = line }
    for name in effects.closed { closers[name] = line }
    if let job = effects.job { starters[job] = line }
  }

  /// The line that `step` needs and the recording has no more.
  /// - Parameter effects: What `step` did, which may do without that line from now on.
  mutating func line(neededBy step: Step, _ effects: LineEffects) -> String? {
    if makers.isEmpty, closers.isEmpty, starters.isEmpty { return nil }
    for name in effects.made {
      // Where both were taken out, a play has no handle of that name.
      let wasMade = makers.removeValue(forKey: name) != nil
      if let line = closers.removeValue(forKey: name), !wasMade { return line }
    }
    for name in step.mentions { if let line = makers[name] { return line } }
    guard let job = step.job, let line = starters[job] else { return nil }
    return line
  }
}

extension CommandLine {
  /// The names that its words give to what it makes.
  fileprivate var madeNames: [String] {
    (try? Command.find(name, at: 0..<0))?.namingWords(of: self).compactMap(\.plain) ?? []
  }
}

extension Step {
  /// The words and substitutions in which its line may name a handle or a variable.
  fileprivate var mentions: [String] {
    switch statement.body {
    case .check(let expression): expression.references.map(\.name)
    case .command(let line):
      line.words.dropFirst().flatMap(\.mentions) + (line.expectation?.states ?? []).flatMap(\.handle.mentions)
    default: []
    }
  }
}

extension Word {
  /// The names in it; of `cli:POLLIN` the part before the colon, and of `r:cli` the one after it.
  fileprivate var mentions: [String] {
    references.map(\.name) + (plain?.split(whereSeparator: { ":,".contains($0) }).map(String.init) ?? [])
  }
}
