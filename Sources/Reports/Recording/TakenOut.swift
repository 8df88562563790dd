import Commands
import Handles
import Runner
import SessionLanguage
import Sockets

/// What a recorded line has done that later ones may need.
struct LineEffects {
  /// The handles and variables that it made.
  private(set) var made: [String] = []
  private(set) var closed: [String] = []
  /// The handles that were there before, and on which later calls may find something else: other data, another state, or
  /// another peer.
  private(set) var changed: Set<String> = []
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
    changed = step.changedHandles.subtracting(made)
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

/// Lines that a recording does not have, although they have been done: a later line that needs one cannot be played, and
/// one that uses a handle which they have changed may come to something else.
struct TakenOut {
  /// The lines, by what they made, closed, began and changed.
  private var makers: [String: String] = [:], closers: [String: String] = [:], starters: [String: String] = [:]
  private var changers: [String: String] = [:]

  mutating func add(_ line: String, _ effects: LineEffects) {
    for name in effects.made { (makers[name], changers[name]) = (line, nil) }
    for name in effects.closed { closers[name] = line }
    if let job = effects.job { starters[job] = line }
    noteChanges(line, effects)
  }

  /// Adds only what a line has changed: what it made is reported otherwise.
  mutating func noteChanges(_ line: String, _ effects: LineEffects) {
    for name in effects.changed where makers[name] == nil { changers[name] = line }
  }

  /// The handle that `step` uses and such a line has changed, and that line. It is told once.
  /// - Parameter effects: What `step` did: what it made is as it made it.
  mutating func change(usedBy step: Step, _ effects: LineEffects) -> (name: String, line: String)? {
    if changers.isEmpty { return nil }
    for name in effects.made { changers[name] = nil }
    for name in step.mentions + [step.subject].compactMap(\.self) {
      guard let line = changers[name] else { continue }
      forgetChanges(by: line)
      return (name, line)
    }
    return nil
  }

  /// Forgets what `line` has changed: it has been told of.
  mutating func forgetChanges(by line: String) { changers = changers.filter { $0.value != line } }

  /// Takes back that changes were told of since `earlier`.
  mutating func recallChanges(_ earlier: TakenOut) { changers.merge(earlier.changers) { now, _ in now } }

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
  /// The handles that its calls have changed for later ones. What a socket has sent is not told of it once that has been
  /// acknowledged.
  fileprivate var changedHandles: Set<String> {
    var names = changes.filter { $0.mattersLater }.map(\.name)
    if movesData {
      names += [invocation?.subject, invocation?.alsoAffects].compactMap { $0?.name }
      // What was sent may be on its way.
      if result?.call.traits.contains(.sends) == true, let peer = invocation?.subject?.peer { names.append(peer.name) }
    }
    return Set(names)
  }

  /// Whether a call of it has put something into a socket, or taken something out.
  private var movesData: Bool {
    exchanges.contains { exchange in
      guard let answer = exchange.answer, !answer.failed else { return false }
      let moving: CallTraits = [.sends, .receives, .receivesSeveral, .splices, .accepts, .connects]
      return !exchange.call.traits.isDisjoint(with: moving) && !exchange.call.has("MSG_PEEK")
    }
  }

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

extension Change {
  /// Whether a later call on the handle may find something else because of it.
  fileprivate var mattersLater: Bool {
    guard let before else { return false }
    return isClosing || isGone || endpoints != nil || before.state != after.state || before.unread != after.unread
      || before.queue != after.queue || before.backlog != after.backlog || before.shut != after.shut
  }
}

extension Word {
  /// The names in it; of `cli:POLLIN` the part before the colon, and of `r:cli` the one after it.
  fileprivate var mentions: [String] {
    references.map(\.name) + (plain?.split(whereSeparator: { ":,".contains($0) }).map(String.init) ?? [])
  }
}
