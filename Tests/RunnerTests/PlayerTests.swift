import Glibc
import Runner
import SessionLanguage
import Sockets
import Support
import Testing

@Suite(.waits) struct PlayerTests {
  private func sent(_ lines: String, keepsGoing: Bool = false) -> (verdict: Verdict, texts: [String]) {
    let play = Play(kernel: ScriptedKernel())
    let verdict = play.file("socket a udp\n" + lines, keepsGoing: keepsGoing)
    let texts = play.witness.steps.compactMap { step in
      step.exchanges.first.flatMap { exchange -> String? in
        guard exchange.call.name == "send", case .bytes(let bytes) = exchange.call.arguments[1] else { return nil }
        return String(decoding: bytes, as: UTF8.self)
      }
    }
    return (verdict, texts)
  }

  @Test(arguments: [
    ("repeat 3\nsend a {i}\nend", ["1", "2", "3"]),
    ("repeat 2\nrepeat 2\nsend a {i}\nend\nsend a o{i}\nend", ["1", "2", "o1", "1", "2", "o2"]),
    ("repeat 0\nsend a x\nrepeat 5\nsend a y\nend\nend\nsend a z", ["z"]),
    ("repeat 2\nend\nsend a z", ["z"]), ("let n = 2\nrepeat {n}\nsend a x\nend", ["x", "x"]),
    ("repeat 2\nrepeat 0\nend\nsend a {i}\nend", ["1", "2"]),
    ("let n = 0\nrepeat until {n} == 3\nsend a {i}\nlet n = {i}\nend", ["1", "2", "3"]),
    ("repeat until 1 == 1\nsend a x\nend\nsend a z", ["z"]),
    (
      "repeat 2\nlet n = 0\nrepeat 2 until {n} == 2\nsend a {i}\nlet n = {i}\nend\nsend a o{i}\nend",
      ["1", "2", "o1", "1", "2", "o2"]
    ),
  ])
  func linesAreRepeated(lines: String, texts: [String]) {
    let played = sent(lines)
    #expect(played.verdict == .held)
    #expect(played.texts == texts)
  }

  @Test(arguments: [
    "repeat x\nend", "repeat -1\nend", "repeat 1000000001\nend", "repeat 1.5\nend", "repeat 0 until 1 == 2\nend",
  ])
  func aCountMustBeANumber(lines: String) { #expect(sent(lines).verdict == .couldNotRun) }

  @Test(arguments: [
    "repeat 2\nsend a x\nend", "repeat 2\nsend a x = 5\nend", "repeat 2\nrepeat x\nend\nend",
    "repeat 2 until 1 == 2\nsend a x\nend",
  ])
  func aPlayLeavesTheTurnAroundItAsItWas(lines: String) {
    let play = Play(kernel: ScriptedKernel())
    for turn in [nil, 7] {
      play.table.turn = turn
      _ = play.file("socket a\(turn ?? 0) udp\n" + lines.replacing("send a", with: "send a\(turn ?? 0)"))
      #expect(play.table.turn == turn)
    }
  }

  @Test func aConditionThatIsNeverMetIsAFailure() {
    let turns = "repeat 2 until 1 == 2\nsend a {i}\nend\nsend a z"
    #expect(sent(turns).verdict == .checkFailed && sent(turns).texts == ["1", "2"])
    #expect(sent(turns, keepsGoing: true).texts == ["1", "2", "z"])
    let time = sent("repeat until 1 == 2 within 1ms\nsleep 2ms\nsend a x\nend\nsend a z")
    #expect(time.verdict == .checkFailed && time.texts == ["x"])
    #expect(sent("repeat until b.unread == 0\nend").verdict == .unreadable)
  }

  @Test func aFailureEndsThePlay() {
    #expect(sent("send a x = 5\nsend a y").texts == ["x"])
    #expect(sent("send a x = 5\nsend a y").verdict == .checkFailed)
    #expect(sent("send nobody x\nsend a y".replacing("nobody", with: "a hex:0")).texts == [])
    #expect(sent("send a hex:0\nsend a y").verdict == .couldNotRun)
  }

  /// The first time, the address is taken; what a person would do is done when it is asked how to go on.
  @Test func aLineThatFailedMayBeRunAgain() {
    let play = Play()
    var places: [Int] = []
    let lines = "socket a udp\nsocket b udp\nbind a 127.0.0.1:0\nbind b {a} = 0\nsocket c udp"
    let verdict = play.file(lines) { place in
      places.append(place.number)
      if places.count < 3 { return .retry }
      for name in ["a", "b"] { _ = try? play.run("setsockopt \(name) SO_REUSEADDR on") }
      return .retry
    }
    #expect(verdict == .held && places == [5, 5, 5])
    #expect(play.state("b") == .bound && play.table.find("c") != nil)
  }

  @Test func aLineThatFailedMayBeLeftOut() {
    let play = Play(kernel: ScriptedKernel())
    var places: [Int] = []
    let lines = "socket a udp\nsend a x = 5\nrepeat 2\nrepeat x\nsend a x\nend\nsend a {i} = 5\nend\nsocket b udp"
    let verdict = play.file(lines) { place in
      places.append(place.number)
      return .skip
    }
    #expect(verdict == .checkFailed && places == [3, 5, 8, 5, 8] && play.table.find("b") != nil)
  }

  @Test func thePlayMayGoOn() {
    #expect(sent("send a x = 5\nsend a y", keepsGoing: true).texts == ["x", "y"])
    #expect(sent("send a x = 5\nsend a y", keepsGoing: true).verdict == .checkFailed)
    #expect(
      sent("repeat 2\nrepeat x\nsend a x\nend\nsend a {i}\nend\nsend a z", keepsGoing: true).texts == ["1", "2", "z"])
  }

  /// More lines than are kept ready.
  @Test func aLongLoopIsPlayedLineByLine() {
    let texts = (0..<1500).map { "t\($0)" }
    let lines = ["repeat 2"] + texts.map { "send a \($0)" } + ["end"]
    #expect(sent(lines.joined(separator: "\n")).texts == texts + texts)
  }

  @Test func blocksMayBeDeepInOneAnother() {
    let depth = 5000
    let lines =
      Array(repeating: "repeat 1", count: depth) + ["send a {i}"] + Array(repeating: "end", count: depth)
    #expect(sent((lines + ["send a z"]).joined(separator: "\n")).texts == ["1", "z"])
  }

  @Test func theWorstVerdictStays() {
    #expect(sent("send a x = 5\nsend a hex:0", keepsGoing: true).verdict == .checkFailed)
    #expect(sent("send a hex:0\nsend a x = 5", keepsGoing: true).verdict == .checkFailed)
  }

  @Test func notesAreShownInTheirPlace() {
    let play = Play(kernel: ScriptedKernel())
    #expect(play.file("## Title\n# prose\n\nsocket a tcp") == .held)
    #expect(play.witness.notes.count == 2 && play.witness.steps.count == 1)
  }

  /// Ctrl-C while no call waits ends the next one that does, and so the play.
  @Test func anInterruptBetweenTwoLinesIsNotLost() throws {
    try SeparateProcess.run {
      let wakeup = Wakeup()
      Keyboard.watch(wakeup)
      for line in ["recv u 10", "sleep 60s", "wait u"] {
        let session = Session(kernel: SealedKernel(), report: Interrupter(before: line), wakeup: wakeup)
        session.timeout = 20_000
        let text = "sockplay 1\nsocket u udp\nbind u 127.0.0.1:0\nrecv u 9 &\n\(line)\nsocket late udp\n"
        let start = monotonicNanoseconds()
        let player = Player(SessionFile.read(Array(text.utf8)).file, source: "test", on: session) { _ in true }
        demand(player.play() == .interrupted && session.table.find("late") == nil, line)
        demand(monotonicNanoseconds() - start < 20_000_000_000, line)
        session.end()
      }
    }
  }

  @Test func exitCodesAreTheDocumentedOnes() {
    #expect([Verdict.held, .usage, .unreadable, .couldNotRun, .checkFailed].map(\.rawValue) == [0, 1, 2, 3, 4])
  }
}

/// Sends SIGINT when `line` is about to run.
private final class Interrupter: Report {
  private let line: String
  let wantsChanges = false

  init(before line: String) { self.line = line }

  func take(_ record: Record) {
    guard case .line(let statement) = record, statement.typed.elementsEqual(line.utf8) else { return }
    let before = Keyboard.now
    kill(getpid(), SIGINT)
    while Keyboard.now == before { usleep(100) }
  }
}
