import Foundation
import Support
import Testing

/// What a recording says must come of its lines, where the typed line said only a part of it.
@Suite(.waits) struct RecordedExpectationsTests {
  /// Types `first` on a connection that has gone back and forth and, after a person's pause, `lines`. Returns the
  /// recording, which is checked some times.
  private func recording(_ first: [String], _ lines: [String]) throws -> String {
    let talk = ["send cli \"ping\"", "recv conn", "send conn \"pong\"", "recv cli"]
    return try Typist.sits(lines: ["record a.session"] + OpeningLines.connected + talk + first) { pty, folder in
      usleep(80_000)
      for line in lines { try pty.run(line) }
      try pty.type("quit\r")
      try #expect(pty.end() == 0)
      let text = try String(contentsOf: folder.appendingPathComponent("a.session"), encoding: .utf8)
      for _ in 1...5 {
        let ended = try Program.run(["check", "a.session"], folder: folder)
        try #require(ended.code == 0, "\(ended.errors)\n\(text)")
      }
      return text
    }
  }

  /// Small pieces that TCP holds back where no person's pause lies between them.
  @Test(arguments: [
    ["recv conn"], ["recv conn 3", "recv conn 3 MSG_DONTWAIT"], ["ioctl conn FIONREAD", "recv conn"],
    ["readv conn 4 4"],
    ["reset cli", "recv conn"],
  ])
  func aConversationPlaysAgain(_ lines: [String]) throws {
    _ = try recording(["send cli \"one\"", "send cli \"two\""], lines)
  }

  @Test(arguments: [
    ("connect other 127.0.0.1:1 (it will be refused)", "= -1 ECONNREFUSED     (it will be refused)"),
    ("connect other 127.0.0.1:1 within 1s", "= -1 ECONNREFUSED within 1s"),
    ("recv conn 10 within 100ms", "= timeout within 100ms"),
    ("recvall conn within 100ms", "= timeout within 100ms"),
    ("recv conn 10 = 3 \"x\" within 100ms", "= timeout within 100ms"),
    ("recv conn 10 MSG_DONTWAIT [conn ESTABLISHED]", "= -1 EAGAIN           [conn ESTABLISHED]"),
    ("send cli fill:9M within 200ms", "= timeout within 200ms"),
    ("accept srv more within 100ms", "= timeout within 100ms"),
  ])
  func aResultThatWasNotTypedIsRecorded(_ line: String, _ expected: String) throws {
    let text = try recording([], ["socket other tcp", line])
    #expect(text.contains(expected), "\(text)")
  }
}
