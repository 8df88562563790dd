import Commands
import Handles
import SessionLanguage

/// What came of an attempt at a step of a lesson.
package enum LessonAttempt: Equatable {
  case reached
  /// Not yet, and what was seen instead, such as `srv.state is BOUND`.
  case notYet(seen: [String])
}

// Whether the goal of a step is reached. It is looked up in the live state, so every way that leads there is right.
extension Session {
  /// Waits for up to `limit` milliseconds, as some transitions come a little after the call.
  /// - Parameters:
  ///   - names: What the learner calls the handles; what this step tells of that is added.
  ///   - done: The step of the line that was typed last.
  package func attempt(
    _ goal: LessonStep, of lesson: GuidedLesson, _ names: inout LessonNames, done: Step?, within limit: Int
  ) -> LessonAttempt {
    var attempt = LessonAttempt.notYet(seen: [])
    _ = settle(within: limit, isInterrupted: { isInterrupted }) {
      // A call in the background that returns meanwhile may reach the goal.
      for step in collectReturned() { report.take(.step(step)) }
      attempt = self.attempt(goal, of: lesson, &names, done: done)
      return attempt == .reached
    }
    return attempt
  }

  private func attempt(_ goal: LessonStep, of lesson: GuidedLesson, _ names: inout LessonNames, done: Step?)
    -> LessonAttempt
  {
    if goal.conditions.isEmpty {
      return done.map { meets(goal, names, $0) } == true ? .reached : .notYet(seen: [])
    }
    let mentioned = mentioned(goal).filter(lesson.names.contains)
    if let found = assignment(of: mentioned.filter { names[$0] == nil }, lesson, names, goal, done?.subject) {
      names = found
      return .reached
    }
    // The handle on which the line has worked may be meant where another one was until now.
    if let subject = done?.subject, !names.taken.contains(subject) {
      for name in mentioned where names[name] != nil && isMade(subject, as: name, of: lesson) {
        var other = names
        other[name] = subject
        if unmet(goal, other) == nil {
          names = other
          return .reached
        }
      }
    }
    return .notYet(seen: unmet(goal, names) ?? [])
  }

  /// Finds handles for the names in `free` with which all conditions hold.
  private func assignment(
    of free: [String], _ lesson: GuidedLesson, _ names: LessonNames, _ goal: LessonStep, _ subject: String?
  ) -> LessonNames? {
    guard let name = free.first else { return unmet(goal, names) == nil ? names : nil }
    for candidate in candidates(for: name, names, subject) where isMade(candidate, as: name, of: lesson) {
      var next = names
      next[name] = candidate
      if let found = assignment(of: Array(free.dropFirst()), lesson, next, goal, subject) { return found }
    }
    return nil
  }

  /// Whether `handle` is of the kind that the lesson makes of `name`: a UDP socket may be bound, too, and never listens.
  private func isMade(_ handle: String, as name: String, of lesson: GuidedLesson) -> Bool {
    lesson.kinds[name].map { table.find(handle)?.kind.word == $0 } ?? true
  }

  private static let mostCandidates = 6

  /// The handles that may be meant by `name`: the one of that name, the one that was used last, those that the step has
  /// made, and the newest of the others.
  private func candidates(for name: String, _ names: LessonNames, _ subject: String?) -> [String] {
    var found: [String] = []
    let made = table.names.filter { !names.old.contains($0) }
    for candidate in [name, subject].compactMap({ $0 }) + made + table.names.reversed()
    where table.find(candidate) != nil && !names.taken.contains(candidate) && !found.contains(candidate) {
      found.append(candidate)
    }
    return Array(found.prefix(Self.mostCandidates))
  }

  /// What is seen where the first condition does not hold; nil if all hold.
  private func unmet(_ goal: LessonStep, _ names: LessonNames) -> [String]? {
    for condition in goal.conditions {
      do throws(Diagnostic) {
        let statement = try Parser.parse(Array(names.applied(to: condition).utf8))
        guard case .check(let expression) = statement.body else { continue }
        if let (_, seen) = try firstUnmet(expression) { return seen }
      } catch {
        return []
      }
    }
    return nil
  }

  /// The names that the conditions are about, from left to right.
  private func mentioned(_ goal: LessonStep) -> [String] {
    var names: [String] = []
    for condition in goal.conditions {
      guard let statement = try? Parser.parse(Array(condition.utf8)), case .check(let expression) = statement.body
      else {
        continue
      }
      for reference in expression.references where !names.contains(reference.name) { names.append(reference.name) }
    }
    return names
  }

  /// Whether `step` is what the last line of `goal` expects: its result, on the same socket. A line that makes no call
  /// is the goal itself.
  private func meets(_ goal: LessonStep, _ names: LessonNames, _ step: Step) -> Bool {
    guard let line = goal.last?.command, let command = Command.matching(line.name).first else { return true }
    guard command.makesCall else {
      return step.command.flatMap { Command.matching($0.name).first } === command
    }
    guard !step.exchanges.isEmpty, line.expectation.map({ outcomeFailure($0, step) == nil }) ?? true else {
      return false
    }
    let words = line.words.dropFirst().compactMap(\.plain)
    let bound = words.compactMap { names[$0] }
    return bound.isEmpty || step.subject.map(bound.contains) == true
  }
}
