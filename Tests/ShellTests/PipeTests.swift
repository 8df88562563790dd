import Foundation
import Support
import Testing

@Suite(.waits) struct PipeTests {
  private func pipe(_ text: String, _ arguments: [String] = []) throws -> Program.Ended {
    try Program.run(arguments, input: Array(text.utf8))
  }

  @Test func eachLineShowsItsCardAndThereIsNoPrompt() throws {
    let ended = try pipe("socket a tcp\nclose a\n")
    #expect(ended.code == 0)
    #expect(ended.errors == "")
    let lines = ended.output.split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix("> ") } == ["> socket a tcp", "> close a"])
    #expect(lines.contains { $0.hasPrefix("socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3") })
    #expect(!ended.output.contains("\u{1b}"))
  }

  @Test func theLastLineNeedsNoEnd() throws {
    let ended = try pipe("socket a tcp\nclose a")
    #expect(ended.code == 0)
    #expect(ended.output.contains("close(3) = 0"))
  }

  @Test(arguments: ["", "\n", "\n\n   \n\t\n", "# only prose"])
  func anInputWithoutCommandsIsFine(_ text: String) throws {
    let ended = try pipe(text)
    #expect(ended.code == 0)
    #expect(ended.errors == "")
  }

  @Test func carriageReturnsAtTheEndsOfLinesAreNoMatter() throws {
    let ended = try pipe("socket a tcp\r\nclose a\r\n\r\nhandles\r")
    #expect(ended.code == 0)
    #expect(ended.output.contains("there are no handles"))
  }

  @Test func theFirstLineThatFailsEndsIt() throws {
    let ended = try pipe("socket a tcp\nbind a 127.0.0.1:0\nbind a 127.0.0.1:0\nclose a\n")
    #expect(ended.code == 4)
    #expect(!ended.output.contains("close("))
    #expect(ended.errors.contains("error: the call failed\n --> stdin:3:1\n"))
    #expect(ended.errors.contains("EINVAL"))
  }

  @Test func anErrorInARepetitionHasTheLineOfTheInput() throws {
    let ended = try pipe("socket a tcp\nhandles\nrepeat 2\n  handles\n  bind {i} 127.0.0.1:0\nend\n")
    #expect(ended.errors.contains(" --> stdin:5:"), "\(ended.errors)")
    let lines = try Program.run(["-e", "socket a tcp", "-e", "repeat 2", "-e", "bind a 127.0.0.1:0", "-e", "end"])
    #expect(lines.errors.contains(" --> -e:3:1\n"), "\(lines.errors)")
    let count = try pipe("handles\nrepeat many\nend\n")
    #expect(count.errors.contains(" --> stdin:2:8\n"), "\(count.errors)")
  }

  @Test func aLineThatCannotRunEndsItToo() throws {
    let ended = try pipe("socket a tcp\nclsoe a\nclose a\n")
    #expect(ended.code == 2)
    #expect(!ended.output.contains("close("))
    #expect(ended.errors.contains("error: unknown command: clsoe\n --> stdin:2:1\n"))
    #expect(ended.errors.contains("did you mean close?"))
  }

  @Test func keepGoingDoesNotStopAndTellsTheWorst() throws {
    let ended = try pipe("socket a tcp\nclsoe a\nbind a 127.0.0.1:0\nbind a 127.0.0.1:0\nclose a\n", ["--keep-going"])
    #expect(ended.code == 4)
    #expect(ended.output.contains("close(3) = 0"))
  }

  @Test func quitEndsItWithoutTheRest() throws {
    let ended = try pipe("quit\nnonsense\n")
    #expect(ended.code == 0)
    #expect(ended.errors == "")
  }

  /// Its lines run neither once nor several times.
  @Test(arguments: ["while b.unread > 0", "repat 3", "repeat until \"x\"", "for i in 1 2"])
  func aBlockWhoseOpeningIsRefusedDoesNotRun(_ opening: String) throws {
    let text = "socketpair a b\n\(opening)\nsend a q\nend\nrepeat 2\n\(opening)\nsend a q\nend\nend\n? b.unread == 0\n"
    let ended = try pipe(text, ["--keep-going"])
    #expect(ended.code == 2)
    #expect(!ended.output.contains("send(") && !ended.errors.contains("has no repeat"), "\(ended.errors)")
    #expect(ended.errors.split(separator: "\n").count { $0.hasPrefix("error:") } == 2, "\(ended.errors)")
  }

  @Test func aRepetitionIsPlayed() throws {
    let ended = try pipe("repeat 3\nsocket x{i} tcp\nend\n")
    #expect(ended.code == 0)
    #expect(ended.output.contains("x3    fd 5"))
  }

  @Test func aRepetitionWithoutEndIsAnError() throws {
    let ended = try pipe("repeat 3\nsocket x{i} tcp\n")
    #expect(ended.code == 2)
    #expect(ended.errors == "sockplay: the input ended inside repeat; end is missing\n")
  }

  @Test func jsonIsOneObjectALine() throws {
    let ended = try pipe("socket a tcp\nbind a 127.0.0.1:0\nclose a\n", ["--json"])
    #expect(ended.code == 0)
    let objects = try ended.output.split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
    #expect(objects.count == 3)
    #expect(objects.allSatisfy { $0 != nil })
  }

  // MARK: -e

  @Test func linesFromTheCommandLineRun() throws {
    let ended = try Program.run(["-e", "socket a tcp", "-e", "close a"])
    #expect(ended.code == 0)
    #expect(ended.output.contains("socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3"))
    #expect(ended.output.contains("close(3) = 0"))
  }

  @Test func theFirstOfThemThatFailsEndsIt() throws {
    let ended = try Program.run(["-e", "socket a tcp", "-e", "bind a 127.0.0.1:70000", "-e", "close a"])
    #expect(ended.code == 3)
    #expect(!ended.output.contains("close("))
    #expect(ended.errors.contains(" --> -e:2:8\n"))
  }

  @Test func aCallThatWaitsFailsWhenItsTimeIsUp() throws {
    let ended = try pipe("@timeout 100ms\nsocket a udp\nbind a 127.0.0.1:0\nrecv a 10\nclose a\n")
    #expect(ended.code == 4)
    #expect(ended.errors.contains("still waiting after 100 ms"))
  }

  /// Its first line says that it is a file, whose calls have 10 s.
  @Test func aSessionFileFromAPipeNeverHangs() throws {
    let ended = try pipe("\n  sockplay 1\nsocket a udp\nbind a 127.0.0.1:0\nrecv a 10\nclose a\n")
    #expect(ended.code == 4)
    #expect(ended.errors.contains("still waiting after 10000 ms"))
  }

  @Test func aBlockOfAnotherLanguageThatNothingEndsIsTold() throws {
    let lines = Array("socket a udp\nwhile a.unread > 0\nclose a\n".utf8)
    let ended = try Program.run(["--keep-going"], input: lines)
    #expect(ended.code == 2 && !ended.output.contains("close("))
    #expect(ended.errors.hasSuffix("sockplay: the input ended inside while; end is missing\n"), "\(ended.errors)")
  }

  /// The step is shown and counts, though its expectation could not be held against it.
  @Test func aCallWhoseExpectationCannotBeReadIsShown() throws {
    let ended = try pipe("socketpair a b\nsend a x\nrecv b = 1 \"{a.nothing}\"\nclose a\n")
    #expect(ended.code == 4)
    #expect(ended.output.contains("recv(4, buf, 4096, 0) = 1"))
    #expect(ended.errors.contains("error: unknown field: nothing"))
  }

  // MARK: Ctrl-C

  /// Runs sockplay by START, which leaves its output in the file output, sends it SIGINT when READY holds, and then
  /// runs END. Returns its exit code and output. It is killed when it does not end.
  private func interrupted(_ start: String, ready: String = "[ -s output ]", end: String = ":") throws -> (
    code: Int32, output: String
  ) {
    let script = """
      \(start) & process=$!
      holds() { for i in {1..2000}; do "$@" && return; sleep 0.01; done; kill -9 $process; }
      asleep() { grep -q '^State:.S' /proc/$process/status; }
      ended() { ! kill -0 $process 2>/dev/null; }
      ready() { \(ready); }
      holds ready; kill -INT $process; \(end); holds ended; wait $process
      """
    return try Scratch.folder { folder in
      // Programs that Foundation starts may have the signal blocked.
      let code = try Pty(["-c", script], of: "/bin/bash", environment: ["S": Program.sockplay], folder: folder).end()
      return (code, try String(contentsOf: folder.appendingPathComponent("output"), encoding: .utf8))
    }
  }

  /// No line of this input waits, and it has no end.
  @Test func controlCBetweenTwoLinesEndsAPipe() throws {
    let ended = try interrupted(#""$S" < <(yes 'let a b') >output"#)
    #expect(ended.code == 130)
  }

  /// The signal comes while the first cards are on their way to somebody who does not read them yet.
  @Test func controlCBetweenTwoLinesEndsThoseOfTheCommandLine() throws {
    let lines = #"mkfifo out; exec 3<>out; words=(); for i in {1..200}; do words+=(-e help); done"#
    let ended = try interrupted(
      lines + #"; "$S" "${words[@]}" >out"#, ready: "asleep", end: "exec 4<out 3>&-; cat <&4 >output")
    #expect(ended.code == 130)
    #expect(ended.output.components(separatedBy: "> help\n").count < 200)
  }

  @Test(arguments: [
    "socket a tcp", "sleep 60m", "socket a udp\nrecv a 10", "socket a udp\nrecv a 10 &\nwait a",
    "socket a tcp\nrepeat 2",
    "socket a tcp\n? a.state == LISTEN within 60m",
  ])
  func controlCEndsAPipeThatIsSilent(lines: String) throws {
    let ended = try interrupted(
      #"mkfifo in; exec 3<>in; printf "\#(lines)\nlet b c\n" >&3; "$S" --keep-going <in >output"#,
      ready: "[ -s output ] && asleep")
    #expect(ended.code == 130)
  }

  /// Whoever writes the lines learns it without asking.
  @Test func aPipeThatIsSilentIsToldWhatHasReturned() throws {
    let lines = #"socket a udp\nbind a 127.0.0.1:0\nrecv a 10 &\nsendto a x {a}\n"#
    let ended = try interrupted(
      #"mkfifo in; exec 3<>in; printf '\#(lines)' >&3; "$S" <in >output"#,
      ready: "grep -q '^[*] a     recv has returned 1: wait a$' output"
    )
    #expect(ended.code == 130)
  }

  // MARK: Exit codes

  @Test(arguments: [
    ["--nonsense"], ["check"], ["-e"], ["--color", "pink"], ["--allow", "all"], ["--var", "x"], ["--var", "=1"],
    ["--var", "a b=1"],
    ["replay", "a", "--nonsense"],
  ])
  func wrongUsageIsOne(_ arguments: [String]) throws {
    let ended = try Program.run(arguments)
    #expect(ended.code == 1)
    #expect(ended.output == "")
    #expect(ended.errors.contains("Usage: sockplay"))
  }

  @Test(arguments: [["--help"], ["--version"], ["check", "--help"]])
  func helpIsNoError(_ arguments: [String]) throws {
    let ended = try Program.run(arguments)
    #expect(ended.code == 0)
    #expect(ended.errors == "")
    #expect(!ended.output.isEmpty)
  }

  @Test(arguments: [
    ("sockplay 1\nsocket a tcp = fd\nclose a = 0\n", Int32(0)), ("sockplay 1\nsokcet a tcp\n", 2),
    ("socket a tcp\n", 2),
    ("sockplay 1\n@needs nothing\n", 3), ("sockplay 1\nsocket a tcp = -1 EMFILE\n", 4),
  ])
  func theVerdictOfAFileIsTheExitCode(_ text: String, _ code: Int32) throws {
    try Scratch.folder { folder in
      try Data(text.utf8).write(to: folder.appendingPathComponent("a.session"))
      for command in ["check", "replay"] {
        #expect(try Program.run([command, "a.session"], folder: folder).code == code)
      }
      #expect(try Program.run(["check", "--syntax", "a.session"], folder: folder).code == (code == 2 ? 2 : 0))
    }
  }

  /// No time was up: there was none.
  @Test func aSignalThatEndsAWaitIsNoDeadline() throws {
    let script = """
      "$0" -e 'socketpair a b unix' -e 'recv a 3 &' -e 'wait a' > "$1" & one=$!
      until grep -q '> wait a' "$1"; do sleep 0.05; done
      sleep 1; kill -TERM $one; wait $one
      """
    try Scratch.folder { folder in
      let ended = try Program.run(["-c", script, Program.sockplay, folder.path + "/out"], of: "/bin/sh")
      #expect(ended.errors.contains("error: the call is still waiting"), "\(ended.errors)")
      #expect(!ended.errors.contains("the time is up") && !ended.errors.contains("0 ms"), "\(ended.errors)")
    }
  }
}
