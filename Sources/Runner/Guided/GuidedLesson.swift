import Commands
import SessionLanguage
import Sockets
import Text

/// A session file as a lesson that waits for what is typed. A step is prose that says what to do, the lines that do it,
/// and the prose right after them, which says what to look at. A blank line or a heading begins the next step.
package struct GuidedLesson: Sendable {
  /// Its first heading.
  package let title: Prose
  /// What is said at the beginning: prose before the heading of the first step.
  package let opening: Prose
  package private(set) var steps: [LessonStep] = []
  /// What is said at the end.
  package private(set) var closing = LessonStep()
  /// Directives, which are run at the beginning.
  package private(set) var directives: [Statement] = []
  /// The names that its lines give to handles.
  package private(set) var names: Set<String> = []
  /// The kinds of the sockets that its lines make, such as `tcp`, by handle.
  package private(set) var kinds: [String: String] = [:]

  /// Lines of a file for people, in one language or several.
  package struct Prose: Sendable {
    private var lines: [(text: String, language: Language)] = []

    package var isEmpty: Bool { lines.isEmpty }

    package init() {}

    package mutating func add(_ text: String, _ language: Language) { lines.append((text, language)) }

    /// Its lines in `language`; the English ones where there are none.
    package func text(in language: Language) -> [String] {
      let own = lines.filter { $0.language == language }
      return (own.isEmpty ? lines.filter { $0.language == .english } : own).map(\.text)
    }
  }

  /// - Throws: A `Problem` where the file has something that nobody types at a prompt.
  package init(_ file: SessionFile) throws(SessionFile.Problem) {
    var reader = LessonReader()
    for index in 0..<file.count {
      do throws(Diagnostic) { try reader.take(file.statement(index)) } catch {
        throw SessionFile.Problem(number: index + 1, diagnostic: error)
      }
    }
    reader.endStep()
    (title, opening, steps) = (reader.title, reader.opening, reader.steps)
    (directives, names, kinds) = (reader.directives, reader.names, reader.kinds)
    closing = reader.step
    guard !steps.isEmpty else {
      throw SessionFile.Problem(number: 1, diagnostic: Diagnostic("this file has no lines to type"))
    }
  }
}

/// A step of a lesson.
package struct LessonStep: Sendable {
  package internal(set) var heading = GuidedLesson.Prose()
  /// What to do.
  package internal(set) var task = GuidedLesson.Prose()
  /// What to look at afterwards.
  package internal(set) var remark = GuidedLesson.Prose()
  /// Lines that do it.
  package internal(set) var lines: [Statement] = []
  /// What must hold then: the lines with `?`, and the states that lines expect, as such lines.
  package internal(set) var conditions: [String] = []

  /// The line whose result is the goal where no condition is.
  package var last: Statement? { lines.last { $0.command != nil } }

  /// Whether its lines or its conditions are about the handle `name`.
  func mentions(_ name: String) -> Bool {
    let words = lines.compactMap(\.command).flatMap { $0.words.dropFirst() }
    return words.contains { $0.plain == name || $0.references.contains { $0.name == name } }
      || conditions.contains {
        $0.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "-" }.contains { $0 == name }
      }
  }
}

extension GuidedLesson {
  /// The handles that are open where the step at `index` begins, that it does not close, and that it is about.
  package func needed(at index: Int) -> Set<String> {
    var open: Set<String> = []
    for line in steps.prefix(index).flatMap(\.lines).compactMap(\.command) {
      open.formUnion(line.made)
      if let closed = line.closed { open.remove(closed) }
    }
    let closing = steps[index].lines.compactMap { $0.command?.closed }
    return open.subtracting(closing).filter(steps[index].mentions)
  }

  /// The lines before the step at `index` that made the handle `name` what it is there; none where other handles had a
  /// part in it.
  package func lines(making name: String, before index: Int) -> [Statement] {
    let lines = steps.prefix(index).flatMap(\.lines).filter { statement in
      guard let line = statement.command, line.words.dropFirst().first?.plain == name else { return false }
      return line.made.allSatisfy { $0 == name }
    }
    return lines.first?.command?.made == [name] ? lines : []
  }
}

extension CommandLine {
  /// The names that it gives to new handles.
  package var made: [String] {
    (Command.matching(name).first?.namingWords(of: self) ?? []).compactMap(\.plain)
  }

  /// The handle that it closes; nil if it does something else.
  fileprivate var closed: String? {
    guard Command.matching(name).first?.group == .opening, made.isEmpty else { return nil }
    return words.dropFirst().first?.plain
  }
}

/// Takes the lines of a file one by one, and makes steps of them.
private struct LessonReader {
  var title = GuidedLesson.Prose()
  var opening = GuidedLesson.Prose()
  var steps: [LessonStep] = []
  var step = LessonStep()
  var directives: [Statement] = []
  var names: Set<String> = []
  var kinds: [String: String] = [:]
  private var isTitle = true
  private var isSeparated = false
  private var depth = 0

  mutating func take(_ statement: Statement) throws(Diagnostic) {
    switch statement.body {
    case .blank: isSeparated = true
    case .header: break
    case .heading(let text, let language): add(heading: text, language)
    case .prose(let text, let language): add(prose: text, language)
    case .directive(.isolated), .directive(.shortTimers), .directive(.host):
      throw Diagnostic(
        "a lesson of the tour has the network of its prompt", help: "learn, replay and quiz play files with @isolated")
    case .directive(.include): throw Diagnostic("a lesson of the tour has all its lines in one file")
    case .directive: directives.append(statement)
    case .command, .call, .check, .opening, .end: add(line: statement)
    }
  }

  private mutating func add(heading text: String, _ language: Language) {
    if isTitle, language == .english, !title.isEmpty { isTitle = false }
    if isTitle { return title.add(text, language) }
    if !step.lines.isEmpty { endStep() }
    if steps.isEmpty, step.heading.isEmpty, !step.task.isEmpty { swap(&opening, &step.task) }
    step.heading.add(text, language)
  }

  private mutating func add(prose text: String, _ language: Language) {
    isTitle = false
    if !step.lines.isEmpty, isSeparated { endStep() }
    isSeparated = false
    if step.lines.isEmpty { step.task.add(text, language) } else { step.remark.add(text, language) }
  }

  private mutating func add(line statement: Statement) {
    isTitle = false
    if !step.remark.isEmpty { beginWithRemark() }
    isSeparated = false
    if case .opening = statement.body { depth += 1 }
    if case .end = statement.body { depth -= 1 }
    if case .check = statement.body {
      if depth == 0 { step.conditions.append(String(decoding: statement.line, as: UTF8.self)) }
      return
    }
    step.lines.append(statement)
    guard depth == 0, let line = statement.command else { return }
    for pattern in line.expectation?.states ?? [] {
      if let name = pattern.handle.plain { step.conditions.append("? \(name).state == \(pattern.state)") }
    }
    names.formUnion(line.made)
    let kind = line.words.dropFirst(2).first?.plain
    if let name = line.made.first, line.made.count == 1, let kind, SocketKind.words.contains(where: { $0.word == kind })
    {
      kinds[name] = kind
    }
  }

  /// Prose right after lines that is followed by lines again is what the next step asks for.
  private mutating func beginWithRemark() {
    let task = step.remark
    step.remark = GuidedLesson.Prose()
    endStep()
    step.task = task
  }

  mutating func endStep() {
    guard !step.lines.isEmpty else { return }
    steps.append(step)
    step = LessonStep()
    isSeparated = false
  }
}
