import Foundation
import Support
import Testing

/// `--timeout`: how long a play may take as a whole.
@Suite(.waits) struct PlayTimeTests {
  private static let title = "error: the time of the whole play is up\n --> /dev/stdin:"

  private func play(_ options: [String], _ lines: String) throws -> Program.Ended {
    try Program.run(options + ["/dev/stdin"], input: Array(("sockplay 1\n" + lines).utf8))
  }

  @Test(arguments: ["check", "replay"]) func nestedRepetitionsEnd(command: String) throws {
    let ended = try play(
      [command, "--timeout", "1s"], "repeat 1000000000\nrepeat 1000000000\nlet x 1\nend\nend\n")
    #expect(ended.code == 3)
    #expect(ended.errors.contains(Self.title), "\(ended.errors)")
  }

  /// Perhaps before the file has begun.
  @Test(arguments: ["check", "replay"]) func theTimeMayBeUpAtOnce(command: String) throws {
    let ended = try play([command, "--timeout", "1ms"], "sleep 20s\n")
    #expect(ended.code == 3 && ended.errors.contains("the time of the whole play is up"), "\(ended)")
  }

  @Test func aCallThatWaitsEnds() throws {
    let ended = try play(["check", "--timeout", "1s"], "@timeout 1m\nsocketpair a b unix\nrecv a 5\nsend a \"x\"\n")
    #expect(ended.code == 3)
    #expect(ended.errors.contains(Self.title + "4:1"), "\(ended.errors)")
  }

  @Test func noFurtherFileIsPlayed() throws {
    try Scratch.folder { folder in
      let files = try ["one", "two"].map { name in
        let file = folder.appendingPathComponent("\(name).session")
        try Data("sockplay 1\nsleep 20s\n".utf8).write(to: file)
        return file.path
      }
      let ended = try Program.run(["check", "--jobs", "1", "--timeout", "1s"] + files)
      #expect(ended.code == 3 && ended.errors.contains("one.session: the time of the whole play is up"))
      #expect(!ended.errors.contains("two.session"))
    }
  }

  @Test func aPlayThatIsQuickerIsNotEnded() throws {
    let ended = try play(["check", "--timeout", "1m"], "socketpair a b unix = 0\n")
    #expect(ended.code == 0, "\(ended.errors)")
  }

  /// What nobody looks at ends by itself: the timer is that of the option, or an hour.
  @Test(arguments: [([], 3600), (["--timeout", "2m"], 120)]) func aCheckHasATime(options: [String], seconds: Int) throws
  {
    try Scratch.folder { folder in
      let file = folder.appendingPathComponent("a.session")
      try Data("sockplay 1\nsocketpair a b unix = 0\n".utf8).write(to: file)
      let words = ["-e", "trace=setitimer", Program.sockplay, "check"] + options + [file.path]
      let ended = try Program.run(words, of: "/usr/bin/strace")
      #expect(ended.code == 0 && ended.errors.contains("it_value={tv_sec=\(seconds), "), "\(ended.errors)")
    }
  }

  @Test func whatIsNotATimeIsRefused() throws {
    let ended = try play(["check", "--timeout", "soon"], "")
    #expect(ended.code == 1 && ended.errors.contains("soon is not a time, such as 200ms, 2s or 1m"), "\(ended.errors)")
  }
}
