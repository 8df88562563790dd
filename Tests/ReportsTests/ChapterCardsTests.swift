import Runner
import SessionLanguage
import Support
import Testing
import Text

@testable import Reports

/// What `check` shows of the chapter that failed.
@Suite struct ChapterCardsTests {
  private let cards = ChapterCards(style: Style(isColoured: false), width: nil, language: .english)

  private func steps(_ count: Int) {
    for number in 1...count { cards.take(.step(Samples.step("let x \(number)"))) }
  }

  private func heading(_ text: String, _ language: Language = .english) { cards.take(.note(.heading(text, language))) }

  @Test func theStepsSinceTheHeadingAreShown() {
    heading("One")
    steps(1)
    heading("Two")
    cards.take(.note(.prose("Prose", .english)))
    steps(2)
    #expect(cards.takeText("a.session") == "a.session: Two\n> let x 1\n> let x 2\n")
    // What was shown is not shown again.
    steps(1)
    #expect(cards.takeText("a.session") == "a.session:\n> let x 1\n")
    #expect(cards.takeText("a.session") == "")
  }

  @Test func aHeadingInAnotherLanguageBeginsNoChapter() {
    let korean = ChapterCards(style: Style(isColoured: false), width: nil, language: .korean)
    for note in [Statement.Body.heading("Two", .english), .heading("둘", .korean)] { korean.take(.note(note)) }
    korean.take(.step(Samples.step("let x 1")))
    #expect(korean.takeText("a.session") == "a.session: 둘\n> let x 1\n")
    korean.take(.note(.heading("Three", .english)))
    korean.take(.line(Samples.step("let x 2").statement))
    korean.take(.step(Samples.step("let x 2")))
    #expect(korean.takeText("a.session") == "a.session: Three\n> let x 2\n")
    heading("Two")
    heading("둘", .korean)
    steps(1)
    #expect(cards.takeText("a.session") == "a.session: Two\n> let x 1\n")
  }

  @Test func ofManyStepsTheLastAreShown() {
    heading("Many")
    steps(41)
    let text = cards.takeText("a.session")
    #expect(
      text.hasPrefix("a.session: Many\n… 1 step before is not shown\n> let x 2\n") && text.hasSuffix("> let x 41\n"))
  }

  @Test func ofLongCardsNotAllAreKept() {
    for _ in 1...3 { cards.take(.step(Samples.step("let x " + String(repeating: "y", count: 30_000)))) }
    #expect(cards.takeText("a").hasPrefix("a:\n… 1 step before is not shown\n> let x yyy"))
  }

  @Test func aLineThatTellsMuchTakesLittleMemory() {
    for _ in 1...100 { cards.take(.interim([String(repeating: "x", count: 5_000)])) }
    steps(1)
    let text = cards.takeText("a")
    #expect(text.utf8.count < 80_000 && text.hasSuffix("> let x 1\n"))
  }

  /// To observe each step of a long play would take too much time.
  @Test func afterManyStepsNoneAreKept() {
    steps(999)
    #expect(cards.areKept)
    steps(1)
    #expect(!cards.areKept)
    heading("Later")
    steps(1)
    #expect(cards.takeText("a.session") == "")
    cards.begin()
    steps(1)
    #expect(cards.takeText("a.session") == "a.session:\n> let x 1\n")
  }
}
