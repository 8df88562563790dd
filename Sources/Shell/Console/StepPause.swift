import Commands
import Reports
import Runner
import SessionLanguage
import Text

/// Shows each line before it runs, and asks the person at the terminal what to do with it.
final class StepPause {
  private let context: RunContext
  private let session: Session
  private let screen: ScreenReport
  private let prompt: PlayPrompt
  /// The file that is played, which others may be played by.
  private let path: String
  /// nil where there is no way back.
  private let journal: StepJournal?
  /// Whether other processes play other roles of the file.
  private let hasOthers: Bool
  private let words: PlayWords
  private var hasBegun = false
  private(set) var isGoingBack = false
  /// Whether the person has left the play: of a file that another one sources, that one as well.
  private(set) var hasLeft = false

  init(
    _ context: RunContext, session: Session, screen: ScreenReport, prompt: PlayPrompt, path: String,
    journal: StepJournal?, hasOthers: Bool
  ) {
    (self.context, self.session, self.screen) = (context, session, screen)
    (self.prompt, self.path, self.journal, self.hasOthers) = (prompt, path, journal, hasOthers)
    words = PlayWords(language: session.table.language)
  }

  /// Whether it does what was chosen before it went back, and asks nothing.
  var isPlayingAnew: Bool { journal?.isPlayingAnew ?? false }
  /// Whether the last line was chosen then.
  private(set) var hasPlayedAnew = false

  func choose(_ statement: Statement, at place: Place) -> LineChoice {
    hasPlayedAnew = isPlayingAnew
    if let entry = journal?.next() { return choice(again: entry) }
    if !hasBegun, journal?.hasSteps != true { open() }
    hasBegun = true
    let choice = ask(about: statement, place)
    if case .end = choice { hasLeft = true }
    return choice
  }

  private func open() {
    // Shows prose that may still be followed by the same in another language.
    session.report.take(.delay)
    context.say(words.opening)
  }

  private func choice(again entry: StepJournal.Entry) -> LineChoice {
    switch entry {
    case .run: return .run
    case .skip: return .skip
    case .replace(let line):
      var preparer = LinePreparer()
      return (try? preparer.prepare(line[...])).map(LineChoice.replace) ?? .run
    }
  }

  /// Asks until it is clear what is to become of the line.
  private func ask(about statement: Statement, _ place: Place) -> LineChoice {
    var (next, edited) = (statement, PreparedLine?.none)
    screen.announce(next, expects: true)
    while true {
      guard let answer = prompt.ask(words.step(place, of: path)) else { return .end }
      switch key(answer) {
      case .run:
        journal?.add(edited.map { .replace($0.statement.line) } ?? .run)
        return edited.map(LineChoice.replace) ?? .run
      case .skip:
        journal?.add(.skip)
        return .skip
      case .edit:
        guard let line = edit(next, place) else { continue }
        (next, edited) = (line.statement, line)
        screen.announce(next, expects: true)
      case .prompt:
        guard prompt.open(words.prompt, resumptions: [.skip]) != nil else { return .end }
        screen.announce(next, expects: true)
      case .back: if goBack() { return .end }
      case .quit: return .end
      case .help: for row in words.keys { context.say(row) }
      case nil: context.say(words.unknown(TerminalEscape.text(String(decoding: answer, as: UTF8.self))))
      }
    }
  }

  // MARK: Keys

  private enum Key: String, CaseIterable { case run, skip, edit, prompt, back, quit, help }

  /// What `answer` asks for: Enter alone, a letter, or the word that begins with it.
  private func key(_ answer: [UInt8]) -> Key? {
    let typed = String(decoding: answer, as: UTF8.self).split(separator: " ").joined(separator: " ").lowercased()
    if typed.isEmpty { return .run }
    if typed == "?" { return .help }
    let word = KoreanKeyboard.keys(of: typed) ?? typed
    return Key.allCases.first { $0.rawValue.hasPrefix(word) }
  }

  // MARK: Editing

  /// The longest line that is edited, in bytes.
  private static let longest = 4096

  /// Lets a person change a line. What does not parse is shown with its error, and may be changed further.
  /// - Returns: nil if it is left as it is.
  private func edit(_ statement: Statement, _ place: Place) -> PreparedLine? {
    var line = statement.withoutGap
    let text = String(decoding: line, as: UTF8.self)
    guard line.count <= Self.longest, TerminalEscape.prose(text) == text else {
      context.say(words.notEditable)
      return nil
    }
    while let edited = prompt.ask(words.edit, initial: line), !edited.allSatisfy({ $0 == 0x20 }) {
      do throws(Diagnostic) { return try prepared(edited) } catch {
        session.report.take(.refusal(error, at: place, line: edited[...]))
      }
      line = edited
    }
    // Ctrl-C leaves the line as it is, and does not end the play.
    session.interruptsAtStart = Keyboard.now.interrupts
    return nil
  }

  private func prepared(_ line: [UInt8]) throws(Diagnostic) -> PreparedLine {
    var preparer = LinePreparer()
    let prepared = try preparer.prepare(line[...])
    switch prepared.statement.body {
    case .command, .call, .check: return prepared
    default:
      throw Diagnostic("only a command or a check can be run here", help: "p is the prompt, which takes any line")
        .inKorean("여기서는 명령이나 확인만 실행할 수 있습니다", help: "p는 어떤 줄이든 받는 프롬프트입니다")
    }
  }

  // MARK: Going back

  /// - Returns: Whether the play is to be played anew; otherwise it has been said why not.
  private func goBack() -> Bool {
    let obstacle: String? =
      hasOthers
      ? words.hasOthers
      : !session.table.isIsolated
        ? words.notIsolated
        : context.common.capture != nil ? words.captures : journal?.hasSteps == true ? nil : words.isFirstStep
    if let obstacle {
      context.say(obstacle)
      return false
    }
    context.say(words.goingBack)
    journal?.goBack()
    isGoingBack = true
    return true
  }
}

extension Statement {
  /// The line, with its expectation right after the command.
  fileprivate var withoutGap: [UInt8] {
    guard let command, let expected else { return line }
    return Array(line[..<command.end]) + "  ".utf8 + expected.utf8
  }
}
