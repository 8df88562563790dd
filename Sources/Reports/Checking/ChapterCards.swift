import Runner
import SessionLanguage
import Text

/// The cards of the steps since the last heading, for when one of them fails. Of a chapter with many, the last are kept.
final class ChapterCards {
  private let screen: ScreenReport
  private let output = Output.inMemory()
  private let errors = Output.inMemory()
  private var heading: [UInt8] = []
  /// Whether the heading may be followed by the same in the reader's language, for which it waits.
  private var mayBeTranslated = false
  /// The cards, each with what was shown before it.
  private var cards: [[UInt8]] = []
  private var size = 0
  /// How many cards came before those that are kept.
  private var leftOut = 0
  private var steps = 0

  /// How many cards are kept, and how many bytes of them.
  private static let cardLimit = 40, byteLimit = 64 << 10
  /// After as many steps no more cards are kept: to observe each step of a long play takes two thirds of its time again.
  private static let stepLimit = 1000

  init(style: Style, width: Int?, language: Language) {
    screen = ScreenReport(
      output: output, errors: errors, style: style, width: width, showsLines: true, language: language)
  }

  /// Whether there is anything to keep them for.
  private(set) var areKept = true

  /// Another file begins.
  func begin() {
    forget()
    (steps, areKept, first) = (0, true, nil)
  }

  /// The file whose line was the first: others are played by it.
  private var first: String?

  /// The file that is played, whose line, or that of a file which it plays, is at `place`.
  func played(_ place: Place) -> String { first ?? place.source }

  func take(_ record: Record) {
    guard areKept else { return }
    if first == nil, case .step(let step) = record { first = step.place.source }
    // The error is shown by who shows the cards.
    defer { _ = errors.takeKept() }
    switch record {
    case .note(let note):
      guard note.isHeading else { return }
      if note.language == .english {
        forget()
        mayBeTranslated = true
      }
      screen.take(record)
      takeHeading()
    case .step:
      screen.take(record)
      keep(output.takeKept())
      steps += 1
      if steps == Self.stepLimit {
        forget()
        areKept = false
      }
    case .line:
      if mayBeTranslated {
        screen.end()
        takeHeading()
        mayBeTranslated = false
      }
      screen.take(record)
    default:
      screen.take(record)
      // A line that lasts may have much to tell before its card.
      if output.keptCount > Self.byteLimit { _ = output.takeKept() }
    }
  }

  private func takeHeading() { heading += output.takeKept().drop { $0 == 0x0a } }

  private func keep(_ card: [UInt8]) {
    cards.append(card)
    size += card.count
    while cards.count > Self.cardLimit || size > Self.byteLimit {
      size -= cards.removeFirst().count
      leftOut += 1
    }
  }

  private func forget() {
    screen.end()
    _ = output.takeKept()
    (heading, cards, size, leftOut) = ([], [], 0, 0)
  }

  /// What is to be shown before an error in the file `source`; then nothing is kept of it.
  func takeText(_ source: String) -> String {
    screen.end()
    let shown = cards + [output.takeKept()], before = leftOut
    let title = heading.isEmpty ? [0x0a] : [0x20] + heading
    forget()
    guard areKept, !shown.joined().isEmpty else { return "" }
    let note = before > 0 ? "… \(Plural.count(before, "step")) before \(Plural.is(before)) not shown\n" : ""
    return "\(TerminalEscape.prose(source)):" + String(decoding: title, as: UTF8.self) + note
      + String(decoding: shown.joined(), as: UTF8.self)
  }
}
