import Foundation
import Support
import Testing

/// `record` inside a file that is played.
@Suite(.waits) struct RecordedFilesTests {
  private static let lesson = """
    sockplay 1
    server> socket before tcp
    record made.session
    ## In a file
    server> socket srv tcp = fd
    server> bind srv 127.0.0.1:0
    repeat 2
      client> socket c{i} tcp
    end
    record off
    client> socket after tcp

    """

  @Test(arguments: [["replay"], ["check"], ["replay", "--json"]])
  func aFileRecordsWhatItDoes(command: [String]) throws {
    try Scratch.folder { folder in
      try Data(Self.lesson.utf8).write(to: folder.appendingPathComponent("a.session"))
      let ended = try Program.run(command + ["--allow", "files", "a.session"], folder: folder)
      try #require(ended.code == 0, "\(ended.errors)")
      try expectRecording(in: folder)
    }
  }

  @Test func soDoesOneThatAnotherReplays() throws {
    try Scratch.folder { folder in
      try Data(Self.lesson.utf8).write(to: folder.appendingPathComponent("a.session"))
      try Data("sockplay 1\nreplay a.session\n".utf8).write(to: folder.appendingPathComponent("b.session"))
      let ended = try Program.run(["check", "--allow", "files", "b.session"], folder: folder)
      try #require(ended.code == 0, "\(ended.errors)")
      #expect(ended.output == "ok b.session\n")
      try expectRecording(in: folder)
    }
  }

  private func expectRecording(in folder: URL) throws {
    let text = try String(contentsOf: folder.appendingPathComponent("made.session"), encoding: .utf8)
    for line in [
      "## In a file", "server> socket srv tcp", "server> bind srv 127.0.0.1:0", "client> socket c1 tcp",
      "client> socket c2 tcp",
    ] {
      #expect(text.contains(line), "\(text)")
    }
    #expect(!text.contains("before") && !text.contains("after"))
    try #expect(Program.run(["check", "made.session"], folder: folder).code == 0, "\(text)")
  }
}
