import Runner
import SessionLanguage
import Sockets
import Text

/// Asks before each line what it will come to, lets the kernel answer, and counts. The screen shows lines and cards.
package final class QuizReport: Report {
  package let wantsChanges = true
  private let screen: ScreenReport
  private let output: Output
  private let words: QuizWords
  private let ask: () -> String?
  /// What was said of the line that runs.
  private var guess: Guess?
  /// Lines that have been asked: one that is repeated is asked once.
  private var asked: Set<ObjectIdentifier> = []
  private var (points, possible) = (0, 0)
  private var misses: [String] = []
  /// Whether nobody answers any more.
  private var isOver = false
  /// Whether anything has been played: a file may be played by another process instead.
  private var hasBegun = false

  /// - Parameters:
  ///   - ask: Reads an answer; nil when there will be none any more.
  package init(on screen: ScreenReport, output: Output, language: Language, ask: @escaping () -> String?) {
    (self.screen, self.output, self.ask) = (screen, output, ask)
    words = language == .korean ? .korean : .english
  }

  package func begin() {
    (guess, asked, points, possible, misses, hasBegun) = (nil, [], 0, 0, [], false)
  }

  package func take(_ record: Record) {
    hasBegun = true
    switch record {
    case .line(let statement): question(statement)
    case .step(let step): judge(step)
    case .refusal: guess = nil
    default: break
    }
  }

  package func end() {
    guard hasBegun else { return }
    guard possible > 0 else { return output.write((asked.isEmpty ? words.nothing : words.unanswered) + "\n") }
    output.write("\n\(words.score(points, possible))\n")
    for miss in misses { output.write(miss + "\n") }
  }

  /// Asks about a line of which its author has said what comes.
  private func question(_ statement: Statement) {
    guess = nil
    guard !isOver, let expectation = statement.command?.expectation, let outcome = expectation.outcome,
      outcome.pattern != .anything, asked.insert(ObjectIdentifier(statement)).inserted
    else { return }
    // Puts the line on the screen.
    screen.take(.delay)
    while !isOver {
      output.write(words.question)
      guard let answer = ask() else { return isOver = true }
      let guess = Guess(answer)
      guard let unknown = guess.unknown else { return self.guess = guess }
      output.write(words.unknown(TerminalEscape.text(unknown)) + "\n")
    }
  }

  private func judge(_ step: Step) {
    guard let guess, let outcome = Outcome(step)?.asked(guess) else { return }
    self.guess = nil
    let right = outcome.points(of: guess)
    (points, possible) = (points + right, possible + outcome.points)
    if right == outcome.points { return output.write("  \(words.right)\n") }
    output.write("  \(right == 0 ? "" : words.partly)\(words.wrong(outcome.text))\n")
    let line = String(decoding: step.statement.typed, as: UTF8.self)
    misses.append(
      "\(words.line(step.place.number))  \(TerminalEscape.text(line))  →  \(outcome.text)"
        + (step.why.map { ": \(TerminalEscape.text($0))" } ?? ""))
  }
}

/// Says before the first record how to answer. A file that another process plays has none.
package final class QuizOpening: Report {
  package let wantsChanges = false
  private let output: Output
  private let words: QuizWords
  private var hasBegun = false

  package init(output: Output, language: Language) {
    self.output = output
    words = language == .korean ? .korean : .english
  }

  package func begin() { hasBegun = false }

  package func take(_ record: Record) {
    if !hasBegun { output.write(words.opening + "\n") }
    hasBegun = true
  }
}

/// The quiz's own sentences in one language.
struct QuizWords: Sendable {
  let opening: String
  let question: String
  let right: String
  /// Said before what came, where the result was right and the state was not, or the reverse.
  let partly: String
  /// Said of a file with no question.
  let nothing: String
  /// Said where questions were asked.
  let unanswered: String
  let line: @Sendable (Int) -> String
  let wrong: @Sendable (String) -> String
  let unknown: @Sendable (String) -> String
  let score: @Sendable (_ points: Int, _ possible: Int) -> String

  static let english = QuizWords(
    opening: """
      Before each call, say what it returns: 0, 9, fd for a new descriptor, blocks,
      or -1 with its errno. Where the state of the socket will be another, say that
      too: 0 LISTEN, -1 EAGAIN, fd ESTABLISHED. Enter alone leaves a question out.
      """, question: "? ", right: "right", partly: "partly right; ",
    nothing: "this file expects nothing that one could be asked about", unanswered: "no question was answered",
    line: { "line \($0)" }, wrong: { "it came to: \($0)" },
    unknown: { "\($0) is not a result, errno or state; write, for example, 0 LISTEN or -1 ECONNREFUSED" },
    score: { "\($0) of \($1) points" })

  static let korean = QuizWords(
    opening: """
      호출마다 무엇을 반환할지 먼저 답하세요. 0이나 9 같은 수, 새 디스크립터면 fd,
      기다리면 blocks, 실패하면 -1과 errno를 적습니다. 소켓의 상태가 바뀐다면 그것도
      적으세요. 예: 0 LISTEN, -1 EAGAIN, fd ESTABLISHED. 모르면 Enter만 누르세요.
      """, question: "? ", right: "맞았습니다", partly: "일부만 맞았습니다. ", nothing: "이 파일에는 물어볼 것이 없습니다",
    unanswered: "답한 문제가 없습니다",
    line: { "\($0)번째 줄" }, wrong: { "실제로는 \($0)" },
    unknown: { "\($0): 반환값도 errno도 상태도 아닙니다. 0 LISTEN이나 -1 ECONNREFUSED처럼 답하세요." },
    score: { "\($1)점 중 \($0)점입니다" })
}
