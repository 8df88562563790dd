import Foundation
import Support
import Testing

/// `errors CALL ERRNO --try`: the session that shows an errno, played elsewhere.
@Suite(.waits, .enabled(if: Namespace.isPossible, "this user may not make a namespace")) struct ErrorTryTests {
  private static let line = "errors bind EADDRINUSE --try"

  /// The session binds to port 80, in its own network; the handles of the session that asks are as they were, and
  /// their descriptors are none of its own.
  @Test func theSessionIsPlayedAndTheHandlesStay() throws {
    let ended = try Program.run([
      "-e", "socket a tcp", "-e", Self.line, "-e", "errors socket EMFILE --try", "-e", "handles",
    ])
    #expect(ended.code == 0, "\(ended.errors)")
    #expect(ended.output.contains("bind: EADDRINUSE\n"))
    #expect(ended.output.contains("bind(4, {AF_INET 127.0.0.1:80}, 16) = -1"))
    let handles = ended.output.components(separatedBy: "> handles\n").last ?? ""
    #expect(handles.contains("a ") && !handles.contains("srv"))
  }

  @Test func aPipeAndAFileMayAskForIt() throws {
    let piped = try Program.run([], input: Array("\(Self.line)\n".utf8))
    #expect(piped.code == 0 && piped.output.contains("errno 98 EADDRINUSE"), "\(piped.errors)")
    try Scratch.folder { folder in
      let file = folder.appendingPathComponent("a.session")
      try Data("sockplay 1\n\(Self.line)\n".utf8).write(to: file)
      #expect(try Program.run(["check", file.path]).code == 0)
      #expect(try Program.run(["replay", file.path]).output.contains("errno 98 EADDRINUSE"))
    }
  }

  @Test func thePromptOfAnIsolatedSessionMayToo() throws {
    let ended = try Program.run(["--isolated", "-e", "socket a tcp", "-e", Self.line, "-e", "bind a 127.0.0.1:80 = 0"])
    #expect(ended.code == 0, "\(ended.errors)")
  }

  @Test func asJSONItIsStepsOfThatSession() throws {
    let ended = try Program.run(["--json", "-e", "errors socket ENFILE --try"])
    #expect(ended.code == 0 && ended.output.contains(#""injected":true"#), "\(ended.errors)")
  }

  /// A recording has nothing of it, and plays; what was injected is injected again.
  @Test func itIsNoPartOfARecording() throws {
    try Scratch.folder { folder in
      let lines = ["record a.session", "socket a tcp", Self.line, "inject error=ENOMEM socket b tcp", "record off"]
      let ended = try Program.run(["--keep-going"] + lines.flatMap { ["-e", $0] }, folder: folder)
      #expect(ended.code == 4, "the injected call fails: \(ended.errors)")
      let text = try String(contentsOf: folder.appendingPathComponent("a.session"), encoding: .utf8)
      #expect(!text.contains("EADDRINUSE") && text.contains(/\ninject error=ENOMEM socket b tcp += -1 ENOMEM\n/))
      #expect(try Program.run(["check", "a.session"], folder: folder).code == 0)
    }
  }

  @Test(arguments: [
    ("errors bind ELOOP --try", "no session shows ELOOP of bind"),
    ("errors bind EPIPE --try", "unknown error of this call: EPIPE"),
    ("errors bind EADDRINUSE --play", "invalid word: --play"),
  ])
  func whereThereIsNoneThisIsSaid(line: String, title: String) throws {
    let ended = try Program.run(["-e", line])
    #expect(ended.code == 3 && ended.errors.hasPrefix("error: \(title)\n"), "\(ended.errors)")
  }

  /// The evidence of why names it; a card does not.
  @Test func whyNamesItWhereItSaysAllThereIs() throws {
    let lines = ["socket a udp", "listen a = *", "why", "why --evidence"]
    let ended = try Program.run(lines.flatMap { ["-e", $0] })
    let parts = ended.output.components(separatedBy: "> why --evidence\n")
    #expect(parts.count == 2 && !parts[0].contains("--try"))
    #expect(parts.last?.contains("  play  errors listen EOPNOTSUPP --try\n") == true)
  }
}
