import Runner
import SessionLanguage
import Sockets
import Support
import Testing
import Text

@testable import Reports

/// What the screen says of a play besides its cards.
@Suite struct PlayTextTests {
  private func drawn(_ language: Language, isColoured: Bool = false, _ body: (ScreenReport) throws -> Void) throws
    -> String
  {
    try Samples.written { output in
      let screen = ScreenReport(
        output: output, errors: output, style: Style(isColoured: isColoured), width: 80, showsLines: true,
        language: language)
      screen.saysHeld = true
      try body(screen)
    }
  }

  private static let results = [
    PlayResult(checked: 24, held: 24), PlayResult(checked: 6, held: 5, stop: (9, 31)),
    PlayResult(checked: 1, held: 1, stop: (2, 3)), PlayResult(), PlayResult(stop: (1, 4)),
  ]

  @Test func theEndOfAPlay() throws {
    let ends = try Language.allCases.map { language in
      try drawn(language) { screen in for result in Self.results { screen.take(.played(result)) } }
    }
    try Golden.expect(ends.joined(separator: "\n"), "play-ends")
  }

  @Test func theEndIsGreenIfAllHeld() throws {
    let end = try drawn(.english, isColoured: true) { screen in
      for result in Self.results.prefix(2) { screen.take(.played(result)) }
    }
    #expect(end == "\u{1b}[32m24 of 24 held\u{1b}[0m\n\n\u{1b}[31m5 of 6 held, up to line 9 of 31\u{1b}[0m\n")
  }

  /// A line that was shown before it runs is not shown again, and neither is a check's answer said twice.
  @Test func linesThatAreShownBeforeTheyRun() throws {
    let shown = try Language.allCases.map { language in
      try drawn(language) { screen in
        for line in ["server> listen srv 5   = 0   [srv LISTEN]", "send cli x", "? srv.queue == 1"] {
          let step = Samples.step(line, [Samples.done(Call("listen", .descriptor(3), .integer(5)), 0)])
          screen.announce(step.statement, expects: true)
          screen.take(.line(step.statement))
          screen.take(.step(step))
        }
        let skipped = try Parser.parse(Array("close srv = 0".utf8)), other = try Parser.parse(Array("close cli".utf8))
        screen.announce(skipped, expects: false)
        screen.take(.line(other))
        screen.take(.delay)
      }
    }
    try Golden.expect(shown.joined(separator: "\n"), "announced-lines")
  }
}
