import Foundation
import Support
import Testing

/// `replay --step`: each line is shown, and waits for a key.
@Suite(.waits) struct StepPauseTests {
  private static let session = """
    sockplay 1
    ## Two sockets
    socket a udp                                 = fd
    # The port is free.
    bind a 127.0.0.1:0                           = 0                   [a BOUND]
    ? a.port > 0
    socket b udp
    send b x                                     = -1 EDESTADDRREQ

    """

  /// Steps through `text`, at the pause before its first line.
  private func steps<T>(
    _ text: String = session, options: [String] = [], _ body: (Pty) throws -> T
  ) throws -> T {
    try Scratch.folder { folder in
      try Data(text.utf8).write(to: folder.appendingPathComponent("a.session"))
      let pty = try Pty(["replay", "--step"] + options + ["a.session"], folder: folder)
      try pty.wait("the first pause") { $0.prompts == 1 }
      return try body(pty)
    }
  }

  /// Answers a pause with `key`, and waits for the pause before the line that is numbered `next`.
  @discardableResult private func answer(_ key: String, _ pty: Pty, next: Int) throws -> String {
    let (before, start) = (pty.prompts, pty.raw.count)
    try pty.type(key + "\r")
    try pty.wait("line \(next)") { $0.prompts > before && $0.screen.current == "line \(next)>" }
    return pty.plain(from: start)
  }

  @Test func enterRunsTheLineThatIsShown() throws {
    try steps { pty in
      try pty.expect("line 3> ")
      #expect(pty.plain().contains("Two sockets\nEnter runs the line"))
      #expect(pty.plain().hasSuffix("> socket a udp\n  expects  = fd\nline 3> "))
      try #expect(pty.run("").contains("socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP) = 3"))
      let bind = pty.plain()
      #expect(bind.contains("  held\n\nThe port is free.\n> bind a 127.0.0.1:0\n  expects  = 0 "), "\(bind)")
      for _ in 5...7 { try pty.run("") }
      // What holds is said once, and a line that expects nothing has nothing to hold.
      #expect(pty.screen.text.contains("> ? a.port > 0\nline 6>\nholds\n> socket b udp\nline 7>\nsocket("))
      try pty.type("\r")
      try pty.expect("4 of 4 held\r\n")
      try #expect(pty.end() == 0)
      #expect(pty.plain().components(separatedBy: "> bind a").count == 2)
    }
  }

  @Test func aLineIsSkipped() throws {
    try steps { pty in
      try pty.run("s")
      try #expect(pty.run("s").contains("> ? a.port > 0"))
      for key in ["skip", "ㄴ"] { try pty.run(key) }
      try pty.type("s\r")
      try pty.expect("nothing was checked")
      try #expect(pty.end() == 0 && !pty.plain().contains("socket("))
    }
  }

  @Test func aLineIsEdited() throws {
    try steps { pty in
      try pty.press("e\r")
      try pty.expect(line: "edit> socket a udp  = fd")
      try pty.type(String(repeating: "\u{8}", count: "udp  = fd".count) + "tcp\r")
      try pty.expect("> socket a tcp\r\n")
      try pty.wait("the pause") { $0.screen.current == "line 3>" }
      try #expect(pty.run("").contains("socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3"))
    }
  }

  /// What does not parse is shown, and can be corrected. Ctrl-C leaves the line as it was, and the play goes on.
  @Test func anEditThatDoesNotParse() throws {
    try steps { pty in
      try pty.press("e\r")
      try pty.press("x\r")
      #expect(pty.plain().contains("a.session:3:"))
      try pty.press(Pty.ctrlC)
      try #expect(pty.run("").contains("SOCK_DGRAM"))
      try pty.press("e\r")
      try pty.press("\u{1}\u{b}repeat 2\r")
      #expect(pty.plain().contains("only a command or a check can be run here"))
      try pty.press("\u{1}\u{b}\r")
      try #expect(pty.run("").contains("bind(3,"))
    }
  }

  /// The edited line has no more permissions than the file.
  @Test func anEditMayDoWhatTheFileMayDo() throws {
    try steps { pty in
      try pty.run("")
      try pty.press("e\r")
      try pty.press("\u{1}\u{b}bind a 0.0.0.0:0\r")
      try #expect(pty.run("").contains("--allow network"))
    }
  }

  @Test func thePromptHasTheHandlesAndThePlayGoesOn() throws {
    try steps { pty in
      try pty.run("")
      try #expect(pty.run("p").contains("the prompt, on the handles of the play"))
      try pty.run("bind a 127.0.0.1:0")
      try #expect(pty.run("retry").contains("no line has failed here"))
      let shown = try answer("continue", pty, next: 5)
      #expect(shown.hasSuffix("> bind a 127.0.0.1:0\n  expects  = 0                   [a BOUND]\nline 5> "), "\(shown)")
      try #expect(pty.run("").contains("line 5 failed"))
      try pty.run("continue")
      try pty.type("q\r")
      try pty.expect("1 of 2 held, up to line 5 of 8")
      try #expect(pty.end() == 4)
    }
  }

  @Test(arguments: [("q\r", 0), (Pty.ctrlD, 0), (Pty.ctrlC, 130), ("p\rquit\r", 0)])
  func thePlayIsLeft(keys: String, code: Int) throws {
    try steps { pty in
      try pty.run("")
      try pty.type(keys)
      try pty.expect("1 of 1 held, up to line 4 of 8")
      try #expect(pty.end() == Int32(code))
    }
  }

  /// Whoever leaves inside a file that another one sources leaves both.
  @Test func aSourcedFileIsLeftWithItsSource() throws {
    try Scratch.folder { folder in
      try Data(Self.session.utf8).write(to: folder.appendingPathComponent("a.session"))
      try Data("sockplay 1\nsource a.session\nsocket late udp\n".utf8).write(
        to: folder.appendingPathComponent("b.session"))
      let pty = try Pty(["replay", "--step", "b.session"], folder: folder)
      try pty.wait("the first pause") { $0.prompts == 1 }
      try #expect(pty.run("").contains("> socket a udp"))
      try pty.type("q\r")
      try pty.expect("nothing was checked")
      try #expect(pty.end() == 0 && !pty.plain().contains("late"))
    }
  }

  @Test func theKeysAreListed() throws {
    var shown = ""
    for language in ["en", "ko"] {
      try steps(options: ["--lang", language]) { pty in
        try pty.run("?")
        try pty.run("zzz")
        shown += pty.plain() + "\n"
      }
    }
    try Golden.expect(shown, "step-keys")
  }

  /// It starts where the play is shown; the lines before are not asked about.
  @Test func theFirstStepIsWhereThePlayIsShown() throws {
    try steps(options: ["--from", "6"]) { pty in
      try pty.expect("> ? a.port > 0\r\n")
      try pty.expect("line 6> ")
    }
  }

  /// Who steps has been waited for, so a pause only says its text.
  @Test func aPauseDoesNotWaitOnceMore() throws {
    try steps("sockplay 1\nlet n = 3\npause \"number {n}\"\nsocket a udp\n") { pty in
      try pty.run("")
      try #expect(pty.run("").contains("number 3\n> socket a udp"))
    }
  }

  // MARK: Going back

  private static let isolated = """
    sockplay 1
    @isolated
    socket a tcp                                 = fd
    bind a 127.0.0.1:80                          = 0                   [a BOUND]
    listen a 5                                   = 0
    close a                                      = 0

    """

  /// Everything is fresh: the handle, its number, the network.
  @Test(Namespace.isNeeded) func aStepIsTakenBack() throws {
    try steps(Self.isolated) { pty in
      try #expect(pty.run("b").contains("this is the first step"))
      for _ in 0..<2 { try pty.run("") }
      let back = try answer("b", pty, next: 4)
      #expect(back.contains("played anew") && back.contains("> bind a 127.0.0.1:80\n  expects  = 0 "), "\(back)")
      let handles = try pty.run("p") + pty.run("handles")
      #expect(handles.contains("a     3   tcp   CLOSED"), "\(handles)")
      try pty.run("continue")
      try answer("b", pty, next: 3)
      for _ in 3...5 { try pty.run("") }
      try pty.type("\r")
      try pty.expect("4 of 4 held\r\n")
      try #expect(pty.end() == 0)
    }
  }

  /// What was skipped or edited before stays so.
  @Test(Namespace.isNeeded) func whatWasChosenBeforeIsChosenAgain() throws {
    try steps(Self.isolated) { pty in
      try pty.press("e\r")
      try pty.press("\u{1}\u{b}socket a udp\r")
      try pty.run("")
      try pty.run("s")
      try pty.run("s")
      try #expect(pty.run("back").contains("> listen a 5"))
      try #expect(pty.run("p").contains("continue leads back"))
      let handles = try pty.run("handles")
      #expect(handles.contains("udp") && handles.contains("UNCONN") && !handles.contains(":80"), "\(handles)")
      try pty.type("quit\r")
      try #expect(pty.end() == 0)
    }
  }

  /// Ctrl-C that ended an edit does not end the play that comes after.
  @Test(Namespace.isNeeded) func anEditThatWasLeftDoesNotEndThePlay() throws {
    try steps(Self.isolated) { pty in
      try pty.run("")
      try pty.press("e\r")
      try pty.press(Pty.ctrlC)
      try answer("b", pty, next: 3)
      try pty.type(Pty.ctrlC)
      try #expect(pty.end() == 130)
    }
  }

  /// A line that failed, and after which the play went on, is no reason to ask again.
  @Test(Namespace.isNeeded) func aLineThatFailedIsPlayedAnew() throws {
    try steps(Self.isolated.replacing("[a BOUND]", with: "[a LISTEN] within 10ms")) { pty in
      try pty.run("")
      try #expect(pty.run("").contains("line 4 failed"))
      try pty.run("continue")
      try pty.run("s")
      try #expect(answer("b", pty, next: 5).contains("> listen a 5\n  expects  = 0\n"))
      try pty.run("")
      try pty.type("\r")
      try pty.expect("3 of 4 held")
      try #expect(pty.end() == 4)
    }
  }

  @Test func whereThereIsNoWayBackItSaysWhy() throws {
    try steps { pty in
      try pty.run("")
      try #expect(pty.run("b").contains("there is no way back here"))
      try #expect(pty.run("").contains("bind(3,"))
    }
  }

  @Test func whereOthersPlayThereIsNoWayBack() throws {
    try Scratch.folder { folder in
      let text = "sockplay 1\nserver> socket a tcp\nserver> close a\nclient> socket b tcp\n"
      try Data(text.utf8).write(to: folder.appendingPathComponent("a.session"))
      let options = ["--sync", "unix:s", "a.session"]
      let server = try Pty(["replay", "--step", "--role", "server"] + options, folder: folder)
      let client = try Pty(["check", "--role", "client"] + options, folder: folder)
      try server.wait("the first line") { $0.prompts == 1 }
      try server.run("")
      try #expect(server.run("b").contains("there is no way back with --role"))
      try server.type("q\r")
      _ = try (server.end(), client.end())
    }
  }

  @Test(Namespace.isNeeded) func theOptionDoesAsTheDirective() throws {
    try steps(options: ["--isolated"]) { pty in
      try pty.run("")
      try answer("b", pty, next: 3)
    }
    try steps(Self.isolated, options: ["--capture", "a.pcapng"]) { pty in
      try pty.run("")
      try #expect(pty.run("b").contains("there is no way back while --capture"))
    }
  }
}
