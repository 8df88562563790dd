import Foundation
import Support
import Testing

/// A play that asks before each call what that will return.
@Suite(.waits) struct QuizTests {
  private static let session = """
    sockplay 1
    # A server, and a client.
    socket srv tcp = fd
    bind srv 127.0.0.1:0 = 0
    socket cli tcp = fd
    connect cli {srv} = -1 ECONNREFUSED
    recv cli 10 = *
    listen srv 5 = 0
    accept srv conn & = blocks

    """

  private func play(_ answers: String, language: String = "en") throws -> Program.Ended {
    try Scratch.folder { folder in
      let path = folder.appendingPathComponent("quiz.session")
      try Data(Self.session.utf8).write(to: path)
      return try Program.run(["replay", "--quiz", "--lang", language, path.path], input: Array(answers.utf8))
    }
  }

  @Test func allRight() throws {
    let ended = try play("fd CLOSED\n0 bound\n4 closed\nECONNREFUSED\n0 LISTEN\nblocks\n")
    #expect(ended.code == 0, "\(ended.errors)")
    #expect(ended.output.contains("9 of 9 points"), "\(ended.output)")
    #expect(ended.output.components(separatedBy: "  right\n").count == 7)
  }

  /// A miss is told with the line and the reason, a word that means nothing is asked again.
  @Test func missesHaveTheirReasons() throws {
    let ended = try play("fd CLOSED\n0 BOUND\nfd\nmaybe\n0 ESTABLISHED\n\nblocks\n")
    #expect(ended.output.contains("? maybe\nmaybe is not a result, errno or state"))
    #expect(ended.output.contains("it came to: -1 ECONNREFUSED"))
    #expect(ended.output.contains("5 of 9 points"), "\(ended.output)")
    #expect(ended.output.contains("line 6  connect cli {srv}  →  -1 ECONNREFUSED: "))
    #expect(ended.output.contains("line 8  listen srv 5  →  0 LISTEN\n"))
  }

  /// A state that is said is asked for, also where it has not changed.
  @Test func aWrongStateIsNotRight() throws {
    try Scratch.folder { folder in
      let path = folder.appendingPathComponent("quiz.session")
      try Data("sockplay 1\nsocketpair a b\nsend a \"hi\" = 2\nrecv b 10 = 2\n".utf8).write(to: path)
      let ended = try Program.run(
        ["replay", "--quiz", path.path], input: Array("2 CLOSED\n2 ESTABLISHED\n".utf8))
      #expect(ended.output.contains("it came to: 2 ESTABLISHED"), "\(ended.output)")
      #expect(ended.output.contains("2 of 3 points"), "\(ended.output)")
    }
  }

  /// When nobody answers any more, the rest is played.
  @Test func theEndOfTheAnswers() throws {
    let ended = try play("fd CLOSED\n")
    #expect(ended.code == 0 && ended.output.contains("1 of 1 points") && ended.output.contains("listen(3, 5) = 0"))
    let korean = try play("0\n", language: "ko")
    #expect(korean.output.contains("1점 중 0점입니다") && korean.output.contains("실제로는 fd"))
  }

  /// FIN_WAIT1 may be over when the line is looked at; what the line checks is waited for.
  @Test(arguments: [("", "1 of 1 points"), (" [cli FIN_WAIT2]", "2 of 2 points")])
  func aStateThatMayPassIsWorthAPointWhereTheLineChecksIt(_ check: String, _ score: String) throws {
    let lines = [
      "sockplay 1", "socket srv tcp", "bind srv 127.0.0.1:0", "listen srv", "socket cli tcp", "connect cli {srv}",
      "shutdown cli wr = 0\(check)",
    ]
    try Scratch.folder { folder in
      let path = folder.appendingPathComponent("quiz.session")
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: path)
      let ended = try Program.run(["replay", "--quiz", path.path], input: Array("0 FIN_WAIT2\n".utf8))
      #expect(ended.output.contains(score), "\(ended.output)")
    }
  }

  /// Ctrl-D leaves it, as Ctrl-C does, and the line that was asked about does not run.
  @Test func theEndOfInputAtATerminalLeavesIt() throws {
    try Scratch.folder { folder in
      try Data(Self.session.utf8).write(to: folder.appendingPathComponent("quiz.session"))
      let pty = try Pty(["replay", "--quiz", "quiz.session"], folder: folder)
      try pty.expect("? ")
      try pty.type("fd CLOSED\r")
      try pty.expect("bind srv 127.0.0.1:0")
      try pty.expect("? ")
      try pty.type("\u{4}")
      try pty.expect("1 of 1 points")
      #expect(try pty.end() == 130)
      #expect(!pty.plain().contains("bind(3"))
    }
  }

  @Test func aFileCannotAsk() throws {
    let ended = try Program.run(["-e", "quiz x.session"])
    #expect(ended.errors.contains("error: quiz needs somebody at a terminal"))
  }

  /// Whoever leaves has the score so far, wherever the quiz was started.
  @Test(arguments: [true, false]) func controlCShowsTheScoreSoFar(isIsolated: Bool) throws {
    if isIsolated, !Namespace.isPossible { return }
    let text = isIsolated ? Self.session.replacing("sockplay 1\n", with: "sockplay 1\n@isolated\n") : Self.session
    try Scratch.folder { folder in
      try Data(text.utf8).write(to: folder.appendingPathComponent("quiz.session"))
      let pty = try Pty(["replay", "--quiz", "quiz.session"], folder: folder)
      for answer in ["fd CLOSED", "0 LISTEN"] {
        try pty.expect("? ")
        try pty.type(answer + "\r")
      }
      try pty.expect("it came to: 0 BOUND")
      try pty.expect("? ")
      try pty.type(Pty.ctrlC)
      try pty.expect("2 of 3 points")
      try pty.expect("line \(isIsolated ? 5 : 4)  bind srv 127.0.0.1:0")
      #expect(try pty.end() == 130)
    }
  }

  @Test(arguments: [0, 1], [true, false]) func controlCAtAQuizOfThePrompt(answers: Int, isIsolated: Bool) throws {
    if isIsolated, !Namespace.isPossible { return }
    try Typist.sits { pty, folder in
      let text = Self.session.replacing("sockplay 1\n", with: isIsolated ? "sockplay 1\n@isolated\n" : "sockplay 1\n")
      try Data(text.utf8).write(to: folder.appendingPathComponent("quiz.session"))
      try pty.type("quiz quiz.session\r")
      try pty.expect("? ")
      for _ in 0..<answers {
        try pty.type("fd CLOSED\r")
        try pty.expect("right")
        try pty.expect("? ")
      }
      try pty.press(Pty.ctrlC)
      let shown = pty.plain()
      #expect(shown.contains(answers == 0 ? "no question was answered" : "1 of 1 points"), "\(shown)")
    }
  }

  @Test func aPersonAtTheTerminal() throws {
    try Typist.sits { pty, folder in
      try Data(Self.session.utf8).write(to: folder.appendingPathComponent("quiz.session"))
      try pty.type("quiz quiz.session\r")
      for answer in ["fd CLOSED", "0 BOUND", "fd CLOSED", "-1 ECONNREFUSED", "0 LISTEN", "blocks"] {
        try pty.expect("? ")
        try pty.type(answer + "\r")
      }
      try pty.expect("9 of 9 points")
      try pty.wait("a prompt") { $0.prompts == 2 }
    }
  }
}
