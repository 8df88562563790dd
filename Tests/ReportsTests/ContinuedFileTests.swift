import Foundation
import Runner
import SessionLanguage
import Support
import Testing

@testable import Reports

/// A recording that is added to a file.
@Suite(.waits) struct ContinuedFileTests {
  /// What `text` becomes when `lines` are added to it.
  private func added(_ lines: [String], to text: String?, timeout: Int? = nil, variables: [String: String] = [:]) throws
    -> String
  {
    try Scratch.folder { folder in
      let file = folder.appendingPathComponent("r")
      if let text { try Data(text.utf8).write(to: file) }
      let play = Play(isInteractive: true)
      for (name, value) in variables { play.table.set(name, to: value) }
      let recorder = try Recorder(path: file.path, adds: true, table: play.table, timeout: timeout)
      for line in lines { try recorder.record(try play.run(line)) }
      return try String(contentsOf: file, encoding: .utf8)
    }
  }

  private static let line = "socket a tcp = fd [a CLOSED]\n"

  @Test(arguments: [
    ("sockplay 1\n# before\n", "sockplay 1\n# before\n"), ("sockplay 1\n# unended", "sockplay 1\n# unended\n"),
    ("", "sockplay 1\n"), (nil, "sockplay 1\n"), ("sockplay 1\r\n", "sockplay 1\r\n"),
  ])
  func linesAreAddedToTheEnd(text: String?, lead: String) throws {
    #expect(try added(["socket a tcp"], to: text).replacing(#/ +/#, with: " ") == lead + Self.line)
  }

  @Test func whatTheFileSetsIsNotSetAgain() throws {
    let text = "sockplay 1\n@timeout 2s\n@let host = 127.0.0.1\nlet n 5\n"
    let variables = ["host": "127.0.0.1", "n": "5", "other": "6"]
    #expect(try added([], to: text, timeout: 2000, variables: variables) == text + "@let other = \"6\"\n")
  }

  /// A deadline of the file that the session does not have is not that of the lines which follow.
  @Test func theDeadlineIsThatOfTheSession() throws {
    #expect(try added([], to: "sockplay 1\n@timeout 50ms\n").hasSuffix("@timeout 50ms\n@timeout 10000ms\n"))
    #expect(try added([], to: "sockplay 1\n", timeout: 60) == "sockplay 1\n@timeout 60ms\n")
  }

  @Test(arguments: ["hello\n", "sockplay 1\nrepeat 2\n", "sockplay 1\n@isolated\n"])
  func whatCannotBeContinuedIsLeftAsItIs(text: String) throws {
    try Scratch.folder { folder in
      let file = folder.appendingPathComponent("r")
      try Data(text.utf8).write(to: file)
      #expect(throws: (any Error).self) { try Recorder(path: file.path, adds: true, table: Play().table) }
      #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
  }

  /// Opening a pipe would wait for its reader.
  @Test func aPipeIsRefused() throws {
    try Scratch.folder { folder in
      let path = folder.appendingPathComponent("pipe").path
      mkfifo(path, 0o600)
      #expect(throws: (any Error).self) { try Recorder(path: path, adds: true, table: Play().table) }
      #expect(throws: (any Error).self) { try Recorder(path: folder.path, adds: true, table: Play().table) }
    }
  }
}
