import Foundation
import Support
import Testing

/// `replay --pace TIME`: each line is shown, and runs a little later.
@Suite(.waits) struct PaceTests {
  private static let session = "sockplay 1\n@let n = 1\nsocket a udp = fd\n? a.fd == 3\npause \"once\"\nclose a = 0\n"

  private func play<T>(_ options: [String], _ body: (Pty) throws -> T) throws -> T {
    try Scratch.folder { folder in
      try Data(Self.session.utf8).write(to: folder.appendingPathComponent("a.session"))
      return try body(try Pty(["replay"] + options + ["a.session"], folder: folder))
    }
  }

  /// A pause of the file's author is waited for as ever.
  @Test func thePlayGoesOnByItself() throws {
    try play(["--pace", "10ms"]) { pty in
      try pty.expect("> pause \"once\"")
      try pty.expect("press Enter to go on")
      try pty.type("\r")
      try pty.expect("3 of 3 held\r\n")
      try #expect(pty.end() == 0)
      for line in ["socket a udp", "? a.fd == 3", "close a"] {
        #expect(pty.plain().components(separatedBy: "> \(line)\n").count == 2, "\(line)")
      }
      #expect(!pty.plain().contains("expects"))
    }
  }

  @Test func aLineIsShownBeforeItRuns() throws {
    try play(["--pace", "60m"]) { pty in
      try pty.expect("> socket a udp\r\n")
      try pty.type(Pty.ctrlC)
      try pty.expect("nothing was checked, up to line 2 of 6")
      try #expect(pty.end() == 130 && !pty.plain().contains("socket("))
    }
  }

  @Test func aLineThatFailsMayOpenAPrompt() throws {
    try Scratch.folder { folder in
      try Data("sockplay 1\nsocket a udp = 77\n".utf8).write(to: folder.appendingPathComponent("a.session"))
      let pty = try Pty(["replay", "--pace", "10ms", "--from-failure", "a.session"], folder: folder)
      try pty.wait("the prompt") { $0.prompts == 1 }
      try pty.type("continue\r")
      try pty.expect("0 of 1 held")
      try #expect(pty.end() == 4)
    }
  }
}
