import Foundation
import Support
import Testing

/// However a session ends, the socket files that it made go with it.
@Suite(.waits) struct ProgramEndTests {
  private static let listener = ["socket u unix", "bind u unix:u.sock", "listen u 1"]

  private func exists(_ name: String, in folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
  }

  @Test(arguments: [SIGTERM, SIGHUP], ["", "accept u c &", "half a line"])
  func aSignalEndsThePromptAsQuitDoes(signal: Int32, line: String) throws {
    try Typist.sits(lines: Self.listener + (line.hasSuffix("&") ? [line] : [])) { pty, folder in
      #expect(exists("u.sock", in: folder))
      if !line.hasSuffix("&") { try pty.type(line) }
      kill(pty.process, signal)
      try #expect(pty.end() == 128 + signal)
      #expect(!exists("u.sock", in: folder))
      let history = try String(contentsOf: folder.appendingPathComponent("state/sockplay/history"), encoding: .utf8)
      #expect(history.contains("bind u unix:u.sock"))
    }
  }

  @Test(arguments: [
    "accept u c", "ppoll u", "sleep 60m", "pause \"look\"", "sockets udp 1 --watch", "accept u c &\rwait c",
  ])
  func aSignalEndsWhateverWaits(line: String) throws {
    try Typist.sits(lines: Self.listener) { pty, folder in
      try pty.type(line + "\r")
      try pty.settle()
      kill(pty.process, SIGTERM)
      try #expect(pty.end() == 128 + SIGTERM)
      #expect(!exists("u.sock", in: folder))
    }
  }

  @Test func theTerminalIsLeftAsItWas() throws {
    try Scratch.folder { folder in
      let script = #""$0"; echo "status $?"; stty -a"#
      let pty = try Pty(["-c", script, Program.sockplay], of: "/bin/sh", folder: folder)
      try pty.wait("the first prompt") { $0.prompts == 1 }
      let children = try String(contentsOfFile: "/proc/\(pty.process)/task/\(pty.process)/children", encoding: .utf8)
      kill(try #require(pid_t(children.split(separator: " ").first ?? "")), SIGTERM)
      try pty.expect("status 143")
      try pty.expect(" icanon")
      try #expect(pty.end() == 0)
    }
  }

  @Test func aWindowThatIsClosedEndsItToo() throws {
    try Typist.sits(lines: Self.listener) { pty, folder in
      pty.hangUp()
      try #expect(pty.end() == 128 + SIGHUP)
      #expect(!exists("u.sock", in: folder))
    }
  }

  /// nohup(1), and shells that disown a job, have SIGHUP ignored.
  @Test(arguments: ["", "accept u c", "sleep 60m", "repeat 1000000000\rhandles\rend"])
  func aTerminalThatIsGoneEndsItAlsoWhereSIGHUPIsIgnored(line: String) throws {
    try Scratch.folder { folder in
      let pty = try Pty(["-c", #"trap "" HUP; exec "$0""#, Program.sockplay], of: "/bin/sh", folder: folder)
      try pty.wait("the first prompt") { $0.prompts == 1 }
      for line in Self.listener { try pty.run(line) }
      if !line.isEmpty { try pty.type(line + "\r") }
      pty.hangUp()
      try #expect(pty.end() == 3)
      #expect(!exists("u.sock", in: folder))
    }
  }

  @Test func aFileInPlaceOfASocketFileIsLeftAlone() throws {
    try Scratch.folder { folder in
      let script = Self.listener + ["socket v unix", "bind v unix:v.sock", "pause \"\""]
      let pty = try Pty(script.flatMap { ["-e", $0] }, folder: folder)
      let end = Date().addingTimeInterval(30)
      while !exists("v.sock", in: folder), Date() < end { usleep(1000) }
      let file = folder.appendingPathComponent("u.sock")
      try FileManager.default.removeItem(at: file)
      try Data("mine".utf8).write(to: file)
      try pty.settle()
      try pty.type("\r")
      try #expect(pty.end() == 0)
      try #expect(String(contentsOf: file, encoding: .utf8) == "mine")
      #expect(!exists("v.sock", in: folder))
    }
  }

  @Test func thePromptIgnoresTheQuitKey() throws {
    try Typist.sits(lines: Self.listener) { pty, folder in
      try pty.type("han")
      try pty.expect("han")
      // The terminal throws away what has not been read yet.
      try pty.type("\u{1c}")
      try #expect(pty.run("dles").contains("u.sock"))
      try pty.type("accept u c\r")
      try pty.expect("accept(")
      try pty.type("\u{1c}")
      try pty.press(Pty.ctrlC)
      #expect(!pty.plain().contains("crashed"))
    }
  }

  /// Swift's runtime would start a program that shows a backtrace, waits for a key, and may outlive this one.
  @Test func aCrashEndsItAsItEndsAnyProgram() throws {
    try Typist.sits { pty, _ in
      kill(pty.process, SIGSEGV)
      try #expect(pty.end() == 128 + SIGSEGV)
      #expect(!pty.plain().contains("crashed"))
    }
  }

  @Test(arguments: ["replay", "check"], [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
  func aSignalEndsAPlay(command: String, signal: Int32) throws {
    try Scratch.folder { folder in
      let lines = ["sockplay 1", "@timeout 1m"] + Self.listener + ["accept u c"]
      try Data(lines.joined(separator: "\n").utf8).write(to: folder.appendingPathComponent("a.session"))
      // Both bind to one path.
      let inTurn = command == "check" ? ["--jobs", "1"] : []
      let pty = try Pty([command] + inTurn + ["a.session", "a.session"], folder: folder)
      let end = Date().addingTimeInterval(30)
      while !exists("u.sock", in: folder), Date() < end { usleep(1000) }
      kill(pty.process, signal)
      try #expect(pty.end() == 128 + signal)
      #expect(!exists("u.sock", in: folder))
    }
  }

  @Test func aSignalEndsAPipeThatIsToKeepGoing() throws {
    try Scratch.folder { folder in
      let pty = try Pty(["--json", "--keep-going"], folder: folder)
      try pty.type("socket u udp\nrecv u 10\nsocket t tcp\n")
      try pty.expect("\"blocked\"")
      kill(pty.process, SIGTERM)
      try #expect(pty.end() == 128 + SIGTERM)
      #expect(!pty.plain().contains("IPPROTO_TCP"))
    }
  }

  @Test func aSignalEndsAPipe() throws {
    try Scratch.folder { folder in
      let pty = try Pty(["--json"], folder: folder)
      try pty.type(Self.listener.joined(separator: "\n") + "\n")
      try pty.expect("\"listen\"")
      kill(pty.process, SIGTERM)
      try #expect(pty.end() == 128 + SIGTERM)
      #expect(!exists("u.sock", in: folder))
    }
  }
}
