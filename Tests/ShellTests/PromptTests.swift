import Foundation
import Support
import Testing

@Suite(.waits) struct PromptTests {
  @Test func everyStepShowsItsCard() throws {
    try Typist.sits { pty, _ in
      let card = try pty.run("socket srv tcp")
      #expect(card.contains("socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3"))
      #expect(card.contains("errno 0"))
      #expect(card.contains("  srv   fd 3  tcp  CLOSED"))
    }
  }

  @Test func quitEndsItAlthoughCallsStillWait() throws {
    try Typist.sits(lines: OpeningLines.connected + ["recv conn 5 &", "accept srv other &"]) { pty, _ in
      try pty.type("quit\r")
      try #expect(pty.end() == 0)
    }
  }

  @Test func controlDEndsItOnAnEmptyLineOnly() throws {
    try Typist.sits { pty, _ in
      try pty.press("hel" + Pty.left + Pty.ctrlD + "p\r")
      try pty.expect("unknown command: hep")
      try pty.type(Pty.ctrlD)
      try #expect(pty.end() == 0)
    }
  }

  @Test func aHangUpEndsIt() throws {
    try Typist.sits(lines: OpeningLines.connected) { pty, _ in
      pty.hangUp()
      try #expect(pty.end() == 128 + SIGHUP)
    }
  }

  @Test func aHangUpEndsItEvenWhereThatSignalIsIgnored() throws {
    try Scratch.folder { folder in
      let pty = try Pty(["-c", "trap '' HUP; exec \"$0\"", Program.sockplay], of: "/bin/sh", folder: folder)
      try pty.wait("the first prompt") { $0.prompts == 1 }
      try pty.type("socket half a li")
      try pty.expect("half a li")
      pty.hangUp()
      try #expect(pty.end() == 3)
    }
  }

  @Test func aRepetitionIsTypedLineByLine() throws {
    try Typist.sits(lines: ["repeat 3", "socket x{i} tcp"]) { pty, _ in
      try pty.expect(line: "...")
      let cards = try pty.run("end")
      #expect(cards.contains("x1    fd 3"))
      #expect(cards.contains("x3    fd 5"))
      try pty.expect(line: ">")
    }
  }

  @Test func controlCLeavesARepetition() throws {
    try Typist.sits(lines: ["repeat 3", "socket x{i} tcp"]) { pty, _ in
      try pty.type(Pty.ctrlC)
      try pty.wait("the plain prompt") { $0.screen.current == ">" }
      try #expect(pty.run("handles").contains("there are no handles"))
    }
  }

  @Test func controlDLeavesARepetitionAndNothingElse() throws {
    try Typist.sits(lines: ["socket a tcp", "repeat 3", "socket x{i} tcp"]) { pty, _ in
      try pty.type(Pty.ctrlD)
      try pty.wait("the plain prompt") { $0.screen.current == ">" }
      let handles = try pty.run("handles")
      #expect(handles.contains("a ") && !handles.contains("x1"))
      try pty.type(Pty.ctrlD)
      try #expect(pty.end() == 0)
    }
  }

  @Test func theRoleStandsInThePrompt() throws {
    try Typist.sits(lines: ["role server"]) { pty, _ in
      try pty.expect(line: "server>")
      try pty.run("role off")
      try pty.expect(line: ">")
    }
  }

  @Test func controlZStopsTheProgramUntilItsShellGoesOn() throws {
    try Scratch.folder { folder in
      let pty = try Pty(
        ["--norc", "-i"], of: "/bin/bash", environment: ["PS1": "\\w $ ", "SOCKPLAY": Program.sockplay], folder: folder)
      try pty.type("$SOCKPLAY\r")
      try pty.expect("type help")
      try pty.expect(line: ">")
      try pty.type("socket abc")
      try pty.expect(line: "> socket abc")
      try pty.type(Pty.ctrlZ)
      try pty.expect("Stopped")
      try pty.type("fg\r")
      try pty.expect(line: "> socket abc")
      try pty.type(" tcp\r")
      try pty.expect("abc   fd 3")
    }
  }

  @Test func aNewWindowSizeIsHeeded() throws {
    try Typist.sits { pty, _ in
      try pty.type("send conn " + String(repeating: "x", count: 60))
      try pty.expect(line: "> send conn " + String(repeating: "x", count: 60))
      pty.resize(columns: 30, rows: 40)
      try pty.type("\u{c}y")
      try pty.wait("three rows") { $0.screen.lines[2] == String(repeating: "x", count: 12) + "y" }
    }
  }

  @Test func aTerminalOfTwentyColumnsIsEnough() throws {
    try Typist.sits(columns: 20, lines: OpeningLines.connected) { pty, _ in
      let line = "> send cli \"안녕안녕 a line of three rows\""
      try pty.type(String(line.dropFirst(2)))
      try pty.expect(line: line)
      try pty.press("\r")
      let card = try pty.run("recv conn 4")
      #expect(card.contains("= 4"))
      #expect(card.contains(#""안\xeb""#))
    }
  }

  @Test func aCardFitsTheTerminalWhereItCan() throws {
    try Typist.sits(columns: 100, lines: ["socket a udp", "bind a 127.0.0.1:0"]) { pty, _ in
      for line in ["recv a &", "cancel a", "bind a 127.0.0.1:0"] {
        try #expect(pty.run(line).split(whereSeparator: \.isNewline).filter { $0.count > 100 } == [])
      }
    }
  }

  @Test func atEightyColumnsAFailureIsNotCutMidWord() throws {
    try Typist.sits(columns: 80, lines: ["socket a tcp", "socket b tcp", "bind b 127.0.0.1:0"]) { pty, _ in
      let card = try pty.run("connect a {b}")
      #expect(card.contains("= -1\n      errno 111 ECONNREFUSED (Connection refused) "))
      #expect(card.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
  }

  @Test func bytesFromAPeerNeverReachTheTerminalRaw() throws {
    try Typist.sits(lines: OpeningLines.connected) { pty, _ in
      let start = pty.raw.count
      try pty.run(#"send cli "\e[2J\a\r\e]0;title\a\x9b5m\xc2\x9b1m\x00\x7f\xe2\x80\xae""#)
      let seen = try pty.run("recv conn 100")
      let received = pty.raw[start...]
      #expect(seen.contains(#""\e[2J\a\r\e]0;title\a\x9b5m\xc2\x9b1m\0\x7f\xe2\x80\xae""#))
      for text in ["\u{1b}[2J", "\u{7}", "\u{1b}]", "\u{9b}", "\u{7f}", "\u{202e}"] {
        #expect(!String(decoding: received, as: UTF8.self).contains(text))
      }
      #expect(!received.contains(0x9b))
    }
  }

  /// See https://no-color.org: what it says counts, unless it is empty.
  @Test(arguments: [
    ("", [], true), ("1", [], false), ("1", ["--color", "always"], true), ("", ["--color", "never"], false),
  ])
  func coloursAreForTerminalsThatWantThem(_ noColor: String, _ arguments: [String], _ isColoured: Bool) throws {
    try Scratch.folder { folder in
      let pty = try Pty(arguments, environment: ["NO_COLOR": noColor], folder: folder)
      try pty.wait("the first prompt") { $0.prompts == 1 }
      try pty.run("socket a tcp")
      try pty.run("connect a 127.0.0.1:1")
      #expect(String(decoding: pty.raw, as: UTF8.self).contains("\u{1b}[31merrno 111 ECONNREFUSED") == isColoured)
    }
  }

  @Test func noFileGetsColoursThatNobodyAskedFor() throws {
    let lines = ["-e", "socket a tcp", "-e", "bind a 127.0.0.1:0"]
    #expect(try !Program.run(lines).output.contains("\u{1b}"))
    #expect(try Program.run(["--color", "always"] + lines).output.contains("\u{1b}[32mBOUND\u{1b}[0m"))
  }

  @Test func aPeersSocketPathNeverReachesTheTerminalRaw() throws {
    try Typist.sits { pty, folder in
      let name = folder.lastPathComponent
      try pty.run("socket s2 unix-dgram")
      try pty.run("bind s2 unix:@\(name)")
      let script =
        #"import socket,sys; s=socket.socket(socket.AF_UNIX,socket.SOCK_DGRAM); s.bind("\0\x1b[2J"+sys.argv[1]); s.sendto(b"x","\0"+sys.argv[1])"#
      try #expect(Program.run(["-c", script, name], of: "/usr/bin/python3").code == 0)
      let start = pty.raw.count
      try #expect(pty.run("recvfrom s2 10").contains(#"\x1b[2J"#))
      #expect(!String(decoding: pty.raw[start...], as: UTF8.self).contains("\u{1b}[2J"))
    }
  }
}
