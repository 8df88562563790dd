import Foundation
import Support
import Testing

/// What is left at the end is said at the prompt, and in a play where it is asked for.
@Suite(.waits) struct LintTests {
  private static let session = "sockplay 1\nsocketpair a b unix\nsend a hello = 5\n"

  private func check(_ options: [String], _ text: String = session) throws -> Program.Ended {
    try Scratch.folder { folder in
      try Data(text.utf8).write(to: folder.appendingPathComponent("a.session"))
      return try Program.run(["check"] + options + ["a.session"], folder: folder)
    }
  }

  @Test func checkLintSaysWhatIsLeft() throws {
    let ended = try check(["--lint"])
    #expect(ended.code == 0 && ended.output == "ok a.session\n")
    #expect(ended.errors == "a.session: not closed: a (fd 3), b (fd 4)\na.session: b has 5 bytes unread\n")
    #expect(try check([]).errors == "")
    #expect(try check(["--lint"], Self.session + "close a\nclose b\n").errors == "")
  }

  @Test func aFileThatFailedIsNotLinted() throws {
    let ended = try check(["--lint"], Self.session + "send a x = 2\n")
    #expect(ended.code == 4 && !ended.errors.contains("not closed"))
  }

  @Test func soDoesAPlayOfItsOwnProcess() throws {
    try Scratch.folder { folder in
      for name in ["a.session", "b.session"] {
        try Data(Self.session.utf8).write(to: folder.appendingPathComponent(name))
      }
      let ended = try Program.run(["check", "--lint", "a.session", "b.session"], folder: folder)
      #expect(ended.errors.contains("a.session: b has 5") && ended.errors.contains("b.session: b has 5"))
    }
  }

  @Test(arguments: ["quit\r", Pty.ctrlD]) func thePromptSaysItAtTheEnd(keys: String) throws {
    try Typist.sits(lines: ["socketpair a b unix", "send a hello"]) { pty, _ in
      try pty.type(keys)
      try pty.expect("not closed: a (fd 3), b (fd 4)\r\nb has 5 bytes unread\r\n")
      try #expect(pty.end() == 0)
    }
  }

  @Test func aRecordingThatEndsSaysIt() throws {
    try Typist.sits(lines: ["record a.session", "socket a tcp"]) { pty, folder in
      try #expect(pty.run("record off").contains("not closed: a (fd 3)"))
      let text = try String(contentsOf: folder.appendingPathComponent("a.session"), encoding: .utf8)
      #expect(!text.contains("not closed"))
    }
  }

  @Test func aPipeSaysNothing() throws {
    let ended = try Program.run([], input: Array("socket a tcp\nquit\n".utf8))
    #expect(ended.code == 0 && !ended.output.contains("not closed") && ended.errors.isEmpty)
  }
}
