import Commands
import Reports
import Runner
import SessionLanguage
import Text

/// Which part of the tour a lesson is.
struct GuidedPart {
  let name: String
  let number: Int
  let count: Int
}

/// A lesson that waits for what is typed: it says what to do, looks after each line whether that has been reached, helps,
/// and goes on.
final class Guide: Report {
  let wantsChanges = true
  private let lesson: GuidedLesson
  private let part: GuidedPart?
  private unowned let console: Console
  private let language: Language
  private let progress = CourseProgress()
  /// The step that it waits for.
  private var index = 0
  private var names = LessonNames()
  /// What the line that was typed last came to; nil since the step began.
  private var done: Step?
  /// Whether that line made a call, or was refused.
  private var isAttempt = false
  private var isRefused = false
  /// How much help has been given with this step, and how often it went wrong.
  private var (helps, mistakes) = (0, 0)
  /// How many calls may still succeed before the goal must be reached: a step may take several.
  private var spare = 0
  private var mustSkip = false
  /// Whether its own lines are being run.
  private var isRunning = false

  /// How long a goal may take to be reached after a line, in milliseconds.
  private static let settleTime = 300

  init(_ lesson: GuidedLesson, part: GuidedPart?, console: Console) {
    (self.lesson, self.part, self.console) = (lesson, part, console)
    language = console.session.table.language
  }

  private var step: LessonStep { lesson.steps[index] }

  // MARK: What happens in the session

  func take(_ record: Record) {
    switch record {
    case .step(let step):
      if case .course? = step.request { return }
      done = step
      if !step.exchanges.isEmpty { isAttempt = true }
    case .refusal: (isAttempt, isRefused) = (true, true)
    default: break
    }
  }

  /// A line has been typed.
  func lineTaken(isBlank: Bool) {
    guard !isRunning else { return }
    if mustSkip { return runLines() }
    // Something may have happened meanwhile that reaches the goal.
    if isBlank { return done != nil && attempt(within: 0) == .reached ? succeed() : help() }
    judge()
  }

  private func attempt(within limit: Int) -> LessonAttempt {
    console.session.attempt(step, of: lesson, &names, done: done, within: limit)
  }

  private func judge() {
    guard let done else {
      if isAttempt { miss([]) }
      return
    }
    switch attempt(within: isAttempt ? Self.settleTime : 0) {
    case .reached: succeed()
    case .notYet where isAttempt && !isRefused && done.result?.answer?.failed != true && spare > 0: spare -= 1
    case .notYet(let seen): if isAttempt { miss(seen) }
    }
    (isAttempt, isRefused) = (false, false)
  }

  // MARK: Where it is

  /// Begins after the first `count` steps, whose lines are run again.
  func start(at count: Int) {
    for directive in lesson.directives { _ = console.take(directive.line[...], number: 0) }
    let table = console.session.table
    let mayGoOn = count > 0 && count < lesson.steps.count && lesson.names.allSatisfy(table.isFree)
    let title = lesson.title.text(in: language).joined()
    say(.heading, [part.map { "\(tour) \($0.number)/\($0.count)  \(title)" } ?? title])
    if count == 0 { say(.prose, lesson.opening.text(in: language)) }
    if mayGoOn {
      say(.prose, [text("The lines of the steps that you have done are run again:", "지난번에 한 단계의 줄들을 다시 실행합니다:")])
      runAgain(count)
    } else {
      say(
        .prose,
        [
          text(
            "Enter helps, skip does a step for you, tour off leaves.", "막히면 Enter, 건너뛰려면 skip, 그만두려면 tour off를 입력하세요.")
        ])
    }
    index = mayGoOn ? count : 0
    beginStep()
  }

  /// Makes all handles of the lesson anew, as they are where this step begins.
  /// - Returns: Whether that could be done.
  private func begin(anew reason: String) -> Bool {
    let wasRunning = isRunning
    isRunning = true
    defer { isRunning = wasRunning }
    for name in names.taken.sorted() where console.session.table.find(name)?.isOpen == true { run("close \(name)") }
    guard lesson.names.allSatisfy(console.session.table.isFree) else { return false }
    say(.prose, [reason + text(" The lines of the steps so far are run again:", " 지금까지 한 단계의 줄들을 다시 실행합니다:")])
    names = LessonNames()
    runAgain(index)
    beginStep()
    return true
  }

  /// Runs the lines of the first `count` steps.
  private func runAgain(_ count: Int) {
    for line in lesson.steps.prefix(count).flatMap(\.lines) { run(line) }
    for name in lesson.names { names[name] = console.session.table.find(name) == nil ? nil : name }
  }

  private var tour: String { text("Tour", "둘러보기") }

  private func beginStep() {
    (helps, mistakes, done, isAttempt, isRefused) = (0, 0, nil, false, false)
    spare = step.lines.count - 1
    names.old = Set(console.session.table.names)
    showStep()
  }

  func showStep() {
    let heading = step.heading.text(in: language).joined(separator: " ")
    say(.heading, ["[\(index + 1)/\(lesson.steps.count)]" + (heading.isEmpty ? "" : " " + heading)])
    say(.prose, step.task.text(in: language).map { names.applied(to: $0, isProse: true) })
  }

  func leave() {
    console.endGuide(isDone: false)
    say(.prose, [text("You have left the tour. tour goes on here.", "둘러보기를 멈췄습니다. tour를 입력하면 여기서 이어집니다.")])
  }

  private func succeed() {
    let remark = step.remark.text(in: language).map { names.applied(to: $0, isProse: true) }
    say(.success, remark.isEmpty ? ["✓"] : remark.enumerated().map { ($0.offset == 0 ? "✓ " : "  ") + $0.element })
    goOn()
  }

  private func goOn() {
    index += 1
    if let part { progress.add(part: part.name, steps: index) }
    if index < lesson.steps.count { beginStep() } else { finish() }
  }

  private func finish() {
    console.endGuide(isDone: true)
    let closing = lesson.closing
    if !closing.heading.isEmpty { say(.heading, closing.heading.text(in: language)) }
    say(.prose, closing.task.text(in: language).map { names.applied(to: $0, isProse: true) })
    guard let part else { return }
    progress.add(donePart: part.name)
    let lessons = text("learn lists the lessons of the course.", "learn을 입력하면 수업 목록이 나옵니다.")
    say(
      .prose,
      [
        part.number < part.count
          ? text(
            "Part \(part.number) of \(part.count) is done. tour begins part \(part.number + 1). \(lessons)",
            "\(part.count)부 가운데 \(part.number)부를 마쳤습니다. tour를 입력하면 \(part.number + 1)부를 시작합니다. \(lessons)")
          : text("The tour is done. \(lessons)", "둘러보기를 모두 마쳤습니다. \(lessons)")
      ])
  }

  // MARK: Help

  private func miss(_ seen: [String]) {
    (isAttempt, isRefused) = (false, false)
    mistakes += 1
    // What was seen says `srv.state is BOUND`.
    let found = seen.map { text($0, $0.replacing(" is ", with: ": ", maxReplacements: 1)) }
    if !found.isEmpty { say(.prose, [text("Not yet: ", "아직입니다. ") + found.joined(separator: ", ")]) }
    switch mistakes {
    case 1: say(.prose, [text("(Enter gives a hint.)", "(Enter를 누르면 힌트가 나옵니다.)")])
    case 2, 3: help()
    default: break
    }
  }

  /// Says how the calls are written, and when asked again, the lines themselves.
  func help() {
    helps += 1
    if let lost = lostHandle {
      let closed = text(
        "\(lost.name) is closed, and this step needs it.", "이 단계에는 \(lost.name) 소켓이 필요한데 닫혀 있습니다.")
      if lost.lines.isEmpty, begin(anew: closed) { return }
      return say(.prose, [closed + text(" Make it again:", " 다시 만드세요:")] + lost.lines.map { "  " + typed($0) })
    }
    let commands = commands, hint = text("Hint: ", "힌트: ")
    if helps > 1 || commands.isEmpty {
      let lines = closingLines + step.lines.map(typed), type = text("Type:", "이렇게 입력하세요:")
      return say(.prose, lines.count == 1 ? ["\(type) \(lines[0])"] : [type] + lines.map { "  " + $0 })
    }
    say(.prose, commands.flatMap { [hint + $0.synopsis, "  " + $0.summary(in: language)] })
    say(.prose, [text("(Enter once more shows the line.)", "(Enter를 한 번 더 누르면 답이 나옵니다.)")])
  }

  /// A handle that the step needs and that has been closed meanwhile, with the lines that make it again.
  private var lostHandle: (name: String, lines: [Statement])? {
    for name in lesson.needed(at: index).sorted() {
      guard let own = names[name], console.session.table.find(own)?.isOpen != true else { continue }
      return (own, lesson.lines(making: name, before: index))
    }
    return nil
  }

  /// The commands of the step, each once.
  private var commands: [Command] {
    step.lines.compactMap { $0.command.flatMap { Command.matching($0.name).first } }.reduce(into: []) {
      found, command in
      if !found.contains(where: { $0 === command }) { found.append(command) }
    }
  }

  /// Has the lines of this step run once the command that asks for it is done.
  func skip() { mustSkip = true }

  /// Does the step, if need be after all that was before it, and goes on in any case.
  private func runLines() {
    (mustSkip, isRunning) = (false, true)
    defer { isRunning = false }
    for line in closingLines { run(line) }
    for line in step.lines { run(line) }
    if attempt(within: Self.settleTime) == .reached { return succeed() }
    if index > 0, begin(anew: text("Something before was otherwise.", "앞에서 무언가 다르게 되었습니다.")) {
      for line in step.lines { run(line) }
      if attempt(within: Self.settleTime) == .reached { return succeed() }
    }
    goOn()
  }

  /// Closes what has the name that the step's only line gives, so that the line can be typed.
  private var closingLines: [String] {
    guard step.lines.count == 1, let line = step.lines.first?.command else { return [] }
    let made = line.made.map { names.applied(to: $0) }
    return made.filter { !console.session.table.isFree($0) }.map { "close \($0)" }
  }

  private func run(_ line: Statement) {
    run(names.applied(to: String(decoding: line.line, as: UTF8.self)), shown: typed(line))
  }

  private func run(_ line: String, shown: String? = nil) {
    say(.prose, ["> " + (shown ?? line)])
    _ = console.take(Array(line.utf8)[...], number: 0)
  }

  /// A line as one types it: without its role and what is expected of it.
  private func typed(_ line: Statement) -> String { names.applied(to: String(decoding: line.typed, as: UTF8.self)) }

  private func say(_ kind: LessonText.Kind, _ lines: [String]) {
    if !lines.isEmpty { console.session.report.take(.lesson(LessonText(kind, lines))) }
  }

  private func text(_ english: String, _ korean: String) -> String { language.text(english, korean: korean) }
}
