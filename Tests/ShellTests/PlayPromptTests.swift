import Foundation
import Support
import Testing

/// `replay --from-failure` opens a prompt at a line that fails.
@Suite(.waits) struct PlayPromptTests {
  private static let lesson = """
    sockplay 1
    socket a udp
    socket b udp
    bind a 127.0.0.1:0 = 0
    bind b {a} = 0
    socket c udp

    """

  private func replay<T>(_ text: String = lesson, _ body: (Pty, URL) throws -> T) throws -> T {
    try Scratch.folder { folder in
      try Data(text.utf8).write(to: folder.appendingPathComponent("a.session"))
      let pty = try Pty(["replay", "--from-failure", "a.session"], folder: folder)
      try pty.wait("the prompt") { $0.prompts == 1 }
      return try body(pty, folder)
    }
  }

  /// Two datagram sockets may have one address if both say so.
  private func repair(_ pty: Pty) throws {
    for name in ["a", "b"] { try pty.run("setsockopt \(name) SO_REUSEADDR on") }
  }

  @Test func theLineRunsAgainOnRepairedHandles() throws {
    try replay { pty, _ in
      #expect(pty.plain().contains("line 5 failed; retry runs it again"))
      try #expect(pty.run("why").contains("EADDRINUSE"))
      try repair(pty)
      try pty.type("retry\r")
      try pty.expect("socket c udp")
      try #expect(pty.end() == 0)
    }
  }

  @Test func thePlayGoesOnAfterTheLine() throws {
    try replay { pty, _ in
      try pty.type("continue\r")
      try pty.expect("socket c udp")
      try #expect(pty.end() == 4)
    }
  }

  @Test func aLineThatFailsAgainStopsAgain() throws {
    try replay { pty, _ in
      try #expect(pty.run("retry").contains("line 5 failed"))
      try repair(pty)
      try pty.type("retry\r")
      try #expect(pty.end() == 0)
    }
  }

  @Test(arguments: ["quit\r", Pty.ctrlD]) func quitEndsThePlay(keys: String) throws {
    try replay { pty, _ in
      try pty.type(keys)
      try #expect(pty.end() == 4)
      #expect(!pty.plain().contains("socket c udp"))
    }
  }

  /// Ctrl-C at the prompt is for the prompt, and Ctrl-Z there sends a call to the background.
  @Test func thePromptIsAnyOther() throws {
    try replay { pty, _ in
      try pty.type("half a line" + Pty.ctrlC)
      try pty.expect("^C")
      try pty.type("recv a 10\r")
      try pty.expect("blocked")
      try pty.press(Pty.ctrlZ)
      try #expect(pty.run("jobs").contains("[1] a"))
      try pty.run("cancel a")
      try repair(pty)
      try pty.type("retry\r")
      try #expect(pty.end() == 0)
    }
  }

  @Test func aFileThatIsSourcedStopsAtItsOwnLine() throws {
    try Scratch.folder { folder in
      try Data(Self.lesson.utf8).write(to: folder.appendingPathComponent("a.session"))
      try Data("sockplay 1\nsource a.session\nsocket d udp\n".utf8).write(
        to: folder.appendingPathComponent("b.session"))
      for (line, code) in [("quit", 3), ("retry", 0)] {
        let pty = try Pty(["replay", "--from-failure", "b.session"], folder: folder)
        try pty.wait("the prompt") { $0.prompts == 1 }
        #expect(pty.plain().contains("line 5 of a.session failed"))
        try repair(pty)
        try pty.type(line + "\r")
        try #expect(pty.end() == Int32(code))
        #expect(pty.plain().contains("socket d udp") == (line == "retry"))
      }
    }
  }

  @Test func withoutATerminalNothingIsAsked() throws {
    try Scratch.folder { folder in
      try Data(Self.lesson.utf8).write(to: folder.appendingPathComponent("a.session"))
      let ended = try Program.run(["replay", "--from-failure", "a.session"], folder: folder)
      #expect(ended.code == 4 && !ended.output.contains("line 5 failed") && !ended.output.contains("socket c udp"))
    }
  }

  @Test(arguments: ["retry", "continue"]) func elsewhereThereIsNothingToResume(line: String) throws {
    let ended = try Program.run(["-e", line])
    #expect(ended.code == 3 && ended.errors.contains("no play has stopped here"))
  }
}
