import Commands
import SessionLanguage
import Support
import Testing

@testable import Runner

@Suite struct PlayTallyTests {
  /// Plays `lines` below `sockplay 1`, with a step for each of `choices` that is not run.
  private func result(
    _ lines: String, keepsGoing: Bool = false, _ choices: [Int: LineChoice] = [:], resume: [Resumption] = []
  ) -> PlayResult {
    let play = Play()
    let file = SessionFile.read(Array("sockplay 1\n\(lines)".utf8)).file
    let tally = PlayTally(), control = Chooser(choices, resume)
    let player = Player(
      file, source: "test", on: play.session, keepsGoing: keepsGoing, control: control, tally: tally
    ) { _ in true }
    _ = player.play()
    return tally.result
  }

  @Test func whatSaysWhatIsExpectedIsCounted() {
    let all = result("# prose\n@let x = 1\nsocketpair a b = 0\n? a.fd >= 0\nsend a x\nrepeat 2\nsend a x = 1\nend\n")
    #expect(all.held == 4 && all.checked == 4 && all.stop == nil)
    #expect(result("socketpair a b\n").checked == 0)
  }

  @Test func whatFailsIsCountedEvenIfNothingIsExpected() {
    let failed = result("socketpair a b = 0\nsend a x = 5\nsend a y = 1\n")
    #expect(failed.held == 1 && failed.checked == 2 && failed.stop! == (3, 4))
    let refused = result("socketpair a b = 0\nsend a hex:0\nsend a y = 1\n", keepsGoing: true)
    #expect(refused.held == 2 && refused.checked == 3 && refused.stop == nil)
  }

  /// Ctrl-C came while a lesson waited for a person before the line.
  @Test func aLineThatDidNotRunHasNotHeld() throws {
    let play = Play(), tally = PlayTally()
    play.session.interruptsAtStart = Keyboard.now.interrupts &- 1
    let step = try play.run("socketpair a b = 0")
    tally.count(step)
    #expect(step.exchanges.isEmpty && play.table.find("a") == nil && tally.result.checked == 0)
  }

  @Test func aBlockThatCannotBePlayedIsCountedOnce() {
    let blocks = result("repeat x\nsocket a udp = fd\nend\nrepeat 2\nsend a hex:0\nend\n", keepsGoing: true)
    #expect(blocks.held == 0 && blocks.checked == 3)
  }

  /// The last line that does something is the end, whatever is written after it.
  @Test func aPlayThatStopsSaysWhere() {
    #expect(result("socketpair a b = 0\nsend a x = 5\n\n# the end\n").stop == nil)
    #expect(result("socketpair a b = 0\n\nsend a x = 1\n", [4: .end]).stop! == (3, 4))
    #expect(result("socketpair a b = 0\nsend a x = 5\nsend a x\n", [3: .skip]).stop == nil)
  }

  @Test func aLineThatRunsAgainIsCountedOnce() {
    let again = result("socketpair a b = 0\nsend a x = 5\nsend a x = 1\n", resume: [.retry, .retry, .skip])
    #expect(again.held == 2 && again.checked == 3 && again.stop == nil)
  }

  @Test func whatIsLeftOutIsNotCounted() {
    let played = result("socketpair a b = 0\nsend a x = 1\nsend a y = 1\n", [3: .skip])
    #expect(played.held == 2 && played.checked == 2)
  }
}

/// Chooses what is done with a line by its number, and how a play goes on after failures one after the other.
final class Chooser: PlayControl {
  private let choices: [Int: LineChoice]
  private var resumptions: [Resumption]
  private(set) var asked: [Int] = []
  private(set) var reached: [Int] = []
  /// The number of the line that is not reached any more.
  private let end: Int

  init(_ choices: [Int: LineChoice], _ resumptions: [Resumption] = [], end: Int = .max) {
    (self.choices, self.resumptions, self.end) = (choices, resumptions, end)
  }

  func shouldPlay(at place: Place) -> Bool {
    reached.append(place.number)
    return place.number < end
  }

  func choose(_ statement: Statement, at place: Place) -> LineChoice {
    asked.append(place.number)
    return choices[place.number] ?? .run
  }

  func resume(_ place: Place) -> Resumption? { resumptions.isEmpty ? nil : resumptions.removeFirst() }
}
