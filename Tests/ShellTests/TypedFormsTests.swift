import Foundation
import Support
import Testing

/// Lines as people type them, through the program.
@Suite(.waits) struct TypedFormsTests {
  private static let lines = [
    "srv = socket(AF_INET, SOCK_STREAM, 0)", "setsockopt(srv, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0",
    "bind(srv, {AF_INET 127.0.0.1:0}, 16) = 0                            errno 0  18 µs", "listen srv,5",
    "socket cli TCP", "co cli {srv}", "int conn = accept(srv, NULL, NULL);", "send cli Hello Bob",
    "recv(conn, buf, 100, MSG_PEEK | MSG_DONTWAIT) = 9 \"Hello Bob\"", "recv conn MSG_DONTWAIT", "socket u udp",
    "bind u localhost 0",
    "sendto u Hello Bob {u}", "recvfrom u MSG_DONTWAIT", "close(conn);", "close cli", "sockets | grep {srv.port}", "?",
    "exit",
  ]

  /// A recording has the lines that were meant, and plays.
  @Test func aRecordingHasTheLinesThatWereMeant() throws {
    try Scratch.folder { folder in
      let lines = ["record typed.session"] + Self.lines
      let played = try Program.run(lines.flatMap { ["-e", $0] }, folder: folder)
      #expect(played.code == 0, "\(played.errors)")
      let text = try String(contentsOf: folder.appendingPathComponent("typed.session"), encoding: .utf8)
      // Whether the other end has acknowledged the FIN yet is the moment's.
      try Golden.expect(text.replacing("[conn FIN_WAIT2, cli CLOSE_WAIT]", with: "[cli CLOSE_WAIT]"), "typed-recording")
      let checked = try Program.run(["check", "typed.session"], folder: folder)
      #expect(checked.code == 0, "\(checked.errors)")
    }
  }

  /// A file may have them, and is understood before it runs.
  @Test func aFileMayHaveThem() throws {
    try Scratch.folder { folder in
      let text = "sockplay 1\n" + Self.lines.dropLast().joined(separator: "\n") + "\n"
      try Data(text.utf8).write(to: folder.appendingPathComponent("typed.session"))
      let checked = try Program.run(["check", "typed.session"], folder: folder)
      #expect(checked.code == 0, "\(checked.errors)")
      let bad = "sockplay 1\nsocket srv tcp\nbind(srv, &addr, sizeof(addr))\nsocket b tcpp\ns.listen(5)\nlisten srw,5\n"
      try Data(bad.utf8).write(to: folder.appendingPathComponent("bad.session"))
      let refused = try Program.run(["check", "--syntax", "bad.session"], folder: folder)
      #expect(refused.code == 2)
      #expect(refused.errors.contains("help  type, for example: bind srv 127.0.0.1:8080"))
      #expect(refused.errors.contains("help  type: listen s 5"))
    }
  }

  /// What is typed while a call holds the prompt is there afterwards, also where Ctrl-Z ends that.
  @Test func whatIsTypedAheadIsKept() throws {
    try Typist.sits(lines: ["socket a udp", "bind a 127.0.0.1:0"]) { pty, _ in
      try pty.type("recv a 5\r")
      try pty.expect("blocked (Ctrl-C")
      try pty.type("jobs\rhand")
      try pty.expect("hand")
      try pty.type(Pty.ctrlZ)
      try pty.expect("[1] a  recv")
      try pty.expect(line: "> hand")
      try pty.press("les\r")
      try pty.expect("UNREAD")
    }
  }

  @Test func descriptorsAreShownWithNoneLeft() throws {
    let lines = ["socket a udp"] + (0..<20).map { "socket x\($0) udp = *" } + ["fds a"]
    let input = Array(lines.map { $0 + "\n" }.joined().utf8)
    let script = "ulimit -n 14; exec \"$0\" --keep-going"
    let ended = try Program.run(["-c", script, Program.sockplay], of: "/bin/sh", input: input)
    #expect(ended.output.contains("EMFILE"))
    #expect(ended.output.contains(/AF_INET +SOCK_DGRAM +[0-9.:-]+ +- +a/))
  }

  @Test func clearLeavesAnEmptyScreen() throws {
    try Typist.sits(lines: ["socket a tcp"]) { pty, _ in
      try pty.press("clear\r")
      try pty.wait("an empty screen") { !$0.screen.text.contains("socket(AF_INET") }
    }
  }

  @Test func theFirstLineSaysWhatToType() throws {
    try Typist.sits { pty, _ in _ = try pty.expect("type help, or tour; or begin with socket srv tcp") }
  }
}
