import Commands
import Foundation
import Runner
import Sockets
import Support
import Testing

@testable import Reports

@Suite(.waits) struct GrowingFileTests {
  /// Calls `body` with a new file that grows, and where it lies.
  private func growing(_ body: (GrowingFile, URL) throws -> Void) throws {
    let url = try Scratch.file()
    defer { try? FileManager.default.removeItem(at: url) }
    try body(GrowingFile(open(url.path, O_WRONLY | O_APPEND | O_CLOEXEC)), url)
  }

  private func text(_ url: URL) throws -> String { try String(contentsOf: url, encoding: .utf8) }

  @Test func piecesComeOneAfterAnother() throws {
    try growing { file, url in
      try file.append(Array("one ".utf8))
      try file.append(Array("two".utf8))
      #expect(try text(url) == "one two" && file.length == 7)
    }
  }

  @Test func whatWasCutIsGoneAndTheNextPieceTakesItsPlace() throws {
    try growing { file, url in
      try file.append(Array("one two".utf8))
      try file.cut(to: 4)
      try file.append(Array("three".utf8))
      #expect(try text(url) == "one three" && file.length == 9)
    }
  }

  @Test func aFileThatAnotherProgramChangedIsNotCut() throws {
    try growing { file, url in
      try file.append(Array("one".utf8))
      let other = try FileHandle(forWritingTo: url)
      try other.seekToEnd()
      try other.write(contentsOf: Data(" more".utf8))
      #expect(throws: FileProblem(text: "another program has changed the file")) { try file.cut(to: 0) }
      #expect(try text(url) == "one more")
    }
  }

  @Test func linesThatAnotherProgramAddsStay() throws {
    try growing { file, url in
      try file.append(Array("one\n".utf8))
      #expect(try !file.takeAddedLines(at: url.path))
      let other = try FileHandle(forWritingTo: url)
      try other.seekToEnd()
      try other.write(contentsOf: Data("# two\n".utf8))
      #expect(try file.takeAddedLines(at: url.path))
      try file.append(Array("three\n".utf8))
      #expect(try text(url) == "one\n# two\nthree\n")
      try other.seekToEnd()
      try other.write(contentsOf: Data("half".utf8))
      #expect(throws: FileProblem(text: "another program has changed the file")) {
        try file.takeAddedLines(at: url.path)
      }
    }
  }

  @Test func aFileThatWasRemovedOrReplacedIsTold() throws {
    try growing { file, url in
      try file.append(Array("one".utf8))
      _ = try file.takeAddedLines(at: url.path)
      try FileManager.default.removeItem(at: url)
      let removed = FileProblem(text: "another program has removed the file, or put another in its place")
      #expect(throws: removed) { try file.takeAddedLines(at: url.path) }
      try Data("one".utf8).write(to: url)
      #expect(throws: removed) { try file.takeAddedLines(at: url.path) }
      #expect(throws: Never.self) { try file.cut(to: 0) }
    }
  }

  /// At the next line, or at the end, and once.
  @Test(arguments: [true, false]) func aFileThatIsGoneIsTold(isRunning: Bool) throws {
    try Scratch.folder { folder in
      let play = Play(isInteractive: true)
      let recorder = try Recorder(path: folder.appendingPathComponent("r").path, table: play.table)
      var problems: [FileProblem] = []
      recorder.whenBroken = { problems.append($0) }
      recorder.take(.step(try play.run("socket a tcp")))
      recorder.end()
      #expect(problems.isEmpty)
      try FileManager.default.removeItem(atPath: recorder.path)
      if isRunning { recorder.take(.step(try play.run("close a"))) }
      recorder.end()
      #expect(problems.map(\.text) == ["another program has removed the file, or put another in its place"])
    }
  }

  /// Writing to /dev/full fails as on a full disk.
  @Test func aFullDiskIsToldAndTheLengthStaysAsItWas() {
    let file = GrowingFile(open("/dev/full", O_WRONLY | O_APPEND | O_CLOEXEC))
    #expect(throws: FileProblem(errno: Errno(ENOSPC))) { try file.append(Array("one".utf8)) }
    #expect(file.length == 0)
  }
}
