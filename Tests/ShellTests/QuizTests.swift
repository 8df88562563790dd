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
    #expect(ended.output.contains("9 of 9 right"), "\(ended.output)")
    #expect(ended.output.components(separatedBy: "  right\n").count == 7)
  }

  /// A miss is told with the line and the reason, a word that means nothing is asked again.
  @Test func missesHaveTheirReasons() throws {
    let ended = try play("fd CLOSED\n0 BOUND\nfd\nmaybe\n0 ESTABLISHED\n\nblocks\n")
    #expect(ended.output.contains("? maybe\nmaybe is no result, errno or state"))
    #expect(ended.output.contains("it came to: -1 ECONNREFUSED"))
    #expect(ended.output.contains("5 of 9 right"), "\(ended.output)")
    #expect(ended.output.contains("line 6  connect cli {srv}  →  -1 ECONNREFUSED: "))
    #expect(ended.output.contains("line 8  listen srv 5  →  0 LISTEN\n"))
  }

  /// When nobody answers any more, the rest is played.
  @Test func theEndOfTheAnswers() throws {
    let ended = try play("fd CLOSED\n")
    #expect(ended.code == 0 && ended.output.contains("1 of 1 right") && ended.output.contains("listen(3, 5) = 0"))
    let korean = try play("0\n", language: "ko")
    #expect(korean.output.contains("1점 중 0점입니다") && korean.output.contains("실제로는 fd"))
  }

  @Test func aFileCannotAsk() throws {
    let ended = try Program.run(["-e", "quiz x.session"])
    #expect(ended.errors.contains("error: quiz needs somebody at a terminal"))
  }

  @Test func aPersonAtTheTerminal() throws {
    try Typist.sits { pty, folder in
      try Data(Self.session.utf8).write(to: folder.appendingPathComponent("quiz.session"))
      try pty.type("quiz quiz.session\r")
      for answer in ["fd CLOSED", "0 BOUND", "fd CLOSED", "-1 ECONNREFUSED", "0 LISTEN", "blocks"] {
        try pty.expect("? ")
        try pty.type(answer + "\r")
      }
      try pty.expect("9 of 9 right")
      try pty.wait("a prompt") { $0.prompts == 2 }
    }
  }
}
