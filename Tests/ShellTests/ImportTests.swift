import Foundation
import Glibc
import Support
import Testing

/// `sockplay import` and `sockplay diff`, as programs.
@Suite(.waits) struct ImportTests {
  private static let logs = Program.root.appendingPathComponent("Tests/ImportsTests/Logs").path

  /// A log with both sides in it makes the same calls again, and gets the same from them.
  @Test func anImportedLogHoldsWhenItIsPlayed() throws {
    try Scratch.folder { folder in
      let made = try Program.run(["import", "\(Self.logs)/both-sides.log", "-o", "both.session"], folder: folder)
      #expect(made.code == 0 && made.output.isEmpty && made.errors.isEmpty, "\(made.errors)")
      let name = "--var=ADDRESS=unix:@sockplay-import-\(getpid())"
      let played = try Program.run(["check", name, "both.session"], folder: folder)
      #expect(played.code == 0, "\(played.output)\(played.errors)")
      let again = try Program.run(["import", "\(Self.logs)/both-sides.log", "-o", "both.session"], folder: folder)
      #expect(again.code == 3 && again.errors.contains("an existing file is never overwritten"))
    }
  }

  /// The calls of ncat as a client, with a server that answers as the one of the log.
  @Test func anImportedClientTalksToARealServer() throws {
    let made = try Program.run(["import", "\(Self.logs)/ncat.log"])
    let text = made.output.replacing(/@let ADDRESS = .*\n@needs .*\n/, with: "peer echo ADDRESS\n")
    #expect(made.code == 0 && text != made.output)
    let played = try Program.run([], input: Array(text.utf8))
    #expect(played.code == 0, "\(played.output)\(played.errors)")
  }

  @Test func standardInputIsImported() throws {
    let log = try Data(contentsOf: URL(fileURLWithPath: "\(Self.logs)/ncat.log"))
    let made = try Program.run(["import", "-"], input: Array(log))
    let ofFile = try Program.run(["import", "\(Self.logs)/ncat.log"]).output
    let expected = ofFile.replacing("from ncat.log", with: "from stdin").replacing("ncat.log에", with: "stdin에")
    #expect(made.code == 0 && made.output == expected, "\(made)")
  }

  @Test func whatCannotBeImportedIsSaid() throws {
    let short = try Program.run(["import", "\(Self.logs)/short.log"])
    try Golden.expect(short.errors.replacing(Self.logs, with: "LOGS"), "import-short")
    #expect(short.code == 2 && short.output.isEmpty)
    let korean = try Program.run(["import", "--lang", "ko", "\(Self.logs)/short.log"])
    #expect(korean.errors.contains("기록의 17번째 줄에는 보낸 것의 앞부분만 있습니다"))
    #expect(try Program.run(["import", "/nonexistent"]).code == 3)
    let other = try Program.run(["import", "\(Self.logs)/curl.log", "--pid", "1"])
    #expect(other.code == 2 && other.errors.contains("process 1 makes no socket in this log"))
  }

  @Test func twoSessionsAreCompared() throws {
    let sessions = Program.root.appendingPathComponent("Tests/ReportsTests/Sessions/fails").path
    let same = try Program.run(["diff", "\(sessions)/errno.session", "\(sessions)/errno.session"])
    #expect(same.code == 0 && same.output.isEmpty && same.errors.isEmpty)
    try Scratch.folder { folder in
      let text = try String(contentsOfFile: "\(sessions)/errno.session", encoding: .utf8)
      try Data(text.replacing("EADDRINUSE", with: "EINVAL").utf8).write(to: folder.appending(path: "b.session"))
      try Data("sockplay 1\nno such \"\n".utf8).write(to: folder.appending(path: "c.session"))
      let other = try Program.run(["diff", "\(sessions)/errno.session", "b.session"], folder: folder)
      #expect(other.code == 4 && other.output.hasPrefix("first difference in line 5: result\n"), "\(other.output)")
      #expect(try Program.run(["diff", "b.session", "c.session"], folder: folder).code == 2)
      #expect(try Program.run(["diff", "b.session", "d.session"], folder: folder).code == 3)
    }
  }
}
