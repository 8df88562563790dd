import Commands
import Runner
import SessionLanguage
import Sockets
import Support
import Testing
import Text

@testable import Reports

@Suite struct ScreenReportTests {
  private func drawn(isColoured: Bool = false, width: Int? = nil, showsLines: Bool = true) throws -> String {
    try Samples.written { output in
      let terminal = ScreenReport(
        output: output, errors: output, style: Style(isColoured: isColoured), width: width, showsLines: showsLines)
      terminal.take(.note(.heading("Half-close: 반만 닫기", .english)))
      terminal.take(.note(.prose("The server can still answer.", .english)))
      for step in Samples.all { terminal.take(.step(step)) }
      terminal.take(.blocked(Samples.recv, forecast: "nothing unread"))
      terminal.take(.event(Event(Samples.change("cli", Samples.seen(.finWait1), Samples.seen(.finWait2), fd: -1))))
      terminal.take(
        .event(Event(Samples.change("conn", Samples.seen(.established), Samples.seen(.established, unread: 5)))))
      terminal.take(
        .event(
          Event(Samples.change("srv", Samples.seen(.listen, backlog: 5), Samples.seen(.listen, queue: 1, backlog: 5)))))
      terminal.take(
        .event(Event(Samples.change("cli", Samples.seen(.timeWait), Samples.seen(.closed), fd: -1, gone: true))))
      terminal.take(.returned(Exchange(call: Samples.recv, answer: Answer(result: 5)), began: 0, job: "conn"))
      terminal.take(
        .returned(
          Exchange(call: Samples.recv, answer: Answer(result: -1, errno: Errno(symbol: "ECONNRESET")!)), began: 0,
          job: "conn"))
      terminal.take(
        .refusal(
          Diagnostic("unknown command: bnd", at: 0..<3, label: "did you mean bind?", help: "help lists the commands"),
          at: .prompt, line: Array("bnd a".utf8)[...]))
    }
  }

  @Test func oneOfSeveralJobsOfANameIsNamedByItsNumber() {
    var text = TextBuffer()
    EventText.write(returned: Exchange(call: Samples.recv, answer: Answer(result: 5)), of: "a", number: 2, to: &text)
    #expect(text.string == "* a     recv of job 2 has returned 5: wait 2\n")
  }

  @Test func cardsLookAsTheyDid() throws { try Golden.expect(drawn(), "cards") }
  @Test func atAPromptTheLinesStandThereAlready() throws {
    try Golden.expect(drawn(width: 120, showsLines: false), "cards-prompt")
  }
  @Test func aNarrowTerminalHasNoColumns() throws { try Golden.expect(drawn(width: 20), "cards-narrow") }
  @Test func coloursAreAddedAndNothingElse() throws {
    let coloured = try drawn(isColoured: true)
    try Golden.expect(coloured.replacing("\u{1b}", with: "␛"), "cards-coloured")
    #expect(coloured.replacing(/\x{1b}\[\d+m/, with: "") == (try drawn()))
  }

  @Test func whatIsShownAgainAndAgainLooksAsTheFirstTime() throws {
    for step in Samples.all {
      let shown = try Samples.written { output in
        let terminal = ScreenReport(
          output: output, errors: output, style: Style(isColoured: false), width: nil, showsLines: true)
        for _ in 1...4 {
          if step.statement.isDirective == false { terminal.take(.line(step.statement)) }
          terminal.take(.step(step))
        }
      }
      let once = shown.prefix(shown.count / 4)
      #expect(shown == String(repeating: String(once), count: 4))
    }
  }

  @Test func noControlOfAPeerReachesTheTerminal() throws {
    let text = try drawn()
    #expect(
      text.unicodeScalars.allSatisfy {
        $0 == "\n" || $0.properties.generalCategory != .control && $0.properties.generalCategory != .format
      }
    )
  }

  @Test func statesStandBelowEachOtherWhateverTheNamesWidth() throws {
    let lines = try drawn().split(separator: "\n").filter { $0.hasPrefix("  cli   ") || $0.hasPrefix("  연결  ") }
    #expect(lines.count > 3)
    #expect(lines.allSatisfy { DisplayWidth.of(String($0.prefix { $0 != "E" && $0 != "C" && $0 != "F" })) == 8 })
  }
}
