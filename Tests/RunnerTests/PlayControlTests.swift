import Commands
import SessionLanguage
import Support
import Testing

@testable import Runner

/// Somebody decides how a play goes on.
@Suite struct PlayControlTests {
  private func sent(_ lines: String, _ control: Chooser) -> (verdict: Verdict, texts: [String]) {
    let play = Play(kernel: ScriptedKernel())
    let file = SessionFile.read(Array("sockplay 1\n\(lines)".utf8)).file
    let player = Player(file, source: "test", on: play.session, control: control) { _ in true }
    let verdict = player.play()
    let texts = play.witness.steps.map { String(decoding: $0.statement.typed, as: UTF8.self) }
    return (verdict, texts.filter { $0.hasPrefix("send") })
  }

  private static let lines = "@let x = 1\nsocket a udp\n# prose\nsend a 1\n? a.fd >= 0\nsend a 2\nsend a 3\n"

  @Test func everyLineThatRunsIsAskedAbout() {
    let control = Chooser([:])
    #expect(sent(Self.lines, control).texts == ["send a 1", "send a 2", "send a 3"])
    #expect(control.asked == [3, 5, 6, 7, 8] && control.reached == Array(1...8))
  }

  @Test func aLineIsLeftOut() { #expect(sent(Self.lines, Chooser([7: .skip])).texts == ["send a 1", "send a 3"]) }

  @Test func anotherLineRunsInstead() throws {
    var lines = LinePreparer()
    let other = try lines.prepare(Array("send a other".utf8)[...])
    let played = sent(Self.lines, Chooser([7: .replace(other)]))
    #expect(played.texts == ["send a 1", "send a other", "send a 3"])
  }

  /// The error is of the line that ran.
  @Test func theOtherLineIsShownWhereItIsRefused() throws {
    var lines = LinePreparer()
    let other = try lines.prepare(Array("send nobody x".utf8)[...])
    let play = Play(kernel: ScriptedKernel())
    let file = SessionFile.read(Array("sockplay 1\n\(Self.lines)".utf8)).file
    let player = Player(file, source: "test", on: play.session, control: Chooser([7: .replace(other)])) { _ in true }
    _ = player.play()
    #expect(play.witness.refusals.map(\.line) == [Array("send nobody x".utf8)])
  }

  /// It is the line that ran which runs again, and nobody is asked about it.
  @Test func theOtherLineRunsAgain() throws {
    var lines = LinePreparer()
    let other = try lines.prepare(Array("send a other = 7".utf8)[...])
    let control = Chooser([7: .replace(other)], [.retry, .skip])
    #expect(sent(Self.lines, control).texts == ["send a 1", "send a other", "send a other", "send a 3"])
    #expect(control.asked == [3, 5, 6, 7, 8])
  }

  @Test func thePlayEndsBeforeALine() {
    let played = sent(Self.lines, Chooser([7: .end]))
    #expect(played.verdict == .held && played.texts == ["send a 1"])
    #expect(sent(Self.lines, Chooser([:], end: 7)).texts == ["send a 1"])
  }
}
