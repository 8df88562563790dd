import Foundation
import Support
import Testing

/// A recording is whole at every moment, also that at which kill -9 comes.
@Suite(.waits) struct RecordKillTests {
  private static let kills = Soak.count("KILLS", usual: 50)

  @Test func aRecordingThatIsKilledHoldsWhatReturnedWhileALineWaited() throws {
    try Typist.sits(lines: ["record a.session"] + OpeningLines.connected + ["recv conn 100K MSG_WAITALL &"]) {
      pty, folder in
      try pty.type("send cli fill:9M\r")
      try pty.expect("recv(5, buf, 102400, MSG_WAITALL) = 102400")
      kill(pty.process, SIGKILL)
      try #expect(pty.end() == 128 + SIGKILL)
      let text = try String(contentsOf: folder.appendingPathComponent("a.session"), encoding: .utf8)
      #expect(text.split(separator: "\n").last?.hasPrefix("wait conn ") == true, "\(text)")
      try #require(Program.run(["check", "a.session"], folder: folder).code == 0, "\(text)")
    }
  }

  /// Lines that are taken out again are whole in the file, or not there at all.
  @Test func aRecordingFromWhichLinesAreTakenIsWholeToo() throws {
    try Scratch.folder { folder in
      let lines =
        ["record a.session", "socket u udp"]
        + (1...5000).flatMap { ["recv u \($0) MSG_DONTWAIT", "note number \($0)", "record drop", "record drop"] }
      try Data(lines.joined(separator: "\n").utf8).write(to: folder.appendingPathComponent("lines"))
      for turn in 1...Self.kills / 5 {
        let script =
          #"rm -f a.session; : >output; "$S" --allow files <lines >output & "#
          + #"for i in $(seq 6000); do [ -s output ] && break; sleep 0.01; done; sleep "$1"; kill -9 $!; wait; exit 0"#
        _ = try Program.run(
          ["-c", script, "sh", "0.0\(10 + turn * 17 % 90)"], of: "/bin/bash", environment: ["S": Program.sockplay],
          folder: folder)
        let text = try String(contentsOf: folder.appendingPathComponent("a.session"), encoding: .utf8)
        #expect(text.hasSuffix("\n") && text.split(separator: "\n").count <= 4, "\(text)")
        try #expect(Program.run(["check", "a.session"], folder: folder).code == 0, "\(text)")
      }
    }
  }

  @Test func aRecordingThatIsKilledHoldsEveryStepThatWasShown() throws {
    try Scratch.folder { folder in
      let lines = ["record a.session"] + (1...20_000).map { $0 % 2 == 1 ? "socket s\($0) tcp" : "close s\($0 - 1)" }
      try Data(lines.joined(separator: "\n").utf8).write(to: folder.appendingPathComponent("lines"))
      var total = 0
      for turn in 1...Self.kills {
        // Every other time it is killed in its beginnings; else once something is shown, however slow the machine is.
        let start = turn % 2 == 0 ? "" : #"for i in $(seq 6000); do [ -s output ] && break; sleep 0.01; done; "#
        let script =
          #"rm -f a.session; : >output; "$S" --allow files <lines >output & "# + start
          + #"sleep "$1"; kill -9 $!; wait; exit 0"#
        _ = try Program.run(
          ["-c", script, "sh", "0.0\(10 + turn * 7 % 90)"], of: "/bin/bash", environment: ["S": Program.sockplay],
          folder: folder)
        let shown = try String(contentsOf: folder.appendingPathComponent("output"), encoding: .utf8)
        let cards = shown.components(separatedBy: "\n> ").dropFirst().count {
          $0.contains("fd 3") || $0.contains("nothing is left of it")
        }
        total += cards
        guard let text = try? String(contentsOf: folder.appendingPathComponent("a.session"), encoding: .utf8) else {
          #expect(cards == 0)
          continue
        }
        #expect(text.hasSuffix("\n"))
        #expect(text.split(separator: "\n").count - 1 >= cards)
        try #expect(Program.run(["check", "--syntax", "a.session"], folder: folder).code == 0)
      }
      #expect(total > 0)
    }
  }
}
